/** Avro data files. Start with {@link io.tablestore.file.avro.AvroDecoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.file.avro;
