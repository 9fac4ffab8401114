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
package io.tablestore.writer.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.InvalidTableException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.DecodedFile;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.internal.memtable.FlushedRows;
import io.tablestore.writer.internal.memtable.MemTable;
import io.tablestore.writer.internal.row.JavaValues;
import io.tablestore.writer.row.RowValues;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each format's encoder wrote, as the decoder of the same format reads it. */
class FileEncodersTest {

    @TempDir
    private Path directory;

    /** Writes rows of a table without a key into one file or several. */
    private FlushedRows write(TableSchema schema, List<Object[]> rows) {
        FlushedRows flushed = new FlushedRows(directory, schema);
        JavaValues values = new JavaValues(schema.fields());
        try (BufferAllocator allocator = ArrowMemory.newRoot(256L << 20);
                MemTable table = new MemTable(schema, allocator, 64L << 20, null)) {
            for (Object[] row : rows) {
                table.add(0, RowKind.INSERT.code(), values.convert(RowValues.of(row)));
            }
            table.flush(flushed);
        }
        return flushed;
    }

    /** A type, values of it, and their texts as they are read back. */
    private record Values(DataType type, List<Object> values, List<String> texts) {}

    private static Values values(DataType type, Object... valuesAndTexts) {
        List<Object> values = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < valuesAndTexts.length; i += 2) {
            values.add(valuesAndTexts[i]);
            texts.add((String) valuesAndTexts[i + 1]);
        }
        return new Values(type, values, texts);
    }

    private static String nines(int digits) {
        return "9".repeat(digits);
    }

    private static Values decimals(int precision, int scale) {
        String whole = nines(precision - scale);
        String text = (whole.isEmpty() ? "0" : whole) + (scale == 0 ? "" : "." + nines(scale));
        BigDecimal greatest = new BigDecimal(text);
        String zero = BigDecimal.ZERO.setScale(scale).toString();
        String unit = BigDecimal.ONE.movePointLeft(scale).setScale(scale).toString();
        return values(
                DataType.decimal(precision, scale),
                greatest,
                text,
                greatest.negate(),
                "-" + text,
                BigDecimal.ZERO,
                zero,
                new BigDecimal("-" + unit),
                "-" + unit);
    }

    private static final String LONG_TEXT = "long \u00e9\ud83d\ude00".repeat(4000);

    private static List<Values> plainTypes() {
        return List.of(
                values(DataType.of(TypeRoot.BOOLEAN), true, "true", false, "false", true, "true"),
                values(DataType.of(TypeRoot.TINYINT), -128, "-128", 127, "127", 0, "0"),
                values(DataType.of(TypeRoot.SMALLINT), -32_768, "-32768", 32_767, "32767", -1, "-1"),
                values(
                        DataType.of(TypeRoot.INT),
                        Integer.MIN_VALUE,
                        "-2147483648",
                        Integer.MAX_VALUE,
                        "2147483647",
                        7,
                        "7"),
                values(
                        DataType.of(TypeRoot.BIGINT),
                        Long.MIN_VALUE,
                        "-9223372036854775808",
                        Long.MAX_VALUE,
                        "9223372036854775807",
                        -1,
                        "-1"),
                values(
                        DataType.of(TypeRoot.FLOAT),
                        1.5f,
                        "1.5",
                        Float.NaN,
                        "NaN",
                        -0.0f,
                        "-0.0",
                        Float.POSITIVE_INFINITY,
                        "Infinity"),
                values(
                        DataType.of(TypeRoot.DOUBLE),
                        Math.PI,
                        Double.toString(Math.PI),
                        -0.0,
                        "-0.0",
                        Double.NEGATIVE_INFINITY,
                        "-Infinity",
                        Double.MIN_VALUE,
                        "4.9E-324"),
                decimals(1, 0),
                decimals(9, 9),
                decimals(10, 2),
                decimals(18, 4),
                decimals(19, 0),
                decimals(38, 10),
                values(DataType.of(TypeRoot.CHAR, 3), "abc", "abc", "\u00e9\u00e9\u00e9", "\u00e9\u00e9\u00e9"),
                values(DataType.of(TypeRoot.VARCHAR, 5), "", "", "a", "a", "abcde", "abcde", "abcd", "abcd"),
                values(DataType.string(), "", "", LONG_TEXT, LONG_TEXT, "a\0b", "a\0b", "zz", "zz"),
                values(DataType.of(TypeRoot.BINARY, 2), new byte[] {1, 2}, "0102", new byte[] {-1, 0}, "ff00"),
                values(DataType.bytes(), new byte[0], "", new byte[] {-128, 127, 0}, "807f00"),
                values(DataType.of(TypeRoot.DATE), 0, "0", -719_162, "-719162", 2_932_896, "2932896"),
                values(DataType.of(TypeRoot.TIME, 3), 0, "0", 86_399_999, "86399999"),
                values(DataType.of(TypeRoot.TIME, 0), 0, "0", 86_399_000, "86399000"),
                values(
                        DataType.of(TypeRoot.TIMESTAMP, 0),
                        new TimestampValue(-1000, 0),
                        "-1000+0",
                        new TimestampValue(5000, 0),
                        "5000+0"),
                values(
                        DataType.of(TypeRoot.TIMESTAMP, 3),
                        new TimestampValue(-1001, 0),
                        "-1001+0",
                        new TimestampValue(1_700_000_000_123L, 0),
                        "1700000000123+0"),
                values(
                        DataType.of(TypeRoot.TIMESTAMP, 6),
                        new TimestampValue(-2001, 1000),
                        "-2001+1000",
                        new TimestampValue(1_700_000_000_123L, 456_000),
                        "1700000000123+456000"),
                values(
                        DataType.of(TypeRoot.TIMESTAMP_LTZ, 3),
                        new TimestampValue(-12_345, 0),
                        "-12345+0",
                        new TimestampValue(0, 0),
                        "0+0"),
                values(
                        DataType.of(TypeRoot.TIMESTAMP_LTZ, 6),
                        new TimestampValue(-1001, 999_000),
                        "-1001+999000",
                        new TimestampValue(0, 1000),
                        "0+1000"));
    }

    /** Avro has no timestamps beyond microseconds. */
    private static List<Values> nanoseconds() {
        return List.of(
                values(
                        DataType.of(TypeRoot.TIMESTAMP, 9),
                        new TimestampValue(-1001, 999_999),
                        "-1001+999999",
                        new TimestampValue(1_700_000_000_123L, 1),
                        "1700000000123+1"),
                values(
                        DataType.of(TypeRoot.TIMESTAMP_LTZ, 9),
                        new TimestampValue(-1001, 1),
                        "-1001+1",
                        new TimestampValue(0, 999_999),
                        "0+999999"));
    }

    /** ORC's library stores the last second before 1970 as the first one of it. */
    private static List<Values> lastSecondBefore1970() {
        return List.of(
                values(DataType.of(TypeRoot.TIMESTAMP, 3), new TimestampValue(-1, 0), "-1+0"),
                values(DataType.of(TypeRoot.TIMESTAMP_LTZ, 6), new TimestampValue(-999, 1000), "-999+1000"));
    }

    private static Map<String, Integer> twoEntries() {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", null);
        return map;
    }

    private static List<Values> nestedTypes() {
        DataType integer = DataType.of(TypeRoot.INT);
        DataType row = new DataType.Row(
                List.of(new DataField(101, "x", integer), new DataField(102, "y", DataType.string())), true);
        return List.of(
                values(
                        new DataType.Collection(TypeRoot.ARRAY, integer, 0, true),
                        List.of(),
                        "[]",
                        Arrays.asList(1, null, 3),
                        "[1,null,3]"),
                values(
                        new DataType.Collection(
                                TypeRoot.ARRAY,
                                new DataType.Collection(TypeRoot.ARRAY, DataType.string(), 0, true),
                                0,
                                true),
                        Arrays.asList(List.of("a"), null, List.of(), Arrays.asList("b", null)),
                        "[[\"a\"],null,[],[\"b\",null]]"),
                values(
                        new DataType.Mapping(DataType.string(), integer, true),
                        Map.of(),
                        "[]",
                        twoEntries(),
                        "[{\"key\":\"a\",\"value\":1},{\"key\":\"b\"}]"),
                values(
                        row,
                        RowValues.of(1, "one"),
                        "{\"x\":1,\"y\":\"one\"}",
                        RowValues.of(null, null),
                        "{}",
                        RowValues.of(2, ""),
                        "{\"x\":2,\"y\":\"\"}"),
                values(
                        new DataType.Collection(TypeRoot.ARRAY, row, 0, true),
                        Arrays.asList(RowValues.of(1, null), null),
                        "[{\"x\":1},null]"));
    }

    /** How nulls lie among the values; the length of pages is no multiple of any of them. */
    private enum Nulls {
        NONE,
        EVERY_THIRD,
        LONG_RUNS,
        ALL,
        AT_BOTH_ENDS;

        boolean isNull(int row, int rows) {
            return switch (this) {
                case NONE -> false;
                case EVERY_THIRD -> row % 3 == 0;
                case LONG_RUNS -> row / 170 % 2 == 0;
                case ALL -> true;
                case AT_BOTH_ENDS -> row < 9 || row >= rows - 9;
            };
        }
    }

    static Stream<String> settings() {
        return Stream.of(
                "file.format=parquet",
                "file.format=parquet parquet.page.size=200 parquet.block.size=8000 file.compression=snappy",
                "file.format=parquet parquet.page.size=200 parquet.enable.dictionary=false file.compression=none",
                "file.format=parquet parquet.dictionary.page.size=64 file.compression=gzip",
                "file.format=parquet file.compression=lz4",
                "file.format=orc",
                "file.format=orc file.compression=zlib",
                "file.format=orc file.compression=none",
                "file.format=avro",
                "file.format=avro file.compression=snappy",
                "file.format=avro file.compression=none");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everyTypeIsReadBackAsItWasWritten(String settings) {
        List<String> options = new ArrayList<>();
        for (String setting : settings.split(" ")) {
            options.addAll(List.of(setting.split("=")));
        }
        List<Values> types = new ArrayList<>(plainTypes());
        types.addAll(nestedTypes());
        if (!settings.contains("avro")) {
            types.addAll(nanoseconds());
        }
        if (!settings.contains("orc")) {
            types.addAll(lastSecondBefore1970());
        }
        int rows = 700;
        List<DataField> columns = new ArrayList<>();
        List<Values> ofColumns = new ArrayList<>();
        List<Nulls> nulls = new ArrayList<>();
        for (int t = 0; t < types.size(); t++) {
            // Each type meets two of the patterns.
            for (int n = 0; n < 2; n++) {
                columns.add(new DataField(columns.size(), "c" + columns.size(), types.get(t).type));
                ofColumns.add(types.get(t));
                nulls.add(Nulls.values()[(t + 2 * n) % Nulls.values().length]);
            }
        }
        TableSchema schema = Schemas.of(columns, List.of(), List.of(), options.toArray(String[]::new));
        List<Object[]> written = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            Object[] values = new Object[columns.size()];
            for (int c = 0; c < values.length; c++) {
                boolean isNull = nulls.get(c).isNull(row, rows);
                values[c] = isNull ? null : value(ofColumns.get(c).values, row);
            }
            written.add(values);
        }
        FlushedRows flushed = write(schema, written);
        for (int c = 0; c < columns.size(); c++) {
            List<String> expected = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                boolean isNull = nulls.get(c).isNull(row, rows);
                expected.add(isNull ? null : value(ofColumns.get(c).texts, row));
            }
            List<String> found = flushed.column(0, "c" + c);
            assertThat(found.equals(expected))
                    .as("%s with nulls %s: %s", columns.get(c).type(), nulls.get(c), difference(found, expected))
                    .isTrue();
        }
    }

    /** Long texts come seldom. */
    private static <T> T value(List<T> values, int row) {
        boolean any = row % 50 == 0;
        int turn = row % values.size();
        return values.get(any ? row / 50 % values.size() : turn == 1 ? 0 : turn);
    }

    private static String difference(List<String> found, List<String> expected) {
        if (found.size() != expected.size()) {
            return found.size() + " rows instead of " + expected.size();
        }
        for (int i = 0; i < found.size(); i++) {
            if (!Objects.equals(found.get(i), expected.get(i))) {
                return "row " + i + " is " + found.get(i) + " instead of " + expected.get(i);
            }
        }
        return "none";
    }

    /** Dictionaries that overflow, widths of numbers that change from page to page, and repeated values. */
    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void manyRowsOfChangingKindsAreReadBack(String format) {
        long seed = 11;
        Random random = new Random(seed);
        TableSchema schema = Schemas.of(
                Schemas.columns(
                        "n", DataType.of(TypeRoot.BIGINT), "t", DataType.string(), "b", DataType.of(TypeRoot.BOOLEAN)),
                List.of(),
                List.of(),
                "file.format",
                format,
                "parquet.page.size",
                "3000",
                "parquet.dictionary.page.size",
                "5000");
        List<Object[]> rows = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> flags = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            boolean repeats = i / 2000 % 2 == 0;
            Long number =
                    random.nextInt(11) == 0 ? null : (Long) (repeats ? 7 : random.nextLong() >> random.nextInt(64));
            String text = random.nextInt(13) == 0 ? null : repeats ? "same" : "t" + random.nextInt(1 << 20);
            Boolean flag = random.nextInt(17) == 0 ? null : (Boolean) (i % 100 < 50);
            rows.add(new Object[] {number, text, flag});
            numbers.add(number == null ? null : number.toString());
            texts.add(text);
            flags.add(flag == null ? null : flag.toString());
        }
        FlushedRows flushed = write(schema, rows);
        assertThat(flushed.column(0, "n").equals(numbers)).as("seed %s", seed).isTrue();
        assertThat(flushed.column(0, "t").equals(texts)).as("seed %s", seed).isTrue();
        assertThat(flushed.column(0, "b").equals(flags)).as("seed %s", seed).isTrue();
    }

    /** A row has twelve bytes at most, and each block 16 more, so that there are few of them. */
    @Test
    void blocksOfAvroHoldManyRows() {
        List<Object[]> rows = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            rows.add(new Object[] {random.nextLong(), null});
        }
        FlushedRows flushed = write(Schemas.append("file.format", "avro", "file.compression", "none"), rows);
        assertThat(flushed.files(0).get(0).sizeInBytes()).isLessThan(12 * 20_000 + 2000);
    }

    @Test
    void rowGroupsEndAtTheBlockSize() {
        String[] options = {"parquet.block.size", "20000", "parquet.enable.dictionary", "false"};
        List<Object[]> rows = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            rows.add(new Object[] {random.nextLong(), null});
        }
        FlushedRows flushed = write(Schemas.append(options), rows);
        DataFile file = flushed.files(0).get(0);
        Path path = directory.resolve("bucket-0").resolve(file.name());
        assertThat(DecodedFile.units(path, file.rowCount())).isBetween(2, 20);
        assertThat(flushed.column(0, "k")).hasSize(20_000);
        assertThat(flushed.column(0, "v")).containsOnlyNulls();
    }

    /** The size of the table's files, about. */
    @Test
    void aRunIsSeveralFilesOfTheTargetSize() {
        TableSchema schema = Schemas.append("target-file-size", "20 kb", "file.compression", "none");
        List<Object[]> rows = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < 40_000; i++) {
            rows.add(new Object[] {random.nextLong(), null});
        }
        FlushedRows flushed = write(schema, rows);
        assertThat(flushed.files(0)).hasSizeBetween(3, 16);
        assertThat(flushed.files(0).stream().mapToLong(DataFile::rowCount).sum())
                .isEqualTo(40_000);
        assertThat(flushed.files(0).get(0).sizeInBytes()).isGreaterThanOrEqualTo(20 << 10);
        assertThat(flushed.column(0, "k"))
                .isEqualTo(rows.stream().map(row -> row[0].toString()).toList());
        long next = 0;
        for (DataFile file : flushed.files(0)) {
            assertThat(file.minSequence()).isEqualTo(next);
            next = file.maxSequence() + 1;
        }
        assertThat(next).isEqualTo(40_000);
    }

    @Test
    void whatAFormatCannotHoldIsRefused() {
        DataType nanos = DataType.of(TypeRoot.TIMESTAMP, 9);
        TableSchema avro = Schemas.of(Schemas.columns("t", nanos), List.of(), List.of(), "file.format", "avro");
        assertThatThrownBy(() -> write(avro, List.<Object[]>of(new Object[] {new TimestampValue(0, 1)})))
                .isInstanceOf(InvalidTableException.class);
        assertThat(directory.resolve("bucket-0")).isEmptyDirectory();
        TableSchema csv = Schemas.append().withOptions(Schemas.options("file.format", "csv"));
        assertThatThrownBy(() -> FileOptions.check(csv))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("'csv' is not supported; use parquet, orc or avro");
        TableSchema brotli = Schemas.append().withOptions(Schemas.options("file.compression", "brotli"));
        assertThatThrownBy(() -> FileOptions.check(brotli))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("brotli");
        assertThatThrownBy(() -> FileOptions.check(Schemas.append("file.format", "avro", "file.compression", "lz4")))
                .isInstanceOf(InvalidTableException.class);
    }

    @Test
    void levelsMayHaveFormatsOfTheirOwn() {
        TableSchema schema = Schemas.keyed("file.format", "orc", "file.format.per.level", "0:avro, 5:PARQUET");
        assertThat(new FileEncoders(schema, 0).extension()).isEqualTo("avro");
        assertThat(new FileEncoders(schema, 1).extension()).isEqualTo("orc");
        assertThat(new FileEncoders(schema, 5).extension()).isEqualTo("parquet");
        TableSchema named = Schemas.keyed("file.suffix.include.compression", "true", "file.compression", "none");
        assertThat(new FileEncoders(named, 0).extension()).isEqualTo("none.parquet");
    }

    @Test
    void onlyThinFilesLackTheirKeys() {
        assertThat(new FileEncoders(Schemas.keyed(), 0).storesKeys()).isTrue();
        assertThat(new FileEncoders(Schemas.keyed("data-file.thin-mode", "true"), 0).storesKeys())
                .isFalse();
        assertThat(new FileEncoders(Schemas.append(), 0).storesKeys()).isFalse();
    }
}
