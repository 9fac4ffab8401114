/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/**
 * The bucket and the keys of a row, and which of several tasks share the keys of dynamic buckets. Start with {@link
 * io.tablestore.writer.routing.BucketAssigner}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.routing;
