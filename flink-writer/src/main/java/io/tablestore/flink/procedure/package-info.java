/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/** What {@code CALL} does in Flink. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink.procedure;
