/** Writes Flink's rows into a table and commits them at checkpoints. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink.write;
