/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/** Splits and batches of the reader, shown to Hive. */
@org.jspecify.annotations.NullMarked
package io.tablestore.hive.read;
