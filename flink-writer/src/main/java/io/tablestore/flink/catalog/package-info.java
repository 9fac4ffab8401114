/** Lists, looks up, creates and alters databases and tables for Flink. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink.catalog;
