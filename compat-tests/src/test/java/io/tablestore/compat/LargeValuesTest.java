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
package io.tablestore.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.types.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches, windows and blocks shrink with the size of the rows, so that values of any size fit in the memory that is given. */
class LargeValuesTest {

    private static final int MB = 1 << 20;

    @TempDir
    Path directory;

    /**
     * 32 values of 1 MB side by side among 5,000 short ones, or 1,000 rows with one value that the file stores once: neither
     * is seen in the average of a file, and all of them together exceed the memory many times.
     */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "parquet, clustered",
        "parquet, clustered-array",
        "parquet, merge-repeated",
        "orc, clustered-array",
        "orc, merge-clustered",
        "avro, clustered",
        "avro, merge-repeated"
    })
    void batchesOfLargeValuesAreOfFewRows(String format, String name) throws Exception {
        int bytes = name.contains("repeated") ? MB / 8 : name.contains("array") ? MB / 4 : MB;
        LargeValuesCase sized = new LargeValuesCase(name, format, bytes, "random", directory.resolve("t"));
        try (BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE)) {
            sized.write(allocator);
        }
        try (BufferAllocator allocator = ArrowMemory.newRoot(24L * MB)) {
            sized.read(allocator);
        }
        if (name.startsWith("merge")) {
            try (BufferAllocator allocator = ArrowMemory.newRoot(40L * MB)) {
                sized.compact(allocator);
            }
            try (BufferAllocator allocator = ArrowMemory.newRoot(24L * MB)) {
                sized.read(allocator);
            }
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"parquet, value", "orc, value", "avro, value", "parquet, merge-update", "orc, array"})
    void valuesThatDoNotFitNameTheFileAndTheOption(String format, String name) throws Exception {
        LargeValuesCase sized = new LargeValuesCase(name, format, 12 * MB, "random", directory.resolve("t"));
        try (BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE)) {
            sized.write(allocator);
        }
        try (BufferAllocator allocator = ArrowMemory.newRoot(8L * MB)) {
            assertThatThrownBy(() -> sized.read(allocator))
                    .isInstanceOf(TableStoreException.class)
                    .isNotInstanceOf(CorruptFileException.class)
                    .hasMessageContaining(".".concat(format))
                    .hasMessageContaining("more than the " + 8 * MB + " bytes of memory off the heap")
                    .hasMessageContaining("'tablestore.max-memory'");
        }
    }

    /** Values of 30 MB, which the caller has on the heap once, and rows of 110 values of 1 MB, in a heap of 64 MB. */
    @ParameterizedTest(name = "{0}, {1}, {2} MB")
    @CsvSource({"parquet, value, 30", "parquet, row, 110", "avro, value, 30"})
    void valuesAreWrittenOffTheHeap(String format, String name, String megabytes) throws Exception {
        String root = directory.resolve("t").toString();
        assertThat(LargeValues.step("64m", "write", name, format, megabytes, "random", root))
                .endsWith(" ok");
    }

    /**
     * What orc-core keeps of 30 MB, whether it fails when it takes a batch or when it writes the stripe, what it begins 8,000
     * columns with, and pages that may get a dictionary of 100 columns, do not fit in a heap of 64 MB.
     */
    @ParameterizedTest
    @CsvSource({"orc, value", "orc, row", "orc, wide", "parquet, row"})
    void whatDoesNotFitOnTheHeapNamesTheFileAndTheFlag(String format, String name) throws Exception {
        String root = directory.resolve("t").toString();
        assertThat(LargeValues.step("64m", "write", name, format, "30", "random", root))
                .contains("refused: Writing bucket-0/data-", "in the heap of 64 MB", "'-Xmx'");
    }

    @Test
    void theSystemPropertyLimitsEveryRoot() {
        System.setProperty(ArrowMemory.LIMIT_PROPERTY, "3 mb");
        try (BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE)) {
            assertThat(allocator.getLimit()).isEqualTo(3 * MB);
            System.setProperty(ArrowMemory.LIMIT_PROPERTY, "much");
            assertThatThrownBy(() -> ArrowMemory.newRoot(1)).hasMessageContaining("tablestore.max-memory' is 'much'");
        } finally {
            System.clearProperty(ArrowMemory.LIMIT_PROPERTY);
        }
    }

    /** A block of 270 MB, compressed as a stream, which does not tell its size. */
    @Test
    void avroBlocksOfAnySize() throws Exception {
        int length = 270 * MB;
        Path file = directory.resolve("large.avro");
        byte[] sync = "0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        Schema schema = SchemaBuilder.record("r").fields().requiredBytes("v").endRecord();
        try (OutputStream out = Files.newOutputStream(file)) {
            try (DataFileWriter<Object> header = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
                header.setCodec(CodecFactory.zstandardCodec(1));
                header.create(schema, out, sync).flush();
                byte[] block = zeros(length);
                BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
                encoder.writeLong(1);
                encoder.writeLong(block.length);
                encoder.writeFixed(block);
                encoder.writeFixed(sync);
                encoder.flush();
            }
        }
        assertThat(DecodedFile.lengths(file, 1, "v", DataType.bytes())).containsExactly(length);
    }

    private static byte[] zeros(int length) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        try (ZstdOutputStream zstd = new ZstdOutputStream(block, 1)) {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(zstd, null);
            encoder.writeLong(length);
            for (int left = length; left > 0; left -= MB) {
                encoder.writeFixed(new byte[MB]);
            }
        }
        return block.toByteArray();
    }

    @Test
    @EnabledIfSystemProperty(named = "large.values", matches = "true")
    void figures() throws Exception {
        LargeValues.main(new String[0]);
    }
}
