/**
 * Writes vectors to the data files of a sorted run, with the statistics for manifests. Start with
 * {@link io.tablestore.writer.internal.file.RunWriter}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.file;
