/** The interface of all decoders, and their input. Start with {@link io.tablestore.internal.file.decoder.FileDecoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.file.decoder;
