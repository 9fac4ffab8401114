/** Parquet data files. Start with {@link io.tablestore.writer.file.parquet.ParquetEncoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.file.parquet;
