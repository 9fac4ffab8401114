/**
 * Tests the rows of decoded batches against a predicate, column by column. Start with {@link
 * io.tablestore.internal.read.filter.ColumnFilter}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.read.filter;
