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
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.schema.TableDefinition;
import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.paimon.catalog.Identifier;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages of Parquet files that we write: those that parquet-java's own writer makes of the same values, with the same
 * encodings, statistics and indexes; and every reader finds the values in them.
 */
class ParquetPagesTest {

    private static final int ROWS = 70_000;

    @TempDir
    Path directory;

    /** @param value of a row: as {@link RowValues} takes it */
    private record Column(String name, DataType type, IntFunction<Object> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("bits", DataType.of(TypeRoot.BOOLEAN), row -> row % 7 == 0 ? null : row % 3 == 0),
            new Column("bits_all_true", DataType.of(TypeRoot.BOOLEAN).asNotNull(), row -> true),
            new Column("bytes", DataType.of(TypeRoot.TINYINT), row -> (byte) (row % 200 - 100)),
            new Column(
                    "shorts", DataType.of(TypeRoot.SMALLINT), row -> row % 2 == 0 ? null : (short) (row % 3000 - 700)),
            new Column("ints_in_runs", DataType.of(TypeRoot.INT), row -> row / 100),
            new Column("ints_unique", DataType.of(TypeRoot.INT).asNotNull(), row -> row * 0x9E3779B1),
            new Column("longs_unique", DataType.of(TypeRoot.BIGINT), row -> row * 0x9E3779B97F4A7C15L),
            new Column("longs_sorted", DataType.of(TypeRoot.BIGINT).asNotNull(), row -> row * 31L),
            new Column("longs_late", DataType.of(TypeRoot.BIGINT), row -> row < 30_000 ? row % 10 : row * 77L),
            new Column("floats", DataType.of(TypeRoot.FLOAT), row -> row == 45_000 ? Float.NaN : row % 50 - 25.5f),
            new Column(
                    "floats_zero", DataType.of(TypeRoot.FLOAT), row -> row < 20_000 ? -0.0f : row % 3 == 0 ? 0.0f : 1f),
            new Column("doubles", DataType.of(TypeRoot.DOUBLE), row -> row % 4 == 0 ? null : Math.sin(row)),
            new Column("doubles_nan", DataType.of(TypeRoot.DOUBLE), row -> Double.NaN),
            new Column("decimals", DataType.decimal(9, 2), row -> BigDecimal.valueOf(row % 1000 - 500, 2)),
            new Column("decimals_long", DataType.decimal(18, 4), row -> BigDecimal.valueOf(row * 999_999_937L, 4)),
            new Column("dates", DataType.of(TypeRoot.DATE), row -> LocalDate.ofEpochDay(row % 400 - 200)),
            new Column("micros", DataType.of(TypeRoot.TIMESTAMP, 6), row -> time(row * 1_000_003L)),
            new Column("millis", DataType.of(TypeRoot.TIMESTAMP, 3), row -> time(row % 100 * 1000L)),
            new Column("texts_few", DataType.string(), row -> row % 11 == 0 ? null : "city-" + row % 9),
            new Column("texts_unique", DataType.string().asNotNull(), row -> "customer #" + row * 0x9E3779B1),
            new Column("texts_sorted", DataType.string(), row -> String.format("%08d and more", row)),
            new Column("texts_late", DataType.string(), row -> row < 40_000 ? "same" : "not the same " + row),
            new Column(
                    "texts_empty", DataType.string(), row -> row % 5 == 0 ? "" : row % 5 == 1 ? null : "é" + row % 5),
            new Column("texts_prefix", DataType.string(), row -> "a".repeat(row % 13) + "\u0000".repeat(row % 3)),
            new Column("nothing", DataType.string(), row -> null),
            new Column("nothing_at_first", DataType.of(TypeRoot.INT), row -> row < 25_000 ? null : row % 2),
            new Column("binaries", DataType.bytes(), row -> new byte[] {(byte) row, (byte) (row >> 3)}));

    private static LocalDateTime time(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
    }

    private Path root() {
        return directory.resolve("db.db/t");
    }

    /** Writes the rows to one file of a new table. */
    private Path write(int rows, Map<String, String> options) throws IOException {
        List<DataField> fields = new ArrayList<>();
        for (Column column : COLUMNS) {
            fields.add(new DataField(fields.size(), column.name(), column.type()));
        }
        Map<String, String> all = new TreeMap<>(options);
        all.putAll(Map.of("bucket", "1", "bucket-key", "longs_sorted", "target-file-size", "1 gb"));
        Table table = TableStore.openTable(new LocalFileSystem(), TablePath.of(root().toString()));
        StoredTable.of(table)
                .files()
                .schemas()
                .create(FirstSchema.of(new TableDefinition(fields, List.of(), List.of(), all, null)));
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            for (int row = 0; row < rows; row++) {
                write.write(RowValues.ofList(values(row)));
            }
            new TableCommit(table, "test").commit(1, write.prepareCommitWhenCompacted());
        }
        try (Stream<Path> written = Files.list(root().resolve("bucket-0"))) {
            return written.collect(Collectors.collectingAndThen(Collectors.toList(), list -> {
                assertThat(list).hasSize(1);
                return list.get(0);
            }));
        }
    }

    private static List<Object> values(int row) {
        List<Object> values = new ArrayList<>();
        COLUMNS.forEach(column -> values.add(column.value().apply(row)));
        return values;
    }

    @Test
    void pagesAreThoseOfParquetsOwnWriter() throws Exception {
        Path ours = write(
                ROWS,
                Map.of(
                        "file.compression", "none",
                        "parquet.dictionary.page.size", "64000",
                        "write-buffer-size", "512 mb"));
        Path theirs = directory.resolve("theirs.parquet");
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(ours))) {
            writeWithParquet(theirs, reader.getFileMetaData().getSchema());
        }
        try (ParquetFileReader left = ParquetFileReader.open(new LocalInputFile(ours));
                ParquetFileReader right = ParquetFileReader.open(new LocalInputFile(theirs))) {
            assertThat(left.getRowGroups()).hasSize(1);
            assertThat(right.getRowGroups()).hasSize(1);
            BlockMetaData ourGroup = left.getRowGroups().get(0);
            BlockMetaData theirGroup = right.getRowGroups().get(0);
            assertThat(ourGroup.getRowCount()).isEqualTo(ROWS);
            int dictionaries = 0;
            for (int i = 0; i < COLUMNS.size(); i++) {
                ColumnChunkMetaData our = ourGroup.getColumns().get(i);
                ColumnChunkMetaData their = theirGroup.getColumns().get(i);
                String name = COLUMNS.get(i).name();
                assertThat(our.getPath()).isEqualTo(their.getPath());
                assertThat(our.getValueCount()).as(name).isEqualTo(their.getValueCount());
                assertThat(encodings(our)).as(name).isEqualTo(encodings(their));
                assertThat(our.hasDictionaryPage()).as(name).isEqualTo(their.hasDictionaryPage());
                assertThat(our.getStatistics()).as(name).isEqualTo(their.getStatistics());
                assertThat(pages(left.readOffsetIndex(our))).as(name).isEqualTo(pages(right.readOffsetIndex(their)));
                assertThat(bounds(left.readColumnIndex(our))).as(name).isEqualTo(bounds(right.readColumnIndex(their)));
                assertThat((double) our.getTotalUncompressedSize())
                        .as(name)
                        .isBetween(
                                0.95 * their.getTotalUncompressedSize() - 100,
                                1.05 * their.getTotalUncompressedSize() + 100);
                dictionaries += our.hasDictionaryPage() ? 1 : 0;
            }
            assertThat(dictionaries).isBetween(10, COLUMNS.size() - 5);
        }
    }

    /** Levels that there are none of have a name in one file and none in the other. */
    private static Set<String> encodings(ColumnChunkMetaData chunk) {
        return chunk.getEncodings().stream()
                .map(Encoding::name)
                .filter(name -> !name.equals("BIT_PACKED") && !name.equals("RLE"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Long> pages(OffsetIndex index) {
        return IntStream.range(0, index.getPageCount())
                .mapToObj(index::getFirstRowIndex)
                .toList();
    }

    private static String bounds(ColumnIndex index) {
        return String.valueOf(index); // its text holds order, null counts and bounds of every page
    }

    private void writeWithParquet(Path file, MessageType schema) throws IOException {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withDictionaryPageSize(64_000)
                .withRowGroupSize(512L << 20)
                .build()) {
            for (int row = 0; row < ROWS; row++) {
                SimpleGroup group = new SimpleGroup(schema);
                for (int i = 0; i < COLUMNS.size(); i++) {
                    Object value = COLUMNS.get(i).value().apply(row);
                    if (value != null) {
                        add(group, i, schema.getType(i).asPrimitiveType(), COLUMNS.get(i), value);
                    }
                }
                writer.write(group);
            }
        }
    }

    private static void add(Group group, int field, PrimitiveType type, Column column, Object value) {
        switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.add(field, (Boolean) value);
            case INT32 -> group.add(field, (int) number(column, value));
            case INT64 -> group.add(field, number(column, value));
            case FLOAT -> group.add(field, (Float) value);
            case DOUBLE -> group.add(field, (Double) value);
            default ->
                group.add(
                        field,
                        Binary.fromConstantByteArray(
                                value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value));
        }
    }

    private static long number(Column column, Object value) {
        if (value instanceof LocalDateTime time) {
            long seconds = time.toEpochSecond(ZoneOffset.UTC);
            return ((DataType.Atomic) column.type()).precision() == 3
                    ? seconds * 1000 + time.getNano() / 1_000_000
                    : seconds * 1_000_000 + time.getNano() / 1000;
        }
        return value instanceof LocalDate date
                ? date.toEpochDay()
                : value instanceof BigDecimal decimal
                        ? decimal.unscaledValue().longValueExact()
                        : ((Number) value).longValue();
    }

    @ParameterizedTest
    @CsvSource({
        "4 kb, 2 kb, zstd, true",
        "1 kb, 100 b, snappy, true",
        "1 mb, 1 mb, lz4, true",
        "64 kb, 1 mb, gzip, false",
        "20 b, 64 kb, none, true"
    })
    void everyReaderFindsTheValues(String page, String dictionary, String codec, boolean enabled) throws Exception {
        int rows = 6_000 + new Random(page.hashCode()).nextInt(20);
        write(
                rows,
                Map.of(
                        "file.compression", codec,
                        "parquet.page.size", bytes(page),
                        "parquet.dictionary.page.size", bytes(dictionary),
                        "parquet.enable.dictionary", Boolean.toString(enabled)));
        List<String> expected = IntStream.range(0, rows)
                .mapToObj(ParquetPagesTest::line)
                .sorted()
                .toList();
        assertThat(CommandLines.scan(root())).isEqualTo(expected);
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory)) {
            assertThat(PaimonRows.read(paimon.table(Identifier.create("db", "t")), null))
                    .isEqualTo(expected);
        }
    }

    private static String bytes(String size) {
        String[] parts = size.split(" ");
        int unit = parts[1].equals("mb") ? 1 << 20 : parts[1].equals("kb") ? 1 << 10 : 1;
        return Integer.toString(Integer.parseInt(parts[0]) * unit);
    }

    /** A row as the command line prints it. */
    private static String line(int row) {
        return COLUMNS.stream()
                .map(column -> "\"" + column.name() + "\":"
                        + text(column.type(), column.value().apply(row)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String text(DataType type, Object value) {
        if (value instanceof BigDecimal decimal) {
            return "\"" + decimal.toPlainString() + "\"";
        }
        if (value instanceof LocalDateTime time) {
            int digits = ((DataType.Atomic) type).precision();
            return "\"" + PaimonRows.formatter("uuuu-MM-dd'T'HH:mm:ss", digits).format(time) + "\"";
        }
        if (value instanceof byte[] bytes) {
            return "\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
        }
        boolean isNumber = value instanceof Number number && Double.isFinite(number.doubleValue());
        return value == null || value instanceof Boolean || isNumber
                ? String.valueOf(value)
                : PaimonRows.quote(value.toString());
    }
}
