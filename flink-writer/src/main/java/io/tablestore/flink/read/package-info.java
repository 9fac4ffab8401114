/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/** Splits and batches of the reader, shown to Flink. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink.read;
