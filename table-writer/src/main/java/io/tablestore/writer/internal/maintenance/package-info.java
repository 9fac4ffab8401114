/** Finds files that are in use, and deletes others. Start with {@link io.tablestore.writer.internal.maintenance.UsedFiles}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.maintenance;
