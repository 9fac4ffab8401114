/**
 * Columns of files as the columns of the table: converted from older types, constant, or missing. Start with {@link
 * io.tablestore.internal.read.column.Evolution}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.read.column;
