/** The system tables, such as {@code t$files}. Start with {@link io.tablestore.systemtable.SystemTables}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.systemtable;
