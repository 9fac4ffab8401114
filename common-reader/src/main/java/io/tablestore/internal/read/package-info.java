/**
 * Reads a split: files decoded, merged and handed out as batches. Start with {@link io.tablestore.internal.read.SectionSplitReader}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.read;
