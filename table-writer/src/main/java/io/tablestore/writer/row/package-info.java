/** Rows on their way into a table: what a writer is given, with defaults filled in and values converted to the columns. Start with
 * {@link io.tablestore.writer.row.InputValues}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.row;
