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

import io.tablestore.compat.HiveServers.HiveSession;
import io.tablestore.testing.PaimonWarehouse;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericArray;
import org.apache.paimon.data.GenericMap;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.Table;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values of every type as Hive shows them, written by Apache Paimon's library in three formats, in several session zones, on
 * servers that run in a zone of their own. Every text that is expected is made of the value itself.
 */
class HiveTypesTest {

    /** Half an hour off, a zone that skipped a day, and one whose nights of change are in the values. */
    private static final List<String> ZONES =
            List.of("UTC", "America/Bahia_Banderas", "Asia/Kolkata", "Pacific/Apia", "Europe/Vilnius");

    private static final List<String> WALL_CLOCKS = List.of(
            "0001-01-03 00:00:00",
            "1582-10-10 12:34:56",
            "1883-11-18 12:00:00",
            "1969-12-31 23:59:59",
            "1970-01-01 00:00:00",
            "2011-12-30 06:00:00",
            "2018-03-25 03:17:17",
            "2018-10-28 03:33:33",
            "9999-12-30 23:59:59");

    private static final DateTimeFormatter SHOWN = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    /** Hive shows a digit more of an instant than of a timestamp. */
    private static final DateTimeFormatter SHOWN_INSTANT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .toFormatter(Locale.ROOT);

    private static final int[][] DECIMALS = {
        {1, 0}, {3, 1}, {9, 9}, {10, 2}, {18, 0}, {18, 18}, {19, 4}, {38, 0}, {38, 19}
    };

    @TempDir
    static Path directory;

    private static HiveServers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = new HiveServers(Files.createDirectory(directory.resolve("hive")), Map.of(), "Europe/Berlin", true);
    }

    @AfterAll
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    /**
     * A column.
     *
     * @param values of the rows
     * @param shown their texts by zone, or of all zones
     */
    private record Column(String name, DataType type, String hiveType, List<Object> values, Shown shown) {}

    private interface Shown {
        String of(int row, ZoneId zone);
    }

    private static LocalDateTime wallClock(String text, int precision) {
        String digits = precision == 0 ? "" : "." + "123456789".substring(0, precision);
        return LocalDateTime.parse((text + digits).replace(' ', 'T'));
    }

    private static List<Column> columns(boolean avro, List<String> clocks) {
        List<Column> columns = new ArrayList<>();
        for (int precision = 0; precision <= (avro ? 6 : 9); precision++) {
            List<LocalDateTime> times = new ArrayList<>();
            List<Object> values = new ArrayList<>();
            for (String clock : clocks) {
                times.add(wallClock(clock, precision));
                values.add(Timestamp.fromLocalDateTime(times.get(times.size() - 1)));
            }
            columns.add(new Column(
                    "ts" + precision,
                    DataTypes.TIMESTAMP(precision),
                    "timestamp",
                    values,
                    (row, zone) -> SHOWN.format(times.get(row))));
            columns.add(new Column(
                    "ltz" + precision,
                    DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(precision),
                    "timestamp with local time zone",
                    values,
                    (row, zone) -> SHOWN_INSTANT.format(
                                    times.get(row).atOffset(ZoneOffset.UTC).atZoneSameInstant(zone)) + " " + zone));
        }
        List<Object> days = clocks.stream()
                .map(clock -> (Object) (int) wallClock(clock, 0).toLocalDate().toEpochDay())
                .toList();
        columns.add(new Column(
                "day",
                DataTypes.DATE(),
                "date",
                days,
                (row, zone) -> clocks.get(row).substring(0, 10)));
        for (int precision = 0; precision <= 3; precision++) {
            int unit = (int) Math.pow(10, 3 - precision);
            List<Object> values = clocks.stream()
                    .map(clock ->
                            (Object) (wallClock(clock, 0).toLocalTime().toSecondOfDay() * 1000 + 987 / unit * unit))
                    .toList();
            String digits = precision == 0 ? "" : "." + "987".substring(0, precision);
            columns.add(new Column(
                    "time" + precision,
                    DataTypes.TIME(precision),
                    "string",
                    values,
                    (row, zone) -> clocks.get(row).substring(11) + digits));
        }
        return columns;
    }

    private static Column column(String name, DataType type, String hiveType, Map<Object, String> values) {
        List<String> texts = List.copyOf(values.values());
        return new Column(
                name, type, hiveType, List.copyOf(values.keySet()), (row, zone) -> texts.get(row % texts.size()));
    }

    private static Map<Object, String> values(Object... valuesAndTexts) {
        Map<Object, String> values = new LinkedHashMap<>();
        for (int i = 0; i < valuesAndTexts.length; i += 2) {
            values.put(valuesAndTexts[i], (String) valuesAndTexts[i + 1]);
        }
        return values;
    }

    private static BinaryString text(String text) {
        return BinaryString.fromString(text);
    }

    private static List<Column> otherColumns() {
        List<Column> columns = new ArrayList<>(List.of(
                column("yes", DataTypes.BOOLEAN(), "boolean", values(true, "TRUE", false, "FALSE")),
                column("i1", DataTypes.TINYINT(), "tinyint", values((byte) -128, "-128", (byte) 127, "127")),
                column("i2", DataTypes.SMALLINT(), "smallint", values((short) -32768, "-32768", (short) 7, "7")),
                column("i4", DataTypes.INT(), "int", values(Integer.MIN_VALUE, "-2147483648", 0, "0")),
                column("i8", DataTypes.BIGINT(), "bigint", values(Long.MAX_VALUE, "9223372036854775807", -1L, "-1")),
                column(
                        "r",
                        DataTypes.FLOAT(),
                        "float",
                        values(3.1415927f, "3.1415927", Float.NaN, "NaN", Float.NEGATIVE_INFINITY, "-Infinity")),
                column("d", DataTypes.DOUBLE(), "double", values(1e100, "1.0E100", -0.0, "-0.0", Double.NaN, "NaN")),
                column("c", DataTypes.CHAR(5), "char(5)", values(text("ab"), "ab", text("攻殻機"), "攻殻機")),
                column("c300", DataTypes.CHAR(300), "string", values(text("long"), "long")),
                column("v", DataTypes.VARCHAR(10), "varchar(10)", values(text("text_a"), "text_a", text(""), "")),
                column("s", DataTypes.STRING(), "string", values(text("a ☃ 😂 "), "a ☃ 😂 ", text(""), "")),
                column("b", DataTypes.BYTES(), "binary", values(new byte[0], "", new byte[] {0, -1}, "AP8=")),
                column("b2", DataTypes.BINARY(2), "binary", values(new byte[] {1, 2}, "AQI="))));
        for (int[] decimal : DECIMALS) {
            int precision = decimal[0];
            int scale = decimal[1];
            String most = "9".repeat(precision - scale) + (scale == 0 ? "" : "." + "7".repeat(scale));
            String least = "-" + (precision == scale ? "0" : "") + most;
            columns.add(column(
                    "dec" + precision + "_" + scale,
                    DataTypes.DECIMAL(precision, scale),
                    "decimal(" + precision + "," + scale + ")",
                    values(
                            Decimal.fromBigDecimal(new BigDecimal(most), precision, scale),
                            (precision == scale ? "0" : "") + most,
                            Decimal.fromBigDecimal(new BigDecimal(least), precision, scale),
                            least,
                            Decimal.fromBigDecimal(BigDecimal.ZERO, precision, scale),
                            BigDecimal.ZERO.setScale(scale).toPlainString())));
        }
        return columns;
    }

    private static Schema.Builder schema(String format, List<Column> columns) {
        Schema.Builder schema = Schema.newBuilder()
                .column("id", DataTypes.INT().notNull())
                .primaryKey("id")
                .option("bucket", "1")
                .option("file.format", format)
                .option("orc.timestamp-ltz.legacy.zone", TimeZone.getDefault().getID());
        columns.forEach(column -> schema.column(column.name(), column.type()));
        return schema;
    }

    /** Hive itself cannot ask for a column with a dot in its name. */
    @Test
    void aFieldIsNotTheColumnWhoseNameIsItsPath() throws Exception {
        Schema.Builder schema = Schema.newBuilder()
                .column("a.b", DataTypes.INT())
                .column(
                        "a",
                        DataTypes.ROW(
                                DataTypes.FIELD(10, "b", DataTypes.INT()), DataTypes.FIELD(11, "c", DataTypes.INT())))
                .option("file.format", "orc");
        try (HiveSession hive = servers.connect()) {
            create(
                    hive,
                    "dotted",
                    schema.build(),
                    List.of(GenericRow.of(1, GenericRow.of(2, 3)), GenericRow.of(2, GenericRow.of(1, 4))));
            assertThat(sorted(hive.query("SELECT a.b FROM dotted"))).isEqualTo(List.of(List.of(1), List.of(2)));
            assertThat(hive.query("SELECT a.b, a.c FROM dotted WHERE a.b = 2")).isEqualTo(List.of(List.of(2, 3)));
        }
    }

    private static void create(HiveSession hive, String name, Schema schema, List<GenericRow> rows) throws Exception {
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory.resolve("warehouse"))) {
            Identifier identifier = Identifier.create("db", name);
            Table table = paimon.create(identifier, schema);
            PaimonWarehouse.write(table, rows);
        }
        hive.run("CREATE EXTERNAL TABLE " + name + " STORED BY 'io.tablestore.hive.TableStoreStorageHandler' LOCATION '"
                + directory.resolve("warehouse/db.db/" + name).toUri() + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void valuesAreShownInTheSessionsZone(String format) throws Exception {
        List<String> clocks = new ArrayList<>(WALL_CLOCKS);
        if (format.equals("orc")) {
            clocks.subList(0, 2).clear(); // Paimon writes the day of another calendar before 1582
            clocks.remove("1969-12-31 23:59:59"); // an ORC file has no fraction of the last second before 1970
        }
        List<Column> columns = columns(format.equals("avro"), clocks);
        columns.addAll(otherColumns());
        List<GenericRow> rows = new ArrayList<>();
        for (int row = 0; row <= clocks.size(); row++) {
            GenericRow values = new GenericRow(columns.size() + 1);
            values.setField(0, row);
            for (int i = 0; i < columns.size() && row < clocks.size(); i++) { // the last row is all NULL
                List<Object> of = columns.get(i).values();
                values.setField(i + 1, of.get(row % of.size()));
            }
            rows.add(values);
        }
        try (HiveSession hive = servers.connect()) {
            String table = "types_" + format;
            create(hive, table, schema(format, columns).build(), rows);
            String query = columns.stream()
                    .map(column -> column.hiveType().equals("binary")
                            ? "base64(" + column.name() + ")"
                            : "CAST(" + column.name() + " AS STRING)")
                    .collect(Collectors.joining(", ", "SELECT id, ", " FROM " + table + " WHERE id >= 0"));
            for (String zone : ZONES) {
                hive.run("SET hive.local.time.zone=" + zone);
                List<List<Object>> expected = new ArrayList<>();
                for (int row = 0; row <= clocks.size(); row++) {
                    List<Object> texts = new ArrayList<>(List.of(row));
                    for (Column column : columns) {
                        texts.add(row == clocks.size() ? null : column.shown().of(row, ZoneId.of(zone)));
                    }
                    expected.add(texts);
                }
                assertThat(hive.query("DESCRIBE " + table).stream()
                                .map(row -> row.get(1))
                                .skip(1)
                                .limit(columns.size()))
                        .containsExactlyElementsOf(
                                columns.stream().map(Column::hiveType).toList());
                assertThat(sorted(hive.jobs(false).query(query)))
                        .as("%s in %s", format, zone)
                        .isEqualTo(expected);
                hive.jobs(true);
                if (zone.equals("Asia/Kolkata")) {
                    assertThat(sorted(hive.vectorized(true).query(query)))
                            .as("%s in %s, vectorized where there are vectors", format, zone)
                            .isEqualTo(expected);
                    assertThat(sorted(hive.query(withoutInstants(query))))
                            .as("%s in %s, vectorized", format, zone)
                            .isEqualTo(withoutInstants(expected, columns));
                    assertThat(sorted(hive.vectorized(false).query(query)))
                            .as("%s in %s, row by row", format, zone)
                            .isEqualTo(expected);
                }
            }
            pushed(hive, table, columns, clocks.size());
        }
    }

    private static String withoutInstants(String query) {
        return query.replaceAll("CAST\\(ltz\\d AS STRING\\), ", "");
    }

    private static List<List<Object>> withoutInstants(List<List<Object>> rows, List<Column> columns) {
        return rows.stream()
                .map(row -> {
                    List<Object> kept = new ArrayList<>(List.of(row.get(0)));
                    for (int i = 0; i < columns.size(); i++) {
                        if (!columns.get(i).name().startsWith("ltz")) {
                            kept.add(row.get(i + 1));
                        }
                    }
                    return kept;
                })
                .toList();
    }

    private static List<List<Object>> sorted(List<List<Object>> rows) {
        List<List<Object>> sorted = new ArrayList<>(rows);
        sorted.sort(java.util.Comparator.comparing(row -> (Integer) row.get(0)));
        return sorted;
    }

    /** Each value is found by what Hive shows of it. */
    private static void pushed(HiveSession hive, String table, List<Column> columns, int rows) throws Exception {
        ZoneId zone = ZoneId.of(ZONES.get(ZONES.size() - 1));
        hive.jobs(false);
        for (Column column : columns) {
            if (column.hiveType().equals("binary")) {
                continue;
            }
            String text = column.shown().of(1, zone);
            String type = column.hiveType();
            List<Integer> expected = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                if (column.shown().of(row, zone).equals(text)) {
                    expected.add(row);
                }
            }
            assertThat(sorted(hive.query("SELECT id FROM " + table + " WHERE " + column.name() + " = CAST('" + text
                                    + "' AS " + type + ")"))
                            .stream()
                            .map(row -> row.get(0)))
                    .as("%s = %s", column.name(), text)
                    .isEqualTo(expected);
        }
    }

    @Test
    void nestedValuesAreShown() throws Exception {
        Timestamp moment = Timestamp.fromLocalDateTime(LocalDateTime.parse("1969-12-31T23:59:59.123456789"));
        Schema schema = schema("parquet", List.of())
                .column("a", DataTypes.ARRAY(DataTypes.STRING()))
                .column("m", DataTypes.MAP(DataTypes.STRING(), DataTypes.DECIMAL(20, 2)))
                .column("ms", DataTypes.MULTISET(DataTypes.STRING()))
                .column(
                        "r",
                        DataTypes.ROW(
                                DataTypes.FIELD(20, "Count", DataTypes.INT()),
                                DataTypes.FIELD(21, "at", DataTypes.TIMESTAMP(9)),
                                DataTypes.FIELD(22, "in", DataTypes.ROW(DataTypes.FIELD(23, "x", DataTypes.DATE())))))
                .column("rs", DataTypes.ARRAY(DataTypes.ROW(DataTypes.FIELD(24, "y", DataTypes.DOUBLE()))))
                .build();
        GenericRow full = GenericRow.of(
                1,
                new GenericArray(new Object[] {text("a"), null, text("")}),
                new GenericMap(
                        Map.of(text("k"), Decimal.fromBigDecimal(new BigDecimal("123456789012345678.90"), 20, 2))),
                new GenericMap(Map.of(text("twice"), 2)),
                GenericRow.of(7, moment, GenericRow.of(-1)),
                new GenericArray(new Object[] {GenericRow.of(1.5), null}));
        GenericRow empty = GenericRow.of(
                2,
                new GenericArray(new Object[0]),
                new GenericMap(Map.of()),
                new GenericMap(Map.of()),
                GenericRow.of(null, null, null),
                new GenericArray(new Object[0]));
        try (HiveSession hive = servers.connect()) {
            create(hive, "nested", schema, List.of(full, empty, GenericRow.of(3, null, null, null, null, null)));
            List<List<Object>> expected = new ArrayList<>();
            expected.add(List.of(
                    1,
                    "[\"a\",null,\"\"]",
                    "{\"k\":123456789012345678.9}",
                    "{\"twice\":2}",
                    "{\"count\":7,\"at\":\"1969-12-31 23:59:59.123456789\",\"in\":{\"x\":\"1969-12-31\"}}",
                    "[{\"y\":1.5},null]"));
            expected.add(List.of(2, "[]", "{}", "{}", "{\"count\":null,\"at\":null,\"in\":null}", "[]"));
            expected.add(java.util.Arrays.asList(3, null, null, null, null, null));
            assertThat(sorted(hive.jobs(false).query("SELECT * FROM nested"))).isEqualTo(expected);
            for (boolean vectorized : new boolean[] {true, false}) {
                hive.jobs(true).vectorized(vectorized);
                assertThat(sorted(hive.query("SELECT id, size(a), a[2], m['k'], ms['twice'], r.count, r.`in`.x,"
                                        + " r.at, rs[0].y FROM nested WHERE r.count > 6"))
                                .toString())
                        .isEqualTo("[[1, 3, , 123456789012345678.90, 2, 7, 1969-12-31,"
                                + " 1969-12-31 23:59:59.123456789, 1.5]]");
                assertThat(sorted(hive.query("SELECT id, r.`in`.x FROM nested WHERE size(a) <= 0"))
                                .toString())
                        .isEqualTo("[[2, null], [3, null]]");
            }
        }
    }

    @Test
    void columnsThatHiveCannotShowAreRefusedByName() throws Exception {
        Schema schema = schema("parquet", List.of())
                .column("v", DataTypes.VARIANT())
                .column("s", DataTypes.STRING())
                .build();
        try (HiveSession hive = servers.connect()) {
            create(hive, "variants", schema, List.of(GenericRow.of(1, null, text("x"))));
            assertThat(hive.rows("SELECT id, s FROM variants")).containsExactly("[1, x]");
            for (boolean jobs : new boolean[] {true, false}) {
                hive.jobs(jobs);
                assertThatThrownBy(() -> hive.query("SELECT v FROM variants"))
                        .hasStackTraceContaining("Column v")
                        .hasStackTraceContaining("VARIANT");
            }
        }
    }

    @Test
    void floatingPointIsComparedAsHiveDoes() throws Exception {
        Schema schema = schema("parquet", List.of())
                .column("d", DataTypes.DOUBLE())
                .column("r", DataTypes.FLOAT())
                .build();
        List<GenericRow> rows = new ArrayList<>();
        Double[] values = {Double.NaN, 1d, -0d, 0d, null, Double.POSITIVE_INFINITY};
        for (int i = 0; i < values.length; i++) {
            rows.add(GenericRow.of(i, values[i], values[i] == null ? null : (Float) values[i].floatValue()));
        }
        try (HiveSession hive = servers.connect()) {
            create(hive, "floating", schema, rows);
            hive.run("SET hive.optimize.shared.work=false"); // which would read once for all of the conditions
            List<String> conditions = new ArrayList<>();
            for (String condition : List.of(
                    "%s > 0.5D",
                    "%s = 0",
                    "%s <> 1",
                    "%s = CAST('NaN' AS DOUBLE)",
                    "%s <> CAST('NaN' AS DOUBLE)",
                    "NOT (%s > 0.5D)",
                    "%s IS NULL",
                    "%s BETWEEN 0 AND 2",
                    "%s >= CAST('Infinity' AS DOUBLE)",
                    "%s IN (0D, CAST('NaN' AS DOUBLE))")) {
                conditions.add(condition.formatted("d"));
                conditions.add(condition.formatted("r"));
            }
            hive.run("CREATE TABLE written STORED AS TEXTFILE AS SELECT * FROM floating"); // nothing is handed on to
            // text
            for (boolean vectorized : new boolean[] {true, false}) {
                hive.jobs(true).vectorized(vectorized);
                assertThat(hive.rows(union("floating", conditions)))
                        .as("vectorized %s", vectorized)
                        .isEqualTo(hive.rows(union("written", conditions)));
            }
        }
    }

    private static String union(String table, List<String> conditions) {
        return IntStream.range(0, conditions.size())
                .mapToObj(i -> "SELECT " + i + ", id FROM " + table + " WHERE " + conditions.get(i))
                .collect(Collectors.joining(" UNION ALL "));
    }
}
