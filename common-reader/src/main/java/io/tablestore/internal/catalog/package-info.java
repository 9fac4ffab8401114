/** Tables and catalogs on a file system. Start with {@link io.tablestore.internal.catalog.StoredTable}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.catalog;
