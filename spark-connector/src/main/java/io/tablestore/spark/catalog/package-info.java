/** Lists, looks up, creates and alters databases and tables for Spark. */
@org.jspecify.annotations.NullMarked
package io.tablestore.spark.catalog;
