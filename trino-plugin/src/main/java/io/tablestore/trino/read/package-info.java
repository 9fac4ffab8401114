/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/** Splits and batches of the reader, shown to Trino. */
@org.jspecify.annotations.NullMarked
package io.tablestore.trino.read;
