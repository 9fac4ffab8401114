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
package io.tablestore.internal.file.parquet.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.internal.memory.BufferPool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each encoding of Parquet's pages: what was written comes back, and a page that is cut is an error. */
class EncodingsTest {

    private final BufferAllocator allocator = ArrowMemory.newRoot(64 << 20);
    private final BufferPool pool = new BufferPool(allocator);
    private final List<ArrowBuf> pages = new ArrayList<>();

    @AfterEach
    void everyBufferIsReleased() {
        pages.forEach(pool::give);
        pool.close();
        allocator.close();
    }

    /** A page with garbage in the slack behind it. */
    private PageBytes page(byte[] content) {
        pages.forEach(pool::give);
        pages.clear();
        ArrowBuf buffer = pool.take(content.length);
        pages.add(buffer);
        MemoryUtil.setMemory(buffer.memoryAddress(), buffer.capacity(), (byte) 0xA5);
        MemoryUtil.copyToMemory(content, 0, buffer.memoryAddress(), content.length);
        return new PageBytes(buffer.memoryAddress(), content.length);
    }

    private interface Reading<T> {
        T read(PageBytes bytes) throws IOException;
    }

    /** A page that ends early must not give other values: it fails, or what is missing was padding. */
    private <T> void assertCutsFail(byte[] content, T expected, Reading<T> reading) {
        for (int length = 0; length < content.length; length++) {
            T found;
            try {
                found = reading.read(page(Arrays.copyOf(content, length)));
            } catch (IOException damaged) {
                continue;
            }
            assertThat(found).as("cut at %d of %d", length, content.length).isEqualTo(expected);
        }
    }

    static IntStream widths() {
        return IntStream.rangeClosed(0, 32);
    }

    private static int[] randomInts(Random random, int count, int width) {
        int mask = width == 32 ? -1 : (1 << width) - 1;
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = i > 0 && random.nextInt(3) > 0 ? values[i - 1] : random.nextInt() & mask;
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("widths")
    void runsAndPackedGroupsComeBack(int width) throws IOException {
        Random random = new Random(width);
        for (int round = 0; round < 20; round++) {
            int[] values = randomInts(random, random.nextInt(200), width);
            byte[] content = TestPages.rle(values, width, random);
            RleDecoder decoder = new RleDecoder(page(content), width);
            int at = 0;
            while (at < values.length) {
                int count = 1 + random.nextInt(values.length - at);
                int[] expected = Arrays.copyOfRange(values, at, at + count);
                switch (random.nextInt(4)) {
                    case 0 -> decoder.skip(count);
                    case 1 -> {
                        int wanted = expected[random.nextInt(count)];
                        long times = Arrays.stream(expected)
                                .filter(value -> value == wanted)
                                .count();
                        assertThat(decoder.countEqual(count, wanted)).isEqualTo((int) times);
                    }
                    case 2 -> {
                        int ahead = decoder.repeatedAhead(expected[0]);
                        for (int i = 0; i < Math.min(count, ahead); i++) {
                            assertThat(expected[i]).isEqualTo(expected[0]);
                        }
                        int[] copied = new int[count];
                        decoder.copy().read(copied, count);
                        assertThat(copied).isEqualTo(expected);
                        count = 0;
                    }
                    default -> {
                        int[] found = new int[count];
                        decoder.read(found, count);
                        assertThat(found).isEqualTo(expected);
                    }
                }
                at += count;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 8, 17, 32})
    void cutRunsFail(int width) {
        Random random = new Random(width);
        int[] values = randomInts(random, 83, width);
        byte[] content = TestPages.rle(values, width, random);
        assertCutsFail(content, Arrays.stream(values).boxed().toList(), bytes -> {
            int[] found = new int[values.length];
            new RleDecoder(bytes, width).read(found, values.length);
            return Arrays.stream(found).boxed().toList();
        });
    }

    @Test
    void aRepeatedRunIsSeenAhead() throws IOException {
        RleDecoder decoder = new RleDecoder(page(new byte[] {5 << 1, 1, 3, 0b01010101}), 1);
        assertThat(decoder.repeatedAhead(1)).isEqualTo(5);
        assertThat(decoder.repeatedAhead(0)).isZero();
        decoder.skip(5);
        assertThat(decoder.repeatedAhead(1)).as("a packed group").isZero();
    }

    @Test
    void impossibleWidthsAndEmptyRunsFail() {
        assertThatThrownBy(() -> new RleDecoder(page(new byte[] {2, 1}), 33)).hasMessageContaining("bit width of 33");
        assertThatThrownBy(() -> new RleDecoder(page(new byte[] {2, 1}), -1)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new RleDecoder(page(new byte[] {0, 1}), 1).read(new int[1], 1))
                .hasMessageContaining("empty run");
        assertThatThrownBy(() -> new RleDecoder(page(new byte[] {1}), 1).skip(1))
                .hasMessageContaining("empty run");
    }

    private static List<Long> longs(Values values, int count) {
        return Arrays.stream(values.longs, 0, count).boxed().toList();
    }

    private static List<Integer> ints(Values values, int count) {
        return Arrays.stream(values.ints, 0, count).boxed().toList();
    }

    private static List<String> binaries(Values values, int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[values.lengths[i]];
            MemoryUtil.copyFromMemory(values.addresses[i], bytes, 0, bytes.length);
            texts.add(Arrays.toString(bytes));
        }
        return texts;
    }

    private static List<String> shown(List<byte[]> values) {
        return values.stream().map(Arrays::toString).toList();
    }

    @Test
    void plainNumbersComeBack() throws IOException {
        long[] numbers = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0x0123456789ABCDEFL};
        List<Long> expected = Arrays.stream(numbers).boxed().toList();
        byte[] content = TestPages.plain(8, numbers);
        for (Type type : List.of(Type.INT64, Type.DOUBLE)) {
            assertThat(plain(type, 0, content, 6, EncodingsTest::longs)).isEqualTo(expected);
            assertCutsFail(content, expected, bytes -> read(PlainDecoders.of(type, 0, bytes), 6, EncodingsTest::longs));
        }
        int[] small = {0, 1, -1, Integer.MIN_VALUE, 0x01234567};
        byte[] narrow = TestPages.plain(4, Arrays.stream(small).asLongStream().toArray());
        List<Integer> expectedInts = Arrays.stream(small).boxed().toList();
        for (Type type : List.of(Type.INT32, Type.FLOAT)) {
            assertThat(plain(type, 0, narrow, 5, EncodingsTest::ints)).isEqualTo(expectedInts);
            assertCutsFail(
                    narrow, expectedInts, bytes -> read(PlainDecoders.of(type, 0, bytes), 5, EncodingsTest::ints));
        }
    }

    private interface Taking<T> {
        T take(Values values, int count);
    }

    private <T> T plain(Type type, int length, byte[] content, int count, Taking<T> taking) throws IOException {
        return read(PlainDecoders.of(type, length, page(content)), count, taking);
    }

    private static <T> T read(ValueDecoder decoder, int count, Taking<T> taking) throws IOException {
        try (decoder) {
            Values values = new Values();
            decoder.read(count, values);
            decoder.checkConsumed();
            return taking.take(values, count);
        }
    }

    @Test
    void plainValuesAreSkippedOrTakenWhereTheyLie() throws IOException {
        ValueDecoder decoder = PlainDecoders.of(Type.INT64, 0, page(TestPages.plain(8, 1, 2, 3, 4)));
        decoder.skip(1);
        long address = decoder.take(2);
        assertThat(MemoryUtil.getLong(address)).isEqualTo(2);
        assertThat(MemoryUtil.getLong(address + 8)).isEqualTo(3);
        assertThatThrownBy(decoder::checkConsumed).hasMessageContaining("8 bytes are left");
        assertThatThrownBy(() -> decoder.skip(2)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> decoder.take(2)).isInstanceOf(IOException.class);
        ValueDecoder narrow = PlainDecoders.of(Type.INT32, 0, page(TestPages.plain(4, 1, 2, 3)));
        narrow.skip(2);
        assertThat(MemoryUtil.getInt(narrow.take(1))).isEqualTo(3);
    }

    @Test
    void booleansAreBits() throws IOException {
        ValueDecoder decoder = PlainDecoders.of(Type.BOOLEAN, 0, page(new byte[] {(byte) 0b10110010, 0b1}));
        Values values = new Values();
        decoder.read(3, values);
        assertThat(ints(values, 3)).containsExactly(0, 1, 0);
        decoder.skip(2);
        assertThatThrownBy(decoder::checkConsumed).isInstanceOf(IOException.class);
        decoder.read(4, values);
        assertThat(ints(values, 4)).containsExactly(1, 0, 1, 1);
        decoder.checkConsumed();
        assertThatThrownBy(() -> decoder.read(8, values)).hasMessageContaining("has no 17 booleans");
        assertThatThrownBy(() -> decoder.skip(8)).isInstanceOf(IOException.class);
    }

    private static List<byte[]> texts(Random random, int count) {
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = "x".repeat(random.nextInt(5))
                    + (char) ('a' + random.nextInt(3))
                    + "y".repeat(random.nextInt(90) / 10);
            values.add(random.nextInt(6) == 0 ? new byte[0] : text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return values;
    }

    @Test
    void binariesComeBackInEachEncoding() throws IOException {
        Random random = new Random(2);
        for (int count : new int[] {0, 1, 2, 31, 33, 300}) {
            List<byte[]> values = texts(random, count);
            List<String> expected = shown(values);
            List<Reading<ValueDecoder>> decoders = List.of(
                    bytes -> PlainDecoders.of(Type.BYTE_ARRAY, 0, bytes),
                    bytes -> new DeltaDecoders.LengthBinaries(bytes, count),
                    bytes -> new DeltaDecoders.PrefixBinaries(bytes, count, pool));
            List<byte[]> contents =
                    List.of(TestPages.plain(values), TestPages.deltaLengths(values), TestPages.deltaPrefixes(values));
            for (int encoding = 0; encoding < 3; encoding++) {
                Reading<ValueDecoder> decoder = decoders.get(encoding);
                byte[] content = contents.get(encoding);
                try (ValueDecoder whole = decoder.read(page(content))) {
                    assertThat(read(whole, count, EncodingsTest::binaries)).isEqualTo(expected);
                }
                if (count > 2 && count < 100) {
                    assertCutsFail(
                            content, expected, bytes -> read(decoder.read(bytes), count, EncodingsTest::binaries));
                    try (ValueDecoder skipping = decoder.read(page(content))) {
                        Values some = new Values();
                        skipping.read(2, some);
                        skipping.skip(count - 5);
                        skipping.read(3, some);
                        assertThat(binaries(some, 3)).isEqualTo(expected.subList(count - 3, count));
                        skipping.checkConsumed();
                    }
                }
            }
        }
    }

    @Test
    void whatFitsInSomeBytesIsKnownAhead() throws IOException {
        List<byte[]> values = List.of(new byte[3], new byte[4], new byte[0], new byte[5]);
        List<ValueDecoder> decoders = List.of(
                PlainDecoders.of(
                        Type.BYTE_ARRAY,
                        0,
                        new PageBytes(copy(TestPages.plain(values)), TestPages.plain(values).length)),
                new DeltaDecoders.LengthBinaries(
                        new PageBytes(copy(TestPages.deltaLengths(values)), TestPages.deltaLengths(values).length), 4),
                new DeltaDecoders.PrefixBinaries(
                        new PageBytes(copy(TestPages.deltaPrefixes(values)), TestPages.deltaPrefixes(values).length),
                        4,
                        pool));
        for (ValueDecoder decoder : decoders) {
            assertThat(decoder.fitting(4, 2)).isZero();
            assertThat(decoder.fitting(4, 3)).isEqualTo(1);
            assertThat(decoder.fitting(4, 6)).isEqualTo(1);
            assertThat(decoder.fitting(4, 7)).isEqualTo(3);
            assertThat(decoder.fitting(4, 12)).isEqualTo(4);
            assertThat(decoder.fitting(2, 100)).isEqualTo(2);
            decoder.skip(3);
            assertThat(decoder.fitting(4, 4)).isZero();
            assertThat(decoder.fitting(4, 5))
                    .as("as many as asked for, if there are no more")
                    .isEqualTo(4);
            decoder.close();
        }
    }

    private long copy(byte[] content) {
        ArrowBuf buffer = pool.take(content.length);
        pages.add(buffer);
        MemoryUtil.copyToMemory(content, 0, buffer.memoryAddress(), content.length);
        return buffer.memoryAddress();
    }

    @Test
    void lengthsThatCannotBeAreDamage() {
        byte[] negative = TestPages.plain(4, -1);
        assertThatThrownBy(() -> plain(Type.BYTE_ARRAY, 0, negative, 1, EncodingsTest::binaries))
                .isInstanceOf(IOException.class);
        byte[] minusOne = TestPages.delta(new long[] {-1}, 128, 4, true);
        assertThatThrownBy(() -> new DeltaDecoders.LengthBinaries(page(minusOne), 1))
                .hasMessageContaining("-1 bytes");
        byte[] two = TestPages.deltaLengths(List.of(new byte[1], new byte[1]));
        assertThatThrownBy(() -> new DeltaDecoders.LengthBinaries(page(two), 3))
                .hasMessageContaining("2 lengths for 3");
        ByteArrayOutputStream shared = new ByteArrayOutputStream();
        shared.writeBytes(TestPages.delta(new long[] {0, 2}, 128, 4, true));
        shared.writeBytes(TestPages.delta(new long[] {1, 0}, 128, 4, true));
        shared.write(7);
        assertThatThrownBy(() -> new DeltaDecoders.PrefixBinaries(page(shared.toByteArray()), 2, pool))
                .hasMessageContaining("shares 2 bytes with one of 1");
    }

    @Test
    void deltasOfNumbersComeBack() throws IOException {
        Random random = new Random(4);
        for (int round = 0; round < 60; round++) {
            boolean narrow = round % 2 == 0;
            int count = random.nextInt(300);
            long[] values = new long[count];
            int style = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                long any = narrow ? random.nextInt() : random.nextLong();
                values[i] = switch (style) {
                    case 0 -> i * 3L;
                    case 1 -> any >> random.nextInt(64);
                    case 2 -> any;
                    default -> 7;
                };
                if (narrow) {
                    values[i] = (int) values[i];
                }
            }
            int[] shape = new int[][] {{128, 4}, {8, 1}, {256, 8}}[random.nextInt(3)];
            byte[] content = TestPages.delta(values, shape[0], shape[1], narrow);
            Type type = narrow ? Type.INT32 : Type.INT64;
            Taking<List<Long>> taking = narrow
                    ? (found, n) -> Arrays.stream(found.ints, 0, n)
                            .asLongStream()
                            .boxed()
                            .toList()
                    : EncodingsTest::longs;
            List<Long> expected = Arrays.stream(values).boxed().toList();
            assertThat(read(new DeltaDecoders.Numbers(page(content), type), count, taking))
                    .isEqualTo(expected);
            if (count > 10) {
                assertCutsFail(content, expected, bytes -> read(new DeltaDecoders.Numbers(bytes, type), count, taking));
                DeltaDecoders.Numbers skipping = new DeltaDecoders.Numbers(page(content), type);
                skipping.skip(count - 4);
                assertThat(read(skipping, 4, taking)).isEqualTo(expected.subList(count - 4, count));
            }
        }
    }

    @Test
    void aDeltaPageHasAsManyValuesAsItSays() throws IOException {
        byte[] content = TestPages.delta(new long[] {1, 2, 3}, 128, 4, false);
        DeltaDecoders.Numbers numbers = new DeltaDecoders.Numbers(page(content), Type.INT64);
        numbers.read(2, new Values());
        assertThatThrownBy(numbers::checkConsumed).hasMessageContaining("1 values more");
        numbers.skip(1);
        numbers.checkConsumed();
        assertThatThrownBy(() -> numbers.skip(1)).hasMessageContaining("fewer values");
        for (int[] shape : new int[][] {{0, 1}, {128, 0}, {128, 3}, {12, 1}, {1 << 21, 1}, {1024, 513}}) {
            ByteArrayOutputStream header = new ByteArrayOutputStream();
            TestPages.varint(header, shape[0]);
            TestPages.varint(header, shape[1]);
            TestPages.varint(header, 1);
            TestPages.zigzag(header, 1);
            assertThatThrownBy(() -> new DeltaDecoders.Numbers(page(header.toByteArray()), Type.INT64))
                    .hasMessageContaining("delta blocks of");
        }
        byte[] wide = {8, 1, 2, 0, 0, 65, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThatThrownBy(() -> new DeltaDecoders.Numbers(page(wide), Type.INT64).skip(2))
                .hasMessageContaining("a bit width of 65");
    }

    @Test
    void splitBytesArePutTogether() throws IOException {
        Random random = new Random(6);
        for (int width : new int[] {4, 8}) {
            List<byte[]> values = new ArrayList<>();
            List<Long> expected = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                long value = width == 4 ? random.nextInt() : random.nextLong();
                values.add(TestPages.little(width, value));
                expected.add(value);
            }
            byte[] content = TestPages.split(values, width);
            for (Type type : width == 4 ? List.of(Type.INT32, Type.FLOAT) : List.of(Type.INT64, Type.DOUBLE)) {
                Taking<List<Long>> taking = width == 4
                        ? (found, n) -> Arrays.stream(found.ints, 0, n)
                                .asLongStream()
                                .boxed()
                                .toList()
                        : EncodingsTest::longs;
                ValueDecoder decoder = new DeltaDecoders.Streams(page(content), type, 20);
                decoder.skip(5);
                assertThat(read(decoder, 15, taking)).isEqualTo(expected.subList(5, 20));
                assertThatThrownBy(() -> decoder.read(1, new Values())).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> new DeltaDecoders.Streams(page(content), type, 19))
                        .isInstanceOf(IOException.class);
            }
        }
        List<byte[]> fixed = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            byte[] value = new byte[5];
            random.nextBytes(value);
            fixed.add(value);
        }
        byte[] content = TestPages.split(fixed, 5);
        try (FixedStreams streams = new FixedStreams(page(content), 5, 9, pool)) {
            streams.skip(2);
            Values values = new Values();
            streams.read(7, values);
            assertThat(binaries(values, 7)).isEqualTo(shown(fixed.subList(2, 9)));
            assertThatThrownBy(() -> streams.read(1, values)).isInstanceOf(IOException.class);
        }
        assertThatThrownBy(() -> new FixedStreams(page(content), 5, 8, pool)).isInstanceOf(IOException.class);
        List<String> plain = plain(Type.FIXED_LEN_BYTE_ARRAY, 5, join(fixed), 9, EncodingsTest::binaries);
        assertThat(plain).isEqualTo(shown(fixed));
    }

    private static byte[] join(List<byte[]> values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        values.forEach(out::writeBytes);
        return out.toByteArray();
    }

    @Test
    void julianDaysBecomeMillisecondsAndTheirNanoseconds() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long[][] values = {{2_440_588, 0}, {2_440_587, 86_399_999_999_999L}, {2_440_589, 1_000_001}, {2_440_588, -1}};
        for (long[] value : values) {
            out.writeBytes(TestPages.little(8, value[1]));
            out.writeBytes(TestPages.little(4, value[0]));
        }
        ValueDecoder decoder = PlainDecoders.of(Type.INT96, 0, page(out.toByteArray()));
        Values found = new Values();
        decoder.read(4, found);
        assertThat(longs(found, 4)).containsExactly(0L, -1L, 86_400_001L, -1L);
        assertThat(ints(found, 4)).containsExactly(0, 999_999, 1, 999_999);
    }

    @Test
    void indicesBecomeTheValuesOfTheDictionary() throws IOException {
        Random random = new Random(8);
        List<byte[]> entries = List.of(new byte[] {1}, new byte[] {2, 2}, new byte[0]);
        byte[] content = TestPages.plain(entries);
        ArrowBuf buffer = pool.take(content.length);
        MemoryUtil.copyToMemory(content, 0, buffer.memoryAddress(), content.length);
        PageBytes bytes = new PageBytes(buffer.memoryAddress(), content.length);
        try (Dictionary dictionary = new Dictionary(pool, buffer, PlainDecoders.of(Type.BYTE_ARRAY, 0, bytes), 3)) {
            assertThat(dictionary.size()).isEqualTo(3);
            assertThat(dictionary.longestEntry()).isEqualTo(2);
            Values all = new Values();
            dictionary.copyTo(all);
            assertThat(binaries(all, 3)).isEqualTo(shown(entries));
            int[] ids = {2, 0, 1, 1, 1, 1, 1, 1, 0, 2};
            ByteArrayOutputStream page = new ByteArrayOutputStream();
            page.write(2);
            page.writeBytes(TestPages.rle(ids, 2, random));
            Dictionary.Indices indices = dictionary.new Indices(page(page.toByteArray()));
            assertThat(indices.fitting(10, 0)).isEqualTo(1);
            assertThat(indices.fitting(10, 1)).isEqualTo(2);
            assertThat(indices.fitting(10, 14)).isGreaterThanOrEqualTo(10);
            Values values = new Values();
            indices.skip(1);
            indices.read(9, values);
            dictionary.expand(9, values);
            List<String> expected = new ArrayList<>();
            for (int i = 1; i < 10; i++) {
                expected.add(Arrays.toString(entries.get(ids[i])));
            }
            assertThat(binaries(values, 9)).isEqualTo(expected);
            Dictionary.Indices outside = dictionary.new Indices(page(new byte[] {2, 2 << 1, 3}));
            assertThatThrownBy(() -> outside.read(1, values)).hasMessageContaining("index 3 into a dictionary of 3");
            Dictionary.Indices negative = dictionary.new Indices(page(new byte[] {32, 2 << 1, -1, -1, -1, -1}));
            assertThatThrownBy(() -> negative.read(1, values)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aDictionaryOfNumbersGivesNumbers() throws IOException {
        byte[] content = TestPages.plain(8, 100, 200);
        ArrowBuf buffer = pool.take(content.length);
        MemoryUtil.copyToMemory(content, 0, buffer.memoryAddress(), content.length);
        PageBytes bytes = new PageBytes(buffer.memoryAddress(), content.length);
        try (Dictionary dictionary = new Dictionary(pool, buffer, PlainDecoders.of(Type.INT64, 0, bytes), 2)) {
            Values values = new Values();
            dictionary.new Indices(page(new byte[] {1, 3, 0b10})).read(2, values);
            dictionary.expand(2, values);
            assertThat(longs(values, 2)).containsExactly(100L, 200L);
            assertThat(dictionary.longestEntry()).isZero();
            assertThat(dictionary.new Indices(page(new byte[] {1, 3, 0b10})).fitting(7, 0))
                    .isEqualTo(7);
        }
    }

    @Test
    void numbersInPagesAreBounded() throws IOException {
        assertThat(page(new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7})
                        .takeVarint())
                .isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> page(new byte[] {-1, -1, -1, -1, 8}).takeVarint())
                .hasMessageContaining("too large");
        assertThatThrownBy(() -> page(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1})
                        .takeLongVarint())
                .hasMessageContaining("ten bytes");
        for (long value : new long[] {0, -1, 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            TestPages.zigzag(out, value);
            assertThat(page(out.toByteArray()).takeZigzag()).isEqualTo(value);
        }
        assertThatThrownBy(() -> page(new byte[2]).take(-1)).isInstanceOf(IOException.class);
        PageBytes three = page(new byte[] {1, 2, 3});
        assertThat(three.slice(2).remaining()).isEqualTo(2);
        assertThat(three.remaining()).isEqualTo(1);
        assertThatThrownBy(three::takeInt).hasMessageContaining("4 bytes are needed where 1 are left");
    }
}
