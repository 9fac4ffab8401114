/**
 * Merges sorted runs by position. Uses vectors and types only, no files. Start with {@link
 * io.tablestore.internal.merge.SurvivorMerge}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.merge;
