/** Translates types, values and predicates between Spark and the reader. */
@org.jspecify.annotations.NullMarked
package io.tablestore.spark.types;
