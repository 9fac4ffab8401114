/** Parquet footers: columns, types, statistics. Start with {@link io.tablestore.internal.file.parquet.footer.ParquetFooter}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.file.parquet.footer;
