/** Statistics of a scan, in Hive's form. */
@org.jspecify.annotations.NullMarked
package io.tablestore.hive.statistics;
