/** Functions that merge the versions of one column. Start with {@link io.tablestore.merge.aggregate.AggregateFunctions}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.merge.aggregate;
