/** Flink: catalog, sink and source. Translates rows, types and options; the writer and the reader do the rest. */
@org.jspecify.annotations.NullMarked
package io.tablestore.flink;
