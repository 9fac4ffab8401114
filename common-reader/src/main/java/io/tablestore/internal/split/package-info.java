/** The parts of a split: sections, sorted runs, files, and their bytes. Start with {@link io.tablestore.internal.split.Section}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.split;
