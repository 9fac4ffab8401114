/**
 * Each on-disk structure of the metadata is defined here, and only here. Start with {@link
 * io.tablestore.internal.format.Snapshot}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.format;
