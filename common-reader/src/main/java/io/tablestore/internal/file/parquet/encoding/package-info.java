/** The encodings of Parquet pages. Start with {@link io.tablestore.internal.file.parquet.encoding.ValueDecoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.file.parquet.encoding;
