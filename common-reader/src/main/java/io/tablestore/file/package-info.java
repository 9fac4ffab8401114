/** Data files into vectors, column by column. Start with {@link io.tablestore.file.FileDecoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.file;
