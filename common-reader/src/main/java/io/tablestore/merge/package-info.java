/** Merging sorted runs by positions: vectors and types only, no files. Start with {@link io.tablestore.merge.SurvivorMerge}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.merge;
