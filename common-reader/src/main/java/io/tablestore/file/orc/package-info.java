/** ORC data files. Start with {@link io.tablestore.file.orc.OrcDecoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.file.orc;
