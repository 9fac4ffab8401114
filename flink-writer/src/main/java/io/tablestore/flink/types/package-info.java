/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/** Types, values and conditions of Flink, translated to those of the reader and back. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink.types;
