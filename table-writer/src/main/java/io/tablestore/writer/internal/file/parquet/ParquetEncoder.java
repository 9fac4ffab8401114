/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.tablestore.writer.internal.file.parquet;

import io.tablestore.types.DataField;
import io.tablestore.writer.internal.file.encoder.Compression;
import io.tablestore.writer.internal.file.encoder.FileEncoder;
import io.tablestore.writer.internal.file.encoder.Scratch;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Writes Parquet with parquet-hadoop: version 1 pages, each with a checksum (format reference, 6.3). Each column has its own
 * writer, so a batch is written column by column.
 */
public final class ParquetEncoder implements FileEncoder {

    /** Maximum size of a page's bound in bytes. */
    static final int TRUNCATE_LENGTH = 64;

    /** Target sizes in bytes, and whether dictionaries are used. */
    public record Settings(long rowGroupBytes, int pageBytes, int dictionaryBytes, boolean dictionary) {}

    /** Number of rows of a nested column between two checks of the page size. */
    private static final int PAGE_CHECK_ROWS = 8;

    private final MessageType message;
    private final List<DataField> fields;
    private final Settings settings;
    private final ParquetProperties properties;
    private final ParquetCompressor compressor;
    private final Scratch scratch = new Scratch();
    private final ParquetFileWriter file;
    private @Nullable RowGroup group;

    /** @param memory allocates large pages; its owner closes it after the encoder */
    public ParquetEncoder(
            OutputStream out,
            List<DataField> columns,
            Settings settings,
            Compression compression,
            BufferAllocator memory)
            throws IOException {
        this.fields = columns;
        this.message = ParquetSchemas.message(columns);
        this.settings = settings;
        this.compressor = new ParquetCompressor(compression, memory);
        this.properties = ParquetProperties.builder()
                .withWriterVersion(WriterVersion.PARQUET_1_0)
                .withPageSize(settings.pageBytes)
                .withMinRowCountForPageSizeCheck(1)
                .withMaxRowCountForPageSizeCheck(PAGE_CHECK_ROWS)
                .withDictionaryPageSize(settings.dictionaryBytes)
                .withDictionaryEncoding(settings.dictionary)
                .withPageWriteChecksumEnabled(true)
                .withSizeStatisticsEnabled(false)
                .withAllocator(HeapByteBufferAllocator.getInstance())
                .build();
        this.file = new ParquetFileWriter(
                new StreamFile(out),
                message,
                ParquetFileWriter.Mode.CREATE,
                settings.rowGroupBytes,
                0,
                TRUNCATE_LENGTH,
                Integer.MAX_VALUE,
                true);
        file.start();
    }

    @Override
    public void write(List<FieldVector> columns, int rowCount) throws IOException {
        RowGroup open = group;
        if (open == null) {
            open = new RowGroup();
            group = open;
        }
        open.write(columns, rowCount);
        if (open.bufferedBytes() >= settings.rowGroupBytes) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        RowGroup open = group;
        if (open != null) {
            group = null;
            open.end();
        }
    }

    @Override
    public long size() {
        try {
            return file.getPos() + (group == null ? 0 : group.bufferedBytes());
        } catch (IOException impossible) {
            throw new java.io.UncheckedIOException(impossible); // the position is counted in memory
        }
    }

    @Override
    public void finish() throws IOException {
        endGroup();
        file.end(Map.of());
    }

    @Override
    public void close() {
        RowGroup open = group;
        if (open != null) {
            group = null;
            open.close();
        }
        compressor.close();
    }

    /** The row group being filled. */
    private final class RowGroup {

        private final Map<ColumnDescriptor, ColumnPages> pages = new LinkedHashMap<>();
        private final List<ParquetSink> columns = new ArrayList<>();
        private long rows;

        RowGroup() {
            for (int i = 0; i < fields.size(); i++) {
                columns.add(sink(fields.get(i), message.getType(i)));
            }
        }

        private ParquetSink sink(DataField field, Type type) {
            MessageType alone = new MessageType(ParquetSchemas.MESSAGE, type);
            for (ColumnDescriptor leaf : alone.getColumns()) {
                pages.put(leaf, new ColumnPages(leaf, compressor));
            }
            ColumnDescriptor leaf = alone.getColumns().get(0);
            ParquetSink flat = FlatSink.of(field.type(), leaf, page(leaf), settings, scratch);
            return flat != null
                    ? flat
                    : new NestedSink(field, alone, properties.newColumnWriteStore(alone, this::page));
        }

        private ColumnPages page(ColumnDescriptor leaf) {
            return Objects.requireNonNull(pages.get(leaf));
        }

        void write(List<FieldVector> vectors, int rowCount) throws IOException {
            for (int i = 0; i < vectors.size(); i++) {
                columns.get(i).write(vectors.get(i), rowCount);
            }
            rows += rowCount;
        }

        long bufferedBytes() {
            long bytes = 0;
            for (ParquetSink column : columns) {
                bytes += column.bufferedBytes();
            }
            return bytes;
        }

        void end() throws IOException {
            try {
                file.startBlock(rows);
                for (ParquetSink column : columns) {
                    column.flush();
                }
                for (ColumnPages column : pages.values()) {
                    column.writeTo(file);
                    column.close();
                }
                file.endBlock();
            } finally {
                close();
            }
        }

        void close() {
            pages.values().forEach(ColumnPages::close);
        }
    }

    /** Presents the caller's stream as a file. */
    private record StreamFile(OutputStream out) implements OutputFile {

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new CountingStream(out);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return new CountingStream(out);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private static final class CountingStream extends PositionOutputStream {

        private final OutputStream out;
        private long position;

        CountingStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }

        /** Does nothing: the stream's owner flushes it by closing it. */
        @Override
        public void flush() {}

        /** Keeps the underlying stream open, because the caller owns it. */
        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
