/**
 * Rows that a writer takes: Java objects ({@link io.tablestore.writer.row.RowValues}), or values that an engine shows
 * ({@link io.tablestore.writer.row.InputValues}).
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.row;
