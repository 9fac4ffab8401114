/** Buffers rows in memory, and sorts and merges them in a flush. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.memtable;
