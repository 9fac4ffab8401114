/** Vectors into data files: Parquet, ORC and Avro, with the statistics of manifests. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.file;
