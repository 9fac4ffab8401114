/** Opens data files and columnar metadata files of any format. Start with {@link io.tablestore.internal.file.FileFormat}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.file;
