/**
 * Merges the versions of one column, whatever the function: by picking a version, by creating a value, or by moving elements.
 * Start with {@link io.tablestore.internal.merge.column.ColumnMerge}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.merge.column;
