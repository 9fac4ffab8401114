/** The files of a table, nothing else. Start with {@link io.tablestore.fs.TableFileSystem}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.fs;
