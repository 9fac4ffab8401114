/**
 * Tables in the format of Apache Paimon, read into Arrow. Start with {@link io.tablestore.TableStore}. Packages below {@code
 * io.tablestore.internal} are not API.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore;
