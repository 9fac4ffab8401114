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

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every class of Java against every type of a column: stored exactly, or refused with the column's name. */
class JavaObjectsTest {

    private static final DataType INT = DataType.of(TypeRoot.INT);

    private static final Map<String, DataType> COLUMNS = columns();

    @TempDir
    Path directory;

    private static Map<String, DataType> columns() {
        Map<String, DataType> columns = new LinkedHashMap<>();
        columns.put("bool", DataType.of(TypeRoot.BOOLEAN));
        columns.put("tiny", DataType.of(TypeRoot.TINYINT));
        columns.put("small", DataType.of(TypeRoot.SMALLINT));
        columns.put("int", INT);
        columns.put("big", DataType.of(TypeRoot.BIGINT));
        columns.put("float", DataType.of(TypeRoot.FLOAT));
        columns.put("double", DataType.of(TypeRoot.DOUBLE));
        columns.put("dec", DataType.decimal(10, 2));
        columns.put("longdec", DataType.decimal(38, 10));
        columns.put("char", DataType.of(TypeRoot.CHAR, 3));
        columns.put("varchar", DataType.of(TypeRoot.VARCHAR, 3));
        columns.put("text", DataType.string());
        columns.put("binary", DataType.of(TypeRoot.BINARY, 3));
        columns.put("bytes", DataType.bytes());
        columns.put("date", DataType.of(TypeRoot.DATE));
        columns.put("time0", DataType.of(TypeRoot.TIME, 0));
        columns.put("time9", DataType.of(TypeRoot.TIME, 9));
        columns.put("ts0", DataType.of(TypeRoot.TIMESTAMP, 0));
        columns.put("ts3", DataType.of(TypeRoot.TIMESTAMP, 3));
        columns.put("ts6", DataType.of(TypeRoot.TIMESTAMP, 6));
        columns.put("ts9", DataType.of(TypeRoot.TIMESTAMP, 9));
        columns.put("ltz3", DataType.of(TypeRoot.TIMESTAMP_LTZ, 3));
        columns.put("ltz9", DataType.of(TypeRoot.TIMESTAMP_LTZ, 9));
        columns.put("ints", new DataType.Collection(TypeRoot.ARRAY, INT, 0, true));
        columns.put("needed", new DataType.Collection(TypeRoot.ARRAY, INT.asNotNull(), 0, true));
        columns.put("decs", new DataType.Collection(TypeRoot.ARRAY, DataType.decimal(4, 1), 0, true));
        columns.put("bag", new DataType.Collection(TypeRoot.MULTISET, DataType.string(), 0, true));
        columns.put("map", new DataType.Mapping(INT.asNotNull(), DataType.of(TypeRoot.CHAR, 2), true));
        columns.put(
                "row",
                new DataType.Row(
                        List.of(
                                new DataField(100, "x", INT.asNotNull()),
                                new DataField(101, "y", DataType.decimal(4, 1))),
                        true));
        return columns;
    }

    /** A value, and what each column that takes it holds then, as JSON. */
    private record Sample(Object value, Map<String, String> stored) {

        /** @param stored columns, separated by blanks, and what they hold, in turns */
        static Sample of(Object value, String... stored) {
            Map<String, String> all = new HashMap<>();
            for (int i = 0; i < stored.length; i += 2) {
                for (String column : stored[i].split(" ")) {
                    assertThat(COLUMNS).containsKey(column);
                    all.put(column, stored[i + 1]);
                }
            }
            return new Sample(value, all);
        }
    }

    private static List<Sample> samples() {
        LocalDateTime clock = LocalDateTime.parse("2024-01-02T03:04:05.123456789");
        Instant instant = Instant.parse("2024-01-02T03:04:05.120Z");
        String whole = "tiny small int big";
        String wide = "small int big";
        String decimals = "dec";
        Map<Object, Object> sameKeys = new LinkedHashMap<>();
        sameKeys.put(1, "a");
        sameKeys.put(1L, "b");
        return List.of(
                Sample.of(true, "bool", "true"),
                Sample.of(
                        (byte) 7,
                        whole,
                        "7",
                        "float double",
                        "7.0",
                        decimals,
                        "\"7.00\"",
                        "longdec",
                        "\"7.0000000000\"",
                        "date",
                        "\"1970-01-08\"",
                        "time9",
                        "\"00:00:00.007\""),
                Sample.of(
                        (short) 300,
                        wide,
                        "300",
                        "float double",
                        "300.0",
                        decimals,
                        "\"300.00\"",
                        "longdec",
                        "\"300.0000000000\"",
                        "date",
                        "\"1970-10-28\"",
                        "time9",
                        "\"00:00:00.300\""),
                Sample.of(
                        16_777_217,
                        "int big",
                        "16777217",
                        "double",
                        "1.6777217E7",
                        decimals,
                        "\"16777217.00\"",
                        "longdec",
                        "\"16777217.0000000000\"",
                        "time9",
                        "\"04:39:37.217\"",
                        "date",
                        "\"" + LocalDate.ofEpochDay(16_777_217) + "\""),
                Sample.of(
                        5L,
                        whole,
                        "5",
                        "float double",
                        "5.0",
                        decimals,
                        "\"5.00\"",
                        "longdec",
                        "\"5.0000000000\"",
                        "date",
                        "\"1970-01-06\"",
                        "time9",
                        "\"00:00:00.005\""),
                Sample.of(
                        1L << 53,
                        "big",
                        "9007199254740992",
                        "float",
                        "9.0071993E15",
                        "double",
                        "9.007199254740992E15",
                        "longdec",
                        "\"9007199254740992.0000000000\""),
                Sample.of((1L << 53) + 1, "big", "9007199254740993", "longdec", "\"9007199254740993.0000000000\""),
                Sample.of(
                        new AtomicLong(-1),
                        whole,
                        "-1",
                        "float double",
                        "-1.0",
                        decimals,
                        "\"-1.00\"",
                        "longdec",
                        "\"-1.0000000000\"",
                        "date",
                        "\"1969-12-31\""),
                Sample.of(BigInteger.TEN.pow(27), "longdec", "\"1000000000000000000000000000.0000000000\""),
                Sample.of(
                        BigInteger.TEN.pow(22),
                        "double",
                        "1.0E22",
                        "longdec",
                        "\"10000000000000000000000.0000000000\""),
                Sample.of(
                        new BigDecimal("9.5"),
                        "float double",
                        "9.5",
                        decimals,
                        "\"9.50\"",
                        "longdec",
                        "\"9.5000000000\""),
                Sample.of(new BigDecimal("1.239"), "float double", "1.239", "longdec", "\"1.2390000000\""),
                Sample.of(
                        new BigDecimal("2.00"),
                        whole,
                        "2",
                        "float double",
                        "2.0",
                        decimals,
                        "\"2.00\"",
                        "longdec",
                        "\"2.0000000000\"",
                        "date",
                        "\"1970-01-03\"",
                        "time9",
                        "\"00:00:00.002\""),
                Sample.of(
                        new BigDecimal("123456789012"),
                        "big",
                        "123456789012",
                        "double",
                        "1.23456789012E11",
                        "longdec",
                        "\"123456789012.0000000000\""),
                Sample.of(new BigDecimal("1e1000000000")),
                Sample.of(new BigDecimal("1e-1000000000")),
                Sample.of(0.5f, "float double", "0.5", decimals, "\"0.50\"", "longdec", "\"0.5000000000\""),
                Sample.of(
                        0.1f,
                        "float",
                        "0.1",
                        "double",
                        "0.10000000149011612",
                        decimals,
                        "\"0.10\"",
                        "longdec",
                        "\"0.1000000000\""),
                Sample.of(0.1, "double", "0.1", decimals, "\"0.10\"", "longdec", "\"0.1000000000\""),
                Sample.of(
                        3.0,
                        whole,
                        "3",
                        "float double",
                        "3.0",
                        decimals,
                        "\"3.00\"",
                        "longdec",
                        "\"3.0000000000\"",
                        "date",
                        "\"1970-01-04\"",
                        "time9",
                        "\"00:00:00.003\""),
                Sample.of(1e300, "double", "1.0E300"),
                Sample.of(Double.NaN, "float double", "\"NaN\""),
                Sample.of(Float.NEGATIVE_INFINITY, "float double", "\"-Infinity\""),
                Sample.of("abc", "char varchar text", "\"abc\""),
                Sample.of("abcd", "text", "\"abcd\""),
                Sample.of("\ud83d\ude00\ud83d\ude00é", "char varchar text", "\"\ud83d\ude00\ud83d\ude00é\""),
                Sample.of("a\ud83d"),
                Sample.of(CharBuffer.wrap("ab"), "char varchar text", "\"ab\""),
                Sample.of('c', "char varchar text", "\"c\""),
                Sample.of(
                        new byte[] {'a', 'b'},
                        "char varchar text",
                        "\"ab\"",
                        "binary bytes",
                        "\"YWI=\"",
                        "ints needed",
                        "[97,98]",
                        "decs",
                        "[\"97.0\",\"98.0\"]"),
                Sample.of(
                        ByteBuffer.wrap(new byte[] {(byte) 0xff, 'b', 1, 2}).position(1),
                        "char varchar text",
                        "\"b\\u0001\\u0002\"",
                        "binary bytes",
                        "\"YgEC\""),
                Sample.of(ByteBuffer.wrap(new byte[] {(byte) 0xff, 1, 2, 3}), "bytes", "\"/wECAw==\""),
                Sample.of(LocalDate.of(2024, 1, 2), "date", "\"2024-01-02\""),
                Sample.of(LocalDate.MAX),
                Sample.of(java.sql.Date.valueOf("2024-01-02"), "date", "\"2024-01-02\""),
                Sample.of(LocalTime.of(10, 11, 12), "time0", "\"10:11:12\"", "time9", "\"10:11:12.000\""),
                Sample.of(LocalTime.parse("10:11:12.123"), "time9", "\"10:11:12.123\""),
                Sample.of(LocalTime.parse("10:11:12.123456")),
                Sample.of(java.sql.Time.valueOf("10:11:12"), "time0", "\"10:11:12\"", "time9", "\"10:11:12.000\""),
                Sample.of(clock, "ts9", "\"2024-01-02T03:04:05.123456789\""),
                Sample.of(
                        clock.withNano(0),
                        "ts0",
                        "\"2024-01-02T03:04:05\"",
                        "ts3",
                        "\"2024-01-02T03:04:05.000\"",
                        "ts6",
                        "\"2024-01-02T03:04:05.000000\"",
                        "ts9",
                        "\"2024-01-02T03:04:05.000000000\""),
                Sample.of(LocalDateTime.MAX),
                Sample.of(
                        LocalDateTime.parse("+300000-01-01T00:00:00"),
                        "ts0",
                        "\"+300000-01-01T00:00:00\"",
                        "ts3",
                        "\"+300000-01-01T00:00:00.000\"",
                        "ts9",
                        "\"+300000-01-01T00:00:00.000000000\""),
                Sample.of(
                        new TimestampValue(-1, 999_999),
                        "ts9",
                        "\"1969-12-31T23:59:59.999999999\"",
                        "ltz9",
                        "\"1969-12-31T23:59:59.999999999Z\""),
                Sample.of(new TimestampValue(0, 1_000_000)),
                Sample.of(
                        instant, "ltz3", "\"2024-01-02T03:04:05.120Z\"", "ltz9", "\"2024-01-02T03:04:05.120000000Z\""),
                Sample.of(Instant.MAX),
                Sample.of(
                        OffsetDateTime.parse("2024-01-02T08:34:05+05:30"),
                        "ltz3",
                        "\"2024-01-02T03:04:05.000Z\"",
                        "ltz9",
                        "\"2024-01-02T03:04:05.000000000Z\""),
                Sample.of(
                        ZonedDateTime.parse("2024-11-03T01:30:00-05:00[America/New_York]"),
                        "ltz3",
                        "\"2024-11-03T06:30:00.000Z\"",
                        "ltz9",
                        "\"2024-11-03T06:30:00.000000000Z\""),
                Sample.of(
                        java.util.Date.from(Instant.ofEpochMilli(120)),
                        "ltz3",
                        "\"1970-01-01T00:00:00.120Z\"",
                        "ltz9",
                        "\"1970-01-01T00:00:00.120000000Z\""),
                Sample.of(
                        java.sql.Timestamp.valueOf(clock),
                        "ts9",
                        "\"2024-01-02T03:04:05.123456789\"",
                        "ltz9",
                        "\"" + java.sql.Timestamp.valueOf(clock).toInstant() + "\""),
                Sample.of(List.of(), "ints needed decs", "[]"),
                Sample.of(java.util.Arrays.asList(1, null, 3L), "ints", "[1,null,3]", "decs", "[\"1.0\",null,\"3.0\"]"),
                Sample.of(new int[] {1, 2}, "ints needed", "[1,2]", "decs", "[\"1.0\",\"2.0\"]"),
                Sample.of(new Object[] {new BigDecimal("1.5")}, "decs", "[\"1.5\"]"),
                Sample.of(List.of(new BigDecimal("1.55"))),
                Sample.of(List.of(1L << 40)),
                Sample.of(Map.of(), "map", "{}", "bag", "{}"),
                Sample.of(Map.of("a", 2), "bag", "{\"a\":2}"),
                Sample.of(Map.of("a", 0)),
                Sample.of(Collections.singletonMap(5L, null), "map", "{\"5\":null}"),
                Sample.of(Map.of(1, "ab"), "map", "{\"1\":\"ab\"}"),
                Sample.of(Map.of(1, "abc")),
                Sample.of(Collections.singletonMap(null, 1)),
                Sample.of(sameKeys),
                Sample.of(RowValues.of(1, 2), "row", "{\"x\":1,\"y\":\"2.0\"}"),
                Sample.of(RowValues.of(1, null), "row", "{\"x\":1,\"y\":null}"),
                Sample.of(RowValues.of(null, 2)),
                Sample.of(RowValues.of(1)),
                Sample.of(RowValues.of(1, 2, 3)),
                Sample.of(RowValues.of("1", 2)),
                Sample.of(new UUID(1, 2)),
                Sample.of(TypeRoot.INT));
    }

    private Table create() {
        List<DataField> fields = new ArrayList<>();
        fields.add(new DataField(0, "k", INT));
        COLUMNS.forEach((name, type) -> fields.add(new DataField(fields.size(), name, type)));
        Table table = TableStore.openTable(new LocalFileSystem(), TablePath.of(directory.toString()));
        StoredTable.of(table)
                .files()
                .schemas()
                .create(FirstSchema.of(
                        new TableDefinition(fields, List.of(), List.of(), Map.of("bucket", "-1"), null)));
        return table;
    }

    @Test
    void everyObjectIsStoredExactlyOrRefused() throws Exception {
        Table table = create();
        List<String> names = List.copyOf(COLUMNS.keySet());
        Map<Integer, String> expected = new TreeMap<>();
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            for (Sample sample : samples()) {
                for (int column = 0; column < names.size(); column++) {
                    List<Object> row = new ArrayList<>(Collections.nCopies(names.size() + 1, null));
                    row.set(0, expected.size());
                    row.set(column + 1, sample.value());
                    String name = names.get(column);
                    String stored = sample.stored().get(name);
                    if (stored == null) {
                        assertThatThrownBy(() -> write.write(RowValues.ofList(row)))
                                .as(
                                        "%s (%s) into %s",
                                        sample.value(), sample.value().getClass(), name)
                                .isInstanceOf(TableStoreException.class)
                                .hasMessageMatching("(?s).*[Cc]olumn " + name + "\\b.*");
                    } else {
                        write.write(RowValues.ofList(row));
                        expected.put(expected.size(), line(expected.size(), names, name, stored));
                    }
                }
            }
            new TableCommit(table, "test").commit(TableCommit.BATCH, write.prepareCommitWhenCompacted());
        }
        List<String> found = CommandLines.scan(directory);
        assertThat(found).hasSameSizeAs(expected.keySet());
        List<String> missing = new ArrayList<>(expected.values());
        missing.removeAll(found);
        assertThat(missing).isEmpty();
    }

    private static String line(int key, List<String> names, String set, String stored) {
        return names.stream()
                .map(name -> "\"" + name + "\":" + (name.equals(set) ? stored : "null"))
                .collect(Collectors.joining(",", "{\"k\":" + key + ",", "}"));
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        Table table = create();
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            for (int size : new int[] {0, 1, COLUMNS.size(), COLUMNS.size() + 2}) {
                List<Object> values = IntStream.range(0, size)
                        .mapToObj(i -> (Object) null)
                        .collect(Collectors.toCollection(ArrayList::new));
                assertThatThrownBy(() -> write.write(RowValues.ofList(values)))
                        .hasMessageContainingAll("has " + size + " values", "k, bool, tiny");
            }
        }
    }

    @Test
    void theErrorSaysWhatIsWrong() {
        Table table = create();
        List<Object> row = new ArrayList<>(Collections.nCopies(COLUMNS.size() + 1, null));
        row.set(1 + List.copyOf(COLUMNS.keySet()).indexOf("dec"), new BigDecimal("1.239"));
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            assertThatThrownBy(() -> write.write(RowValues.ofList(row)))
                    .hasMessage("Column dec of type DECIMAL(10, 2) cannot take 1.239 (java.math.BigDecimal): has more"
                            + " digits after the point than the type; round it before.");
        }
    }
}
