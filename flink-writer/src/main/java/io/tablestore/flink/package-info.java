/**
 * The Flink connector: catalog, source, sink and procedures for table-store tables. It translates rows, types and
 * options; the reader and the writer do the rest. Start with {@link io.tablestore.flink.catalog.FlinkCatalog}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink;
