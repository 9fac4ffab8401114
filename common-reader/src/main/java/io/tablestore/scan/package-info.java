/** What a scan is asked for and what it is planned into: snapshots, columns, conditions, splits. Start with {@link io.tablestore.scan.Scan}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.scan;
