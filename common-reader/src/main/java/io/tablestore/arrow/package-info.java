/** Columns as Arrow vectors: their types, their memory and the values in them. Start with {@link io.tablestore.arrow.ArrowColumn}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.arrow;
