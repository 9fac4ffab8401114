/** The Parquet decoder. Start with {@link io.tablestore.internal.file.parquet.ParquetDecoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.file.parquet;
