/** Writes Parquet data files. Start with {@link io.tablestore.writer.internal.file.parquet.ParquetEncoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.file.parquet;
