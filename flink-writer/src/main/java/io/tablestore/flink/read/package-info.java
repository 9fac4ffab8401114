/** Plans scans, reads splits and hands their batches to Flink. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink.read;
