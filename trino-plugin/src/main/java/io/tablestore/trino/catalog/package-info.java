/** Lists, looks up, creates and alters databases and tables for Trino. */
@org.jspecify.annotations.NullMarked
package io.tablestore.trino.catalog;
