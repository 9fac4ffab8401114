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

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.SystemTable;
import io.tablestore.catalog.SystemTableName;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.internal.systemtable.SystemTables;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.fs.local.LocalFileIO;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.table.FileStoreTableFactory;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.ColumnIndexBuilder;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Large values in the files that are written: by every codec, as Paimon and parquet-java read them. */
class LargeWritesTest {

    private static final int MB = 1 << 20;

    @TempDir
    Path directory;

    private Table write(DataType type, Map<String, String> options, List<?> values) {
        Table table = TableStore.openTable(new LocalFileSystem(), TablePath.of(directory.toString()));
        List<DataField> fields =
                List.of(new DataField(0, "k", DataType.of(TypeRoot.INT).asNotNull()), new DataField(1, "v", type));
        Map<String, String> all = new TreeMap<>(options);
        all.put("bucket", "-1");
        StoredTable.of(table)
                .files()
                .schemas()
                .create(FirstSchema.of(new TableDefinition(fields, List.of(), List.of(), all, null)));
        try (BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            for (int i = 0; i < values.size(); i++) {
                write.write(RowValues.of(i, values.get(i)));
            }
            new TableCommit(table, "test").commit(TableCommit.BATCH, write.prepareCommit());
        }
        return table;
    }

    private static byte[] random(int length) {
        byte[] value = new byte[length];
        new Random(length).nextBytes(value);
        return value;
    }

    private static long checksum(byte[] value) {
        CRC32 crc = new CRC32();
        crc.update(value);
        return (long) value.length << 32 | crc.getValue();
    }

    /** Plain pages and blocks of 5 MB are compressed off the heap, those of 1 MB and of 300 kB are kept there. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "parquet, none",
        "parquet, snappy",
        "parquet, lz4",
        "parquet, zstd",
        "parquet, gzip",
        "avro, none",
        "avro, snappy",
        "avro, zstd",
        "avro, gzip",
        "orc, zstd"
    })
    void everyCodecWritesLargeValues(String format, String codec) throws Exception {
        List<byte[]> values = new ArrayList<>();
        for (byte[] value : new byte[][] {
            random(5 * MB),
            new byte[5 * MB],
            random(7),
            null,
            random(300_000),
            random(MB),
            random(20),
            random(300_001),
            new byte[0],
            random(4 * MB)
        }) {
            values.add(value);
        }
        Table table = write(DataType.bytes(), Map.of("file.format", format, "file.compression", codec), values);
        Map<Integer, Long> expected = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            expected.put(i, values.get(i) == null ? -1L : checksum(values.get(i)));
        }
        assertThat(paimonReads()).isEqualTo(expected);
        assertThat(weRead(table)).isEqualTo(expected);
    }

    private static Map<Integer, Long> weRead(Table table) throws Exception {
        Map<Integer, Long> found = new TreeMap<>();
        ScanPlan plan = table.plan(Scan.ALL);
        try (BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE);
                SplitReader reader = table.open(plan, plan.splits().get(0), allocator)) {
            for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                for (int i = 0; i < batch.selection().count(); i++) {
                    int row = batch.selection().row(i);
                    byte[] value = (byte[]) batch.column(1).vector().getObject(row);
                    int key = (int) batch.column(0).vector().getObject(row);
                    found.put(key, value == null ? -1L : checksum(value));
                }
            }
        }
        return found;
    }

    private Map<Integer, Long> paimonReads() throws Exception {
        ReadBuilder builder = FileStoreTableFactory.create(
                        LocalFileIO.create(), new org.apache.paimon.fs.Path(directory.toString()))
                .newReadBuilder();
        Map<Integer, Long> found = new TreeMap<>();
        try (RecordReader<InternalRow> reader =
                builder.newRead().createReader(builder.newScan().plan())) {
            reader.forEachRemaining(
                    row -> found.put(row.getInt(0), row.isNullAt(1) ? -1L : checksum(row.getBinary(1))));
        }
        return found;
    }

    /**
     * The bounds of pages with one large value each are those that parquet-java makes of the value as a whole: cut off between
     * characters, and made greater where they are upper ones.
     */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void boundsAreThoseOfTheWholeValue(boolean text) throws Exception {
        List<Object> values = new ArrayList<>();
        if (text) {
            values.add("x".repeat(300_000));
            values.add("a" + "я".repeat(150_000));
            values.add("日本語".repeat(100_000));
        } else {
            values.add(random(300_000));
            values.add(new byte[300_000]);
        }
        write(text ? DataType.string() : DataType.bytes(), Map.of("parquet.enable.dictionary", "false"), values);
        try (ParquetFileReader reader = open()) {
            ColumnChunkMetaData chunk =
                    reader.getFooter().getBlocks().get(0).getColumns().get(1);
            ColumnIndex index = reader.readColumnIndex(chunk);
            PrimitiveType type = chunk.getPrimitiveType();
            ColumnIndexBuilder expected = ColumnIndexBuilder.getBuilder(type, 64);
            for (Object value : values) {
                Statistics<?> page = Statistics.createStats(type);
                page.updateStats(
                        value instanceof byte[] bytes
                                ? Binary.fromConstantByteArray(bytes)
                                : Binary.fromString((String) value));
                expected.add(page);
            }
            assertThat(index.getMinValues()).isEqualTo(expected.build().getMinValues());
            assertThat(index.getMaxValues()).isEqualTo(expected.build().getMaxValues());
            assertThat(chunk.getStatistics().hasNonNullValue()).isFalse();
        }
        assertThat(CommandLines.scan(directory, "--columns", "k", "--where", "v IS NOT NULL"))
                .hasSize(values.size());
    }

    /** Nothing short is greater than these: they have no bound but themselves, which the file leaves out. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void valuesWithoutAnUpperBoundAreFound(boolean text) throws Exception {
        byte[] greatest = new byte[300_000];
        Arrays.fill(greatest, (byte) 0xFF);
        write(
                text ? DataType.string() : DataType.bytes(),
                Map.of("parquet.enable.dictionary", "false"),
                text ? List.of("\uDBFF\uDFFF".repeat(80_000), "a") : List.of(greatest, new byte[1]));
        try (ParquetFileReader reader = open()) {
            ColumnChunkMetaData chunk =
                    reader.getFooter().getBlocks().get(0).getColumns().get(1);
            assertThat(reader.readColumnIndex(chunk)).isNull();
            assertThat(chunk.getStatistics().hasNonNullValue()).isFalse();
        }
        String above = text ? "'\uDBFF\uDFFF'" : "X'FFFF'";
        assertThat(CommandLines.scan(directory, "--columns", "k", "--where", "v > " + above))
                .containsExactly("{\"k\":0}");
    }

    private ParquetFileReader open() throws Exception {
        return ParquetFileReader.open(
                new LocalInputFile(dataFile()),
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
    }

    /** Texts of 3 MB and a batch of 9: their bounds in the manifest have 16 characters, the upper one of which is made greater. */
    @Test
    void boundsInTheManifestAreCutOff() throws Exception {
        String cyrillic = "я".repeat(1_500_000);
        write(DataType.string(), Map.of(), List.of("x".repeat(3 * MB), "abc", cyrillic, "a".repeat(3 * MB)));
        SystemTable files = SystemTables.read(
                SystemTableName.FILES, new TableFiles(new LocalFileSystem(), TablePath.of(directory.toString())));
        List<String> names = files.columns().stream().map(DataField::name).toList();
        List<?> row = files.rows().get(0);
        assertThat(row.get(names.indexOf("min_value_stats"))).isEqualTo("{k=0, v=" + "a".repeat(16) + "}");
        assertThat(row.get(names.indexOf("max_value_stats"))).isEqualTo("{k=3, v=" + "я".repeat(15) + "ѐ}");
    }

    private Path dataFile() throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("data-"))
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }
}
