/** The system tables, such as {@code t$files}. Start with {@link io.tablestore.internal.systemtable.SystemTables}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.systemtable;
