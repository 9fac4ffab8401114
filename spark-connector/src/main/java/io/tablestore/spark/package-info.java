/**
 * The Spark connector: reads table-store tables and changes their metadata. Start with {@link
 * io.tablestore.spark.TableStoreCatalog}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.spark;
