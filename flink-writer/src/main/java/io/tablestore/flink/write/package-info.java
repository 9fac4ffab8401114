/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/** Rows of Flink on their way into a table, and the commits that make them visible. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink.write;
