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
package io.tablestore.internal.file.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.TestVectors;
import io.tablestore.fs.InMemoryFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.file.decoder.ChunkBytes;
import io.tablestore.internal.file.parquet.encoding.TestPages;
import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.file.parquet.footer.StoredType;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.Coverage;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xerial.snappy.Snappy;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/** Column chunks of pages made by hand: versions, codecs, nulls, dictionaries, picked rows, and damage. */
class ColumnChunkReaderTest {

    private static final int START = 4;

    private final BufferAllocator allocator = ArrowMemory.newRoot(16 << 20);
    private final BufferPool pool = new BufferPool(allocator);
    private final InMemoryFileSystem files = new InMemoryFileSystem();

    @AfterEach
    void everyBufferIsReleased() {
        pool.close();
        allocator.close();
    }

    /** A chunk of an INT64 column under construction. */
    private static final class Chunk {
        final CompressionCodec codec;
        final boolean second;
        final boolean nullable;
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final List<PageLocation> locations = new ArrayList<>();
        final Random random = new Random(1);
        long rows;
        long dictionaryOffset;
        boolean crc = true;

        Chunk(CompressionCodec codec, boolean second, boolean nullable) {
            this.codec = codec;
            this.second = second;
            this.nullable = nullable;
            out.writeBytes(new byte[START]);
        }

        private byte[] compressed(byte[] plain) {
            try {
                return switch (codec) {
                    case UNCOMPRESSED -> plain;
                    case ZSTD -> Zstd.compress(plain);
                    case SNAPPY -> Snappy.compress(plain);
                    default -> throw new IllegalArgumentException(codec.toString());
                };
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private void page(PageHeader header, byte[] body) {
            if (crc) {
                CRC32 sum = new CRC32();
                sum.update(body);
                header.setCrc((int) sum.getValue());
            }
            header.setCompressed_page_size(body.length);
            out.writeBytes(ColumnChunkReaderTest.bytes(header));
            out.writeBytes(body);
        }

        void dictionary(long... entries) {
            dictionaryOffset = out.size();
            byte[] plain = TestPages.plain(8, entries);
            PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, plain.length, 0);
            header.setDictionary_page_header(new DictionaryPageHeader(entries.length, Encoding.PLAIN));
            page(header, compressed(plain));
        }

        /** @param encoded the values that are not null */
        void data(List<@Nullable Long> values, Encoding encoding, byte[] encoded) {
            locations.add(new PageLocation(out.size(), 0, rows));
            byte[] levels = nullable
                    ? TestPages.rle(
                            values.stream()
                                    .mapToInt(value -> value == null ? 0 : 1)
                                    .toArray(),
                            1,
                            random)
                    : new byte[0];
            int nulls = (int) values.stream().filter(value -> value == null).count();
            int count = values.size();
            rows += count;
            if (second) {
                PageHeader header = new PageHeader(PageType.DATA_PAGE_V2, levels.length + encoded.length, 0);
                header.setData_page_header_v2(new DataPageHeaderV2(count, nulls, count, encoding, levels.length, 0));
                page(header, join(levels, compressed(encoded)));
            } else {
                byte[] plain = nullable ? join(TestPages.little(4, levels.length), levels, encoded) : encoded;
                PageHeader header = new PageHeader(PageType.DATA_PAGE, plain.length, 0);
                header.setData_page_header(new DataPageHeader(count, encoding, Encoding.RLE, Encoding.RLE));
                page(header, compressed(plain));
            }
        }

        ColumnMetaData meta() {
            ColumnMetaData meta = new ColumnMetaData(
                    Type.INT64, new ArrayList<>(), List.of("c"), codec, rows, out.size(), out.size() - START, START);
            if (dictionaryOffset > 0) {
                meta.setDictionary_page_offset(dictionaryOffset);
                meta.setData_page_offset(locations.get(0).getOffset());
            }
            return meta;
        }
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(PageHeader header) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            header.write(new TCompactProtocol(new TIOStreamTransport(out)));
        } catch (TException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }

    private static ColumnMeta column(boolean nullable) {
        SchemaElement element = new SchemaElement("c");
        element.setType(Type.INT64);
        return new ColumnMeta(
                "c", 0, nullable ? 1 : 0, 0, element, new StoredType(Type.INT64, StoredType.Kind.PLAIN, 0, 0, 0));
    }

    private ColumnChunkReader open(Chunk chunk, byte[] content, boolean indexed) throws IOException {
        TablePath path = new TablePath("/f");
        files.overwrite(path, content);
        ColumnMetaData meta = chunk.meta();
        ChunkBytes bytes = new ChunkBytes(files.open(path), pool, START, content.length);
        PageReader pages = new PageReader("f", column(chunk.nullable), meta, pool, new Decompressor("f"), bytes);
        OffsetIndex index = indexed ? new OffsetIndex(chunk.locations) : null;
        return new ColumnChunkReader(pages, new Values(), index, chunk.rows);
    }

    private List<@Nullable Object> read(
            ColumnChunkReader reader,
            boolean nullable,
            long start,
            int @Nullable [] rows,
            int @Nullable [] slots,
            int wanted,
            int slotCount)
            throws IOException {
        DataField field = new DataField(1, "c", DataType.of(TypeRoot.BIGINT));
        Coverage coverage = slots == null ? Coverage.EVERY_SLOT : Coverage.SOME_SLOTS;
        try (ColumnWriter writer =
                new ColumnWriters("f", pool).values(column(nullable), field, slotCount, coverage, 0)) {
            reader.read(start, rows, slots, wanted, writer);
            try (ArrowColumn column = writer.finish()) {
                return TestVectors.values(column.vector(), field.type());
            }
        }
    }

    private List<@Nullable Object> readAll(Chunk chunk, byte[] content) throws IOException {
        int rows = (int) chunk.rows;
        try (ColumnChunkReader reader = open(chunk, content, false)) {
            return read(reader, chunk.nullable, 0, null, null, rows, rows);
        }
    }

    record Shape(CompressionCodec codec, boolean second, boolean nullable, int encoding) {}

    static List<Shape> shapes() {
        List<Shape> shapes = new ArrayList<>();
        for (CompressionCodec codec :
                List.of(CompressionCodec.UNCOMPRESSED, CompressionCodec.ZSTD, CompressionCodec.SNAPPY)) {
            for (boolean second : new boolean[] {false, true}) {
                for (boolean nullable : new boolean[] {false, true}) {
                    for (int encoding = 0; encoding < 3; encoding++) {
                        shapes.add(new Shape(codec, second, nullable, encoding));
                    }
                }
            }
        }
        return shapes;
    }

    private static Chunk chunk(Shape shape, List<@Nullable Long> all, Random random) {
        Chunk chunk = new Chunk(shape.codec, shape.second, shape.nullable);
        if (shape.encoding == 1) {
            chunk.dictionary(0, 10, 20, 30, 40, 50, 60, 70, 80, 90);
        }
        for (int page = 0; page < 5; page++) {
            List<@Nullable Long> values = new ArrayList<>();
            boolean noNulls = page == 1;
            for (int i = 1 + random.nextInt(page == 3 ? 400 : 40); i > 0; i--) {
                boolean isNull = shape.nullable && !noNulls && random.nextInt(3) == 0;
                values.add(isNull ? null : Long.valueOf(10L * random.nextInt(10)));
            }
            long[] present = values.stream()
                    .filter(java.util.Objects::nonNull)
                    .mapToLong(Long::longValue)
                    .toArray();
            switch (shape.encoding) {
                case 0 -> chunk.data(values, Encoding.PLAIN, TestPages.plain(8, present));
                case 1 -> {
                    int[] ids = Arrays.stream(present)
                            .mapToInt(value -> (int) value / 10)
                            .toArray();
                    chunk.data(values, Encoding.RLE_DICTIONARY, join(new byte[] {4}, TestPages.rle(ids, 4, random)));
                }
                default -> chunk.data(values, Encoding.DELTA_BINARY_PACKED, TestPages.delta(present, 128, 4, false));
            }
            all.addAll(values);
        }
        return chunk;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void allRowsAndPickedRowsComeBack(Shape shape) throws IOException {
        Random random = new Random(shape.hashCode());
        for (int round = 0; round < 10; round++) {
            List<@Nullable Long> all = new ArrayList<>();
            Chunk chunk = chunk(shape, all, random);
            byte[] content = chunk.out.toByteArray();
            assertThat(readAll(chunk, content)).isEqualTo(all);
            for (boolean indexed : new boolean[] {false, true}) {
                try (ColumnChunkReader reader = open(chunk, content, indexed)) {
                    long start = 0;
                    while (start < chunk.rows) {
                        int count = 1 + random.nextInt((int) Math.min(120, chunk.rows - start));
                        int[] rows = picked(random, count);
                        List<@Nullable Long> expected = new ArrayList<>();
                        for (int row : rows) {
                            expected.add(all.get((int) start + row));
                        }
                        if (random.nextInt(3) == 0) {
                            int[] slots = IntStream.range(0, rows.length)
                                    .map(i -> 2 * i + 1)
                                    .toArray();
                            List<@Nullable Object> found =
                                    read(reader, shape.nullable, start, rows, slots, rows.length, 2 * rows.length + 1);
                            for (int i = 0; i < found.size(); i++) {
                                assertThat(found.get(i)).isEqualTo(i % 2 == 1 ? expected.get(i / 2) : null);
                            }
                        } else {
                            assertThat(read(reader, shape.nullable, start, rows, null, rows.length, rows.length))
                                    .isEqualTo(expected);
                        }
                        start += count + (random.nextBoolean() ? 0 : random.nextInt(60));
                    }
                }
            }
        }
    }

    private static int[] picked(Random random, int count) {
        TreeSet<Integer> rows = new TreeSet<>();
        for (int i = 1 + random.nextInt(count); i > 0; i--) {
            rows.add(random.nextInt(count));
        }
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void aCutChunkFailsWhereverItIsCut() throws IOException {
        for (Shape shape : shapes()) {
            if (shape.codec == CompressionCodec.SNAPPY) {
                continue;
            }
            List<@Nullable Long> all = new ArrayList<>();
            Chunk chunk = chunk(shape, all, new Random(3));
            byte[] content = chunk.out.toByteArray();
            for (int length = START; length < content.length; length += 1 + length % 7) {
                byte[] cut = Arrays.copyOf(content, length);
                assertThatThrownBy(() -> readAll(chunk, cut))
                        .as("%s cut at %d", shape, cut.length)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aChangedByteOfAPageIsFoundByItsChecksum() throws IOException {
        Chunk chunk = new Chunk(CompressionCodec.UNCOMPRESSED, false, false);
        chunk.data(List.of(1L, 2L), Encoding.PLAIN, TestPages.plain(8, 1, 2));
        byte[] content = chunk.out.toByteArray();
        content[content.length - 1] ^= 1;
        assertThatThrownBy(() -> readAll(chunk, content)).hasMessageContaining("the checksum of a page");
        Chunk unchecked = new Chunk(CompressionCodec.UNCOMPRESSED, false, false);
        unchecked.crc = false;
        unchecked.data(List.of(1L, 2L), Encoding.PLAIN, TestPages.plain(8, 1, 2));
        assertThat(readAll(unchecked, unchecked.out.toByteArray())).containsExactly(1L, 2L);
    }

    @Test
    void pagesHaveAsManyValuesAsTheirHeadersSay() {
        Chunk more = new Chunk(CompressionCodec.UNCOMPRESSED, false, false);
        more.data(List.of(1L, 2L), Encoding.PLAIN, TestPages.plain(8, 1, 2, 3));
        more.data(List.of(1L), Encoding.PLAIN, TestPages.plain(8, 1));
        assertThatThrownBy(() -> readAll(more, more.out.toByteArray())).hasMessageContaining("8 bytes are left");
        Chunk fewer = new Chunk(CompressionCodec.UNCOMPRESSED, false, false);
        fewer.data(List.of(1L, 2L), Encoding.PLAIN, TestPages.plain(8, 1));
        assertThatThrownBy(() -> readAll(fewer, fewer.out.toByteArray())).isInstanceOf(IOException.class);
    }

    @Test
    void headersThatContradictThemselvesAreDamage() {
        int[][] wrong = {{3, 0, 2, 0}, {2, 3, 2, 0}, {2, -1, 2, 0}, {2, 0, 1, 0}, {2, 0, 2, -1}, {2, 0, 2, 99}};
        for (int[] counts : wrong) {
            Chunk chunk = new Chunk(CompressionCodec.UNCOMPRESSED, true, false);
            chunk.rows = 2;
            chunk.locations.add(new PageLocation(START, 0, 0));
            PageHeader header = new PageHeader(PageType.DATA_PAGE_V2, 16, 0);
            header.setData_page_header_v2(
                    new DataPageHeaderV2(counts[0], counts[1], counts[2], Encoding.PLAIN, counts[3], 0));
            chunk.page(header, TestPages.plain(8, 1, 2));
            assertThatThrownBy(() -> readAll(chunk, chunk.out.toByteArray()))
                    .as(Arrays.toString(counts))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void sizesThatTheStoredBytesCannotFillAreDamage() {
        for (int size : new int[] {-1, 15, 17, 1 << 30}) {
            Chunk chunk = new Chunk(CompressionCodec.UNCOMPRESSED, false, false);
            chunk.rows = 2;
            PageHeader header = new PageHeader(PageType.DATA_PAGE, size, 0);
            header.setData_page_header(new DataPageHeader(2, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
            chunk.page(header, TestPages.plain(8, 1, 2));
            assertThatThrownBy(() -> readAll(chunk, chunk.out.toByteArray())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void anIndexNeedsADictionaryAndADictionaryItsValues() {
        Chunk without = new Chunk(CompressionCodec.UNCOMPRESSED, false, false);
        without.data(List.of(1L), Encoding.RLE_DICTIONARY, new byte[] {1, 2, 0});
        assertThatThrownBy(() -> readAll(without, without.out.toByteArray()))
                .hasMessageContaining("without a dictionary page");
        Chunk two = new Chunk(CompressionCodec.UNCOMPRESSED, false, false);
        two.dictionary(1);
        two.dictionary(1);
        two.data(List.of(1L), Encoding.RLE_DICTIONARY, new byte[] {1, 2, 0});
        two.dictionaryOffset = START;
        assertThatThrownBy(() -> readAll(two, two.out.toByteArray())).hasMessageContaining("second dictionary page");
        Chunk most = new Chunk(CompressionCodec.UNCOMPRESSED, false, false);
        most.dictionaryOffset = START;
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, 8, 0);
        header.setDictionary_page_header(new DictionaryPageHeader(2, Encoding.PLAIN));
        most.page(header, new byte[8]);
        most.data(List.of(1L), Encoding.RLE_DICTIONARY, new byte[] {1, 2, 0});
        assertThatThrownBy(() -> readAll(most, most.out.toByteArray()))
                .hasMessageContaining("a dictionary of 2 values in 8 bytes");
    }

    @Test
    void aPageOfNullsNeedsNoDictionary() throws IOException {
        Chunk chunk = new Chunk(CompressionCodec.UNCOMPRESSED, false, true);
        chunk.data(Arrays.asList(null, null), Encoding.RLE_DICTIONARY, new byte[0]);
        assertThat(readAll(chunk, chunk.out.toByteArray())).containsExactly(null, null);
    }

    @Test
    void theOffsetIndexIsHeldAgainstThePages() throws IOException {
        Chunk chunk = new Chunk(CompressionCodec.UNCOMPRESSED, false, false);
        chunk.data(List.of(1L, 2L), Encoding.PLAIN, TestPages.plain(8, 1, 2));
        chunk.data(List.of(3L, 4L), Encoding.PLAIN, TestPages.plain(8, 3, 4));
        chunk.locations.get(1).setFirst_row_index(1);
        try (ColumnChunkReader reader = open(chunk, chunk.out.toByteArray(), true)) {
            assertThatThrownBy(() -> read(reader, false, 0, null, null, 4, 4))
                    .hasMessageContaining("the offset index says");
        }
        List<PageLocation> pages =
                List.of(new PageLocation(0, 0, 0), new PageLocation(0, 0, 10), new PageLocation(0, 0, 25));
        assertThat(List.of(0L, 9L, 10L, 24L, 25L, 99L).stream().map(row -> ColumnChunkReader.pageOf(pages, row)))
                .containsExactly(0, 0, 1, 1, 2, 2);
    }

    @Test
    void rowsAreReadForwardsOnly() throws IOException {
        Chunk chunk = new Chunk(CompressionCodec.UNCOMPRESSED, false, false);
        chunk.data(List.of(1L, 2L), Encoding.PLAIN, TestPages.plain(8, 1, 2));
        try (ColumnChunkReader reader = open(chunk, chunk.out.toByteArray(), false)) {
            read(reader, false, 1, null, null, 1, 1);
            assertThatThrownBy(() -> read(reader, false, 0, null, null, 1, 1))
                    .hasMessageContaining("row 0 lies before");
        }
    }

    @Test
    void encodingsThatTheFooterDoesNotNameAreDamage() throws IOException {
        Chunk chunk = new Chunk(CompressionCodec.UNCOMPRESSED, false, false);
        chunk.data(List.of(1L, 2L), Encoding.PLAIN, TestPages.plain(8, 1, 2));
        TablePath path = new TablePath("/f");
        files.overwrite(path, chunk.out.toByteArray());
        ColumnMetaData meta = chunk.meta();
        meta.setEncodings(List.of(Encoding.RLE));
        ChunkBytes bytes = new ChunkBytes(files.open(path), pool, START, chunk.out.size());
        try (ColumnChunkReader reader = new ColumnChunkReader(
                new PageReader("f", column(false), meta, pool, new Decompressor("f"), bytes), new Values(), null, 2)) {
            assertThatThrownBy(() -> read(reader, false, 0, null, null, 2, 2)).hasMessageContaining("encoding PLAIN");
        }
    }
}
