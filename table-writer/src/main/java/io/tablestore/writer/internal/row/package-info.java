/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/** Rows of a writer: converted from Java objects, with defaults, filtered. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.row;
