/** Writes ORC data files. Start with {@link io.tablestore.writer.internal.file.orc.OrcEncoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.file.orc;
