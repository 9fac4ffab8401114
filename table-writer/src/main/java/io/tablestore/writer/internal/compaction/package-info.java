/** Picks and runs compactions. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.compaction;
