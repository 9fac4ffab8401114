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
package io.tablestore.internal.file.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.fs.InMemoryFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.file.decoder.ChunkBytes;
import io.tablestore.internal.file.orc.IntegerRuns.Sign;
import io.tablestore.internal.file.orc.IntegerRuns.Version;
import io.tablestore.internal.memory.BufferPool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.orc.OrcProto.CompressionKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ORC's run-length encodings: the examples of the specification, and runs made by hand. */
class OrcRunsTest {

    private final BufferAllocator allocator = ArrowMemory.newRoot(16 << 20);
    private final BufferPool pool = new BufferPool(allocator);
    private final InMemoryFileSystem files = new InMemoryFileSystem();
    private final List<OrcStream> streams = new ArrayList<>();

    @AfterEach
    void everyBufferIsReleased() {
        streams.forEach(OrcStream::close);
        pool.close();
        allocator.close();
    }

    private OrcStream stream(byte[] content, CompressionKind kind) {
        TablePath path = new TablePath("/f");
        files.overwrite(path, content);
        try {
            ChunkBytes stored = new ChunkBytes(files.open(path), pool, 0, content.length);
            OrcStream stream = new OrcStream(stored, new OrcCodec("f", kind, 256 << 10), 0, content.length);
            streams.add(stream);
            return stream;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private OrcStream stream(byte[] content) {
        return stream(content, CompressionKind.NONE);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private long[] read(byte[] content, int count, Sign sign, Version version) throws IOException {
        long[] values = new long[count];
        new IntegerRuns(stream(content), sign, version).read(values, count);
        return values;
    }

    private long[] second(String content, int count, Sign sign) throws IOException {
        return read(hex(content), count, sign, Version.V2);
    }

    @Test
    void theFirstVersionRepeatsWithAStepOrListsValues() throws IOException {
        long[] sevens = new long[100];
        Arrays.fill(sevens, 7);
        assertThat(read(hex("61 00 07"), 100, Sign.UNSIGNED, Version.V1)).isEqualTo(sevens);
        assertThat(read(hex("61 ff 64"), 100, Sign.UNSIGNED, Version.V1))
                .isEqualTo(
                        LongStream.iterate(100, value -> value - 1).limit(100).toArray());
        assertThat(read(hex("fb 02 03 06 07 0b"), 5, Sign.UNSIGNED, Version.V1)).containsExactly(2, 3, 6, 7, 11);
        assertThat(read(hex("fe 01 04"), 2, Sign.SIGNED, Version.V1)).containsExactly(-1, 2);
        assertThat(read(hex("00 01 03"), 3, Sign.SIGNED, Version.V1)).containsExactly(-2, -1, 0);
    }

    @Test
    void theSecondVersionHasTheFourRunsOfTheSpecification() throws IOException {
        assertThat(second("0a 27 10", 5, Sign.UNSIGNED)).containsExactly(10000, 10000, 10000, 10000, 10000);
        assertThat(second("5e 03 5c a1 ab 1e de ad be ef", 4, Sign.UNSIGNED))
                .containsExactly(23713, 43806, 57005, 48879);
        assertThat(second("c6 09 02 02 22 42 42 46", 10, Sign.UNSIGNED))
                .containsExactly(2, 3, 5, 7, 11, 13, 17, 19, 23, 29);
        long[] patched = LongStream.concat(
                        LongStream.of(2030, 2000, 2020, 1000000),
                        LongStream.iterate(2040, v -> v + 10).limit(16))
                .toArray();
        assertThat(second(
                        "8e 13 2b 21 07 d0 1e 00 14 70 28 32 3c 46 50 5a 64 6e 78 82 8c 96 a0 aa b4 be fc e8",
                        20,
                        Sign.UNSIGNED))
                .isEqualTo(patched);
    }

    @Test
    void shortRunsAreSignedWhereTheColumnIs() throws IOException {
        assertThat(second("00 01", 3, Sign.SIGNED)).containsExactly(-1, -1, -1);
        assertThat(second("07 05", 10, Sign.UNSIGNED)).hasSize(10).containsOnly(5);
        assertThat(second("38 ff ff ff ff ff ff ff ff", 3, Sign.SIGNED)).containsOnly(Long.MIN_VALUE);
    }

    @Test
    void deltasOfOneWidthAscendOrDescend() throws IOException {
        assertThat(second("c0 04 02 04", 5, Sign.UNSIGNED))
                .as("a fixed step of 2")
                .containsExactly(2, 4, 6, 8, 10);
        assertThat(second("c0 03 08 03", 4, Sign.UNSIGNED)).containsExactly(8, 6, 4, 2);
        assertThat(second("c2 04 14 01 6c", 5, Sign.SIGNED)).as("bits 1 2 3").containsExactly(10, 9, 8, 6, 3);
        assertThat(second("c0 00 05 00", 1, Sign.UNSIGNED)).containsExactly(5);
    }

    @Test
    void aNegativeBaseIsSignAndSize() throws IOException {
        // Width 1, two values, a base of one byte, no patch: the base is -5.
        assertThat(second("80 01 00 00 85 40", 2, Sign.SIGNED)).containsExactly(-5, -4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 23, 24, 26, 28, 30, 32, 40, 48, 56, 64})
    void directRunsOfEachWidthComeBack(int width) throws IOException {
        int code = width <= 24
                ? width - 1
                : List.of(26, 28, 30, 32, 40, 48, 56, 64).indexOf(width) + 24;
        Random random = new Random(width);
        for (int count : new int[] {1, 2, 8, 9, 255, 512}) {
            long[] values = new long[count];
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(0x40 | code << 1 | (count - 1) >> 8);
            out.write(count - 1);
            int bits = 0;
            int held = 0;
            for (int i = 0; i < count; i++) {
                values[i] = random.nextLong() & (width == 64 ? -1L : (1L << width) - 1);
                for (int bit = width - 1; bit >= 0; bit--) {
                    held = held << 1 | (int) (values[i] >>> bit & 1);
                    if (++bits % 8 == 0) {
                        out.write(held);
                        held = 0;
                    }
                }
            }
            if (bits % 8 != 0) {
                out.write(held << 8 - bits % 8);
            }
            byte[] content = out.toByteArray();
            assertThat(read(content, count, Sign.UNSIGNED, Version.V2)).isEqualTo(values);
            long[] signed = Arrays.stream(values)
                    .map(value -> value >>> 1 ^ -(value & 1))
                    .toArray();
            assertThat(read(content, count, Sign.SIGNED, Version.V2)).isEqualTo(signed);
            IntegerRuns runs = new IntegerRuns(stream(content), Sign.UNSIGNED, Version.V2);
            runs.skip(count - 1);
            assertThat(runs.next()).isEqualTo(values[count - 1]);
            byte[] cut = Arrays.copyOf(content, content.length - 1);
            assertThatThrownBy(() -> read(cut, count, Sign.UNSIGNED, Version.V2))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void runsThatEndEarlyFail() {
        for (String run : List.of("61 00 07", "fb 02 03 06 07 0b")) {
            byte[] content = hex(run);
            for (int length = 0; length < content.length; length++) {
                byte[] cut = Arrays.copyOf(content, length);
                assertThatThrownBy(() -> read(cut, 5, Sign.UNSIGNED, Version.V1))
                        .isInstanceOf(IOException.class);
            }
        }
        for (String run : List.of("0a 27 10", "c6 09 02 02 22 42 42 46", "8e 13 2b 21 07 d0 1e 00 14 70 28 32 3c")) {
            byte[] content = hex(run);
            for (int length = 0; length < content.length; length++) {
                byte[] cut = Arrays.copyOf(content, length);
                assertThatThrownBy(() -> read(cut, 5, Sign.UNSIGNED, Version.V2))
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aPatchBehindItsRunIsDamage() {
        assertThatThrownBy(() -> second("80 01 00 e1 05 40 f2", 2, Sign.UNSIGNED))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> second("80 01 1f e1 05 40 f2", 2, Sign.UNSIGNED))
                .hasMessageContaining("a patch of 72 bits");
    }

    @Test
    void bytesAndBitsRepeatOrAreListed() throws IOException {
        ByteRuns zeros = new ByteRuns(stream(hex("61 00 fe 44 45")));
        for (int i = 0; i < 100; i++) {
            assertThat(zeros.nextByte()).isZero();
        }
        assertThat(List.of(zeros.nextByte(), zeros.nextByte())).containsExactly(0x44, 0x45);
        assertThatThrownBy(zeros::nextByte).isInstanceOf(IOException.class);
        ByteRuns bits = new ByteRuns(stream(hex("ff a1")));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            text.append(bits.nextBit() ? 1 : 0);
        }
        assertThat(text).hasToString("10100001");
    }

    @Test
    void streamsAreDecompressedChunkByChunk() throws IOException {
        byte[] first = new byte[1000];
        Arrays.fill(first, (byte) 3);
        byte[] second = {1, 2};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] packed = Zstd.compress(first);
        out.writeBytes(header(packed.length, false));
        out.writeBytes(packed);
        out.writeBytes(header(0, true));
        out.writeBytes(header(second.length, true));
        out.writeBytes(second);
        OrcStream stream = stream(out.toByteArray(), CompressionKind.ZSTD);
        stream.skip(999);
        assertThat(List.of(stream.readByte(), stream.readByte(), stream.readByte()))
                .containsExactly(3, 1, 2);
        assertThatThrownBy(stream::readByte).isInstanceOf(IOException.class);
        for (int length = 1; length < out.size(); length++) {
            OrcStream cut = stream(Arrays.copyOf(out.toByteArray(), length), CompressionKind.ZSTD);
            assertThatThrownBy(() -> cut.skip(1002)).as("cut at %d", length).isInstanceOf(IOException.class);
        }
    }

    private static byte[] header(int size, boolean plain) {
        int header = size << 1 | (plain ? 1 : 0);
        return new byte[] {(byte) header, (byte) (header >> 8), (byte) (header >> 16)};
    }

    @Test
    void numbersOfStreamsHaveTheirOrderOfBytes() throws IOException {
        assertThat(stream(hex("01 02 03")).readBigEndian(3)).isEqualTo(0x010203);
        assertThat(stream(hex("01 02 03")).readLittleEndian(3)).isEqualTo(0x030201);
        assertThat(stream(hex("80 01")).readVarint()).isEqualTo(128);
        assertThatThrownBy(() -> stream(hex("ff ff ff ff ff ff ff ff ff ff 01")).readVarint())
                .hasMessageContaining("ten bytes");
        assertThat(LongStream.of(0, 1, 2, 3, -1).map(OrcStream::unzigzag).toArray())
                .containsExactly(0, -1, 1, -2, Long.MIN_VALUE);
    }
}
