/** Plans scans, reads splits and hands their batches to Trino. */
@org.jspecify.annotations.NullMarked
package io.tablestore.trino.read;
