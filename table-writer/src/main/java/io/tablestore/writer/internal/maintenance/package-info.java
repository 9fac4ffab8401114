/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/** What maintenance deletes, and what is still in use. Start with {@link io.tablestore.writer.internal.maintenance.UsedFiles}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.maintenance;
