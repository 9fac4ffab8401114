/** From a split to batches. Start with {@link io.tablestore.read.SplitReader}. */
/** Which table a statement of Hive names, where it lies, in which state it is read, and with which settings. */
@org.jspecify.annotations.NullMarked
package io.tablestore.hive.table;
