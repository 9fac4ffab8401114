/** What encoders of all formats share. Start with {@link io.tablestore.writer.internal.file.encoder.FileEncoder}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.file.encoder;
