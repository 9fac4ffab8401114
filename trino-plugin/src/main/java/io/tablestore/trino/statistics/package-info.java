/** Statistics of a scan, in Trino's form. */
@org.jspecify.annotations.NullMarked
package io.tablestore.trino.statistics;
