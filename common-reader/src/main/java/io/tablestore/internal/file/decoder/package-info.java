/** What a decoder of any format is given, and what it does. Start with {@link io.tablestore.internal.file.decoder.FileDecoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.file.decoder;
