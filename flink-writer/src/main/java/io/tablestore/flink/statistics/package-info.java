/** Statistics of a scan, in Flink's form. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink.statistics;
