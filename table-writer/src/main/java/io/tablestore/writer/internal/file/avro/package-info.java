/** Writes Avro data files. Start with {@link io.tablestore.writer.internal.file.avro.AvroEncoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.file.avro;
