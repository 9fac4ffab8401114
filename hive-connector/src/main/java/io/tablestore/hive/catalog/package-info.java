/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/** Databases and tables by their names, as Hive lists, defines and changes them. */
@org.jspecify.annotations.NullMarked
package io.tablestore.hive.catalog;
