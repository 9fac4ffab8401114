/** Avro containers of metadata, decoded in place. Start with {@link io.tablestore.internal.format.avro.AvroCursor}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.format.avro;
