/** From a snapshot to splits. Start with {@link io.tablestore.scan.ScanPlanner}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.scan;
