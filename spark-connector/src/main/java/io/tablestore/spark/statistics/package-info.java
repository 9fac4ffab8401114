/** Statistics and metrics of a scan, in Spark's form. */
@org.jspecify.annotations.NullMarked
package io.tablestore.spark.statistics;
