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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.file.FileFormat;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.util.Text;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every encoding that parquet-java writes, over pages of a few rows, against the values that were written: whole units, and
 * rows and slots picked at random, with and without an offset index to jump by.
 */
class ParquetEncodingsTest {

    private static final int ROWS = 5000;

    private static final MessageType SCHEMA = MessageTypeParser.parseMessageType("message m {"
            + " required int64 n; optional int32 i; optional int64 l; optional float f; optional double d;"
            + " optional boolean b; optional binary s (STRING); optional binary w (STRING); }");

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}, dictionary {1}, byte stream split {2}, {3}")
    @CsvSource({
        "PARQUET_1_0, true, false, ZSTD",
        "PARQUET_1_0, false, false, SNAPPY",
        "PARQUET_1_0, false, true, GZIP",
        "PARQUET_2_0, true, false, UNCOMPRESSED",
        "PARQUET_2_0, false, false, ZSTD",
        "PARQUET_2_0, false, true, LZ4_RAW"
    })
    void valuesAreThoseThatWereWritten(
            WriterVersion version, boolean dictionary, boolean split, CompressionCodecName codec) throws Exception {
        Path file = directory.resolve("values.parquet");
        List<Object[]> rows = write(file, version, dictionary, split, codec);
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30);
                BufferPool pool = new BufferPool(allocator)) {
            for (int round = 0; round < 6; round++) {
                TablePath path = TablePath.of(file.toString());
                RangeReader reader = new LocalFileSystem().open(path);
                try (FileDecoder decoder = FileFormat.PARQUET.open(
                        new DataFileInput(path.toString(), reader, Files.size(file), ROWS, pool, null))) {
                    long start = 0;
                    for (int unit = 0; unit < decoder.unitCount(); unit++) {
                        decoder.openUnit(unit);
                        int count = (int) decoder.unitRowCount(unit);
                        for (int column = 0; column < SCHEMA.getFieldCount(); column++) {
                            check(decoder, column, (int) start, count, rows, new Random(round * 31L + unit), round);
                        }
                        start += count;
                    }
                    assertThat(start).isEqualTo(ROWS);
                    assertThat(decoder.unitCount()).isGreaterThan(1);
                }
            }
            assertThat(allocator.getAllocatedMemory()).isLessThan(64 << 20);
        }
    }

    /** Reads a unit in windows: all rows, some rows, or some rows into some slots. */
    private static void check(
            FileDecoder decoder,
            int column,
            int unitStart,
            int unitRows,
            List<Object[]> rows,
            Random random,
            int round) {
        String name = SCHEMA.getFieldName(column);
        DataField field = new DataField(column, name, type(name));
        int at = 0;
        while (at < unitRows) {
            int count = Math.min(unitRows - at, 1 + random.nextInt(700));
            int[] picked = round % 3 == 0 ? null : pick(random, count);
            int[] slots = round % 3 == 2 ? picked : null;
            ColumnForm form = round % 2 == 0 ? ColumnForm.VALUES : ColumnForm.VALUES_OR_INDICES;
            int wanted = picked == null ? count : picked.length;
            int slotCount = slots != null ? count : wanted;
            RowSet set = new RowSet(at, count, picked, slots, wanted, slotCount);
            if (wanted > 0) {
                try (ArrowColumn decoded = decoder.decode(name, field, set, form)) {
                    for (int i = 0; i < wanted; i++) {
                        int slot = slots == null ? i : slots[i];
                        int row = unitStart + at + (picked == null ? i : picked[i]);
                        assertThat(value(decoded, slot))
                                .as("%s of row %d", name, row)
                                .isEqualTo(rows.get(row)[column]);
                    }
                }
            }
            at += count;
        }
    }

    private static int[] pick(Random random, int count) {
        TreeSet<Integer> picked = new TreeSet<>();
        int wanted = random.nextInt(4) == 0 ? count / 100 : random.nextInt(count + 1);
        while (picked.size() < wanted) {
            picked.add(random.nextInt(count));
        }
        return picked.stream().mapToInt(i -> i).toArray();
    }

    private static Object value(ArrowColumn column, int row) {
        if (column.vector().isNull(row)) {
            return null;
        }
        FieldVector dictionary = column.dictionary();
        Object value = dictionary == null
                ? column.vector().getObject(row)
                : dictionary.getObject(((IntVector) column.vector()).get(row));
        return value instanceof Text ? value.toString() : value;
    }

    private static DataType type(String name) {
        return switch (name) {
            case "n", "l" -> DataType.of(TypeRoot.BIGINT);
            case "i" -> DataType.of(TypeRoot.INT);
            case "f" -> DataType.of(TypeRoot.FLOAT);
            case "d" -> DataType.of(TypeRoot.DOUBLE);
            case "b" -> DataType.of(TypeRoot.BOOLEAN);
            default -> DataType.string();
        };
    }

    private static List<Object[]> write(
            Path file, WriterVersion version, boolean dictionary, boolean split, CompressionCodecName codec)
            throws Exception {
        List<Object[]> rows = new ArrayList<>();
        Random random = new Random(20261121);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new Configuration())
                .withType(SCHEMA)
                .withWriterVersion(version)
                .withDictionaryEncoding(dictionary)
                .withByteStreamSplitEncoding(split)
                .withCompressionCodec(codec)
                .withPageSize(400)
                .withMinRowCountForPageSizeCheck(10)
                .withMaxRowCountForPageSizeCheck(50)
                .withRowGroupSize(60_000L)
                .build()) {
            for (int i = 0; i < ROWS; i++) {
                // Stretches without nulls, with nulls, and of nulls only.
                double nulls = i / 500 % 3 == 0 ? 0 : i / 500 % 3 == 1 ? 0.3 : 1;
                Object[] row = {
                    random.nextBoolean() ? (long) i : random.nextLong(),
                    random.nextInt(1000) - 500,
                    random.nextLong() >> random.nextInt(64),
                    random.nextFloat(),
                    random.nextGaussian(),
                    random.nextInt(7) > 0,
                    "shared-prefix-" + random.nextInt(100),
                    "unique ä " + i / 3 + "x".repeat(random.nextInt(90))
                };
                Group group = new SimpleGroup(SCHEMA);
                group.add("n", (long) row[0]);
                for (int c = 1; c < row.length; c++) {
                    if (random.nextDouble() < nulls) {
                        row[c] = null;
                    } else {
                        add(group, c, row[c]);
                    }
                }
                writer.write(group);
                rows.add(row);
            }
        }
        return rows;
    }

    private static void add(Group group, int column, Object value) {
        String name = SCHEMA.getFieldName(column);
        if (value instanceof Integer number) {
            group.add(name, number);
        } else if (value instanceof Long number) {
            group.add(name, number);
        } else if (value instanceof Float number) {
            group.add(name, number);
        } else if (value instanceof Double number) {
            group.add(name, number);
        } else if (value instanceof Boolean flag) {
            group.add(name, flag);
        } else {
            group.add(name, value.toString());
        }
    }
}
