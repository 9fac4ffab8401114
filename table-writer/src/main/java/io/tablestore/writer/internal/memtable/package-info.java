/** Rows in memory, sorted and merged when they are flushed. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.memtable;
