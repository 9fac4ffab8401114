/** Reads splits and hands their batches to Hive. */
@org.jspecify.annotations.NullMarked
package io.tablestore.hive.read;
