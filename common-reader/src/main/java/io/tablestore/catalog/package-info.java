/** The entry: catalogs and tables. Start with {@link io.tablestore.catalog.Table}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.catalog;
