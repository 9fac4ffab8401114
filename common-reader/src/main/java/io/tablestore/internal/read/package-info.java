/**
 * Reads a split: decodes and merges its files and returns batches. Start with {@link
 * io.tablestore.internal.read.SectionSplitReader}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.read;
