/** The Spark connector. Start with {@link io.tablestore.spark.TableStoreCatalog}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.spark;
