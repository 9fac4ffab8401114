/**
 * Functions that merge the versions of one column. Start with {@link
 * io.tablestore.internal.merge.aggregate.AggregateFunctions}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.merge.aggregate;
