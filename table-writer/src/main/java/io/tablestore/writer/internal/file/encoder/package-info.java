/** What an encoder of any format is given, and what it does. Start with {@link io.tablestore.writer.internal.file.encoder.FileEncoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.file.encoder;
