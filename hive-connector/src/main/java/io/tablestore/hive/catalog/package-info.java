/** Checks the statements that create, alter and drop tables in Hive. */
@org.jspecify.annotations.NullMarked
package io.tablestore.hive.catalog;
