/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.read;
