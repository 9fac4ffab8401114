/** Writes tables: takes rows, creates files and snapshots. Independent of any engine. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer;
