/**
 * Rows for writers: Java objects ({@link io.tablestore.writer.row.RowValues}), or an engine's values
 * ({@link io.tablestore.writer.row.InputValues}).
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.row;
