/** ORC data files. Start with {@link io.tablestore.internal.file.orc.OrcDecoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.file.orc;
