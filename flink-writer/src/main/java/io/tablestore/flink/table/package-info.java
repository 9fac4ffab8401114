/** The table that a statement names: its location, the state that is read, and the settings that apply. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink.table;
