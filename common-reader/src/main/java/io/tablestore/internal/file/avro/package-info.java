/** Avro data files. Start with {@link io.tablestore.internal.file.avro.AvroDecoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.file.avro;
