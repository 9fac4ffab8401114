/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/** What metadata knows of the rows of a scan, as Trino asks for it. */
@org.jspecify.annotations.NullMarked
package io.tablestore.trino.statistics;
