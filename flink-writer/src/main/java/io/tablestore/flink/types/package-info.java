/** Translates types, values and predicates between Flink and the reader. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink.types;
