/** The Parquet decoder. Start with {@link io.tablestore.file.parquet.ParquetDecoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.file.parquet;
