/** The procedures that {@code CALL} runs in Flink. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink.procedure;
