/** Plans scans, reads splits and hands their batches to Spark. */
@org.jspecify.annotations.NullMarked
package io.tablestore.spark.read;
