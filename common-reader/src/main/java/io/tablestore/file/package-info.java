/** Opens data files and columnar metadata files, whatever their format. Start with {@link io.tablestore.file.FileFormat}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.file;
