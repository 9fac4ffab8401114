/** From a snapshot to splits, and what metadata says of their rows. Start with {@link io.tablestore.internal.planning.ScanPlanner}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.planning;
