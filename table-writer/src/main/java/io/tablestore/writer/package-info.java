/** Writes tables: rows in, files and snapshots out. No engine is known here. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer;
