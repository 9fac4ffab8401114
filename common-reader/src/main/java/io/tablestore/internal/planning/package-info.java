/**
 * Turns a snapshot into splits, and sums up what metadata says about their rows. Start with {@link
 * io.tablestore.internal.planning.ScanPlanner}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.planning;
