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
package io.tablestore.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.Session;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimeZoneKey;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import io.trino.testing.datatype.CreateAsSelectDataSetup;
import io.trino.testing.datatype.SqlDataTypeTest;
import io.trino.testing.sql.TrinoSqlExecutor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values of every type at every precision, written by Apache Paimon's library in three formats, in several session zones. */
class TrinoTypesTest {

    /** The JVM's own, half an hour off, a zone that skipped a day, and one whose nights of change are in the values. */
    private static final List<String> ZONES =
            List.of("UTC", "America/Bahia_Banderas", "Asia/Kolkata", "Pacific/Apia", "Europe/Vilnius");

    private static final List<String> WALL_CLOCKS = List.of(
            "0001-01-01 00:00:00",
            "1582-10-10 12:34:56",
            "1883-11-18 12:00:00",
            "1969-12-31 23:59:59",
            "1970-01-01 00:00:00",
            "2011-12-30 06:00:00",
            "2018-03-25 03:17:17",
            "2018-10-28 03:33:33",
            "9999-12-31 23:59:59");

    @TempDir
    static Path warehouse;

    private static DistributedQueryRunner trino;

    @BeforeAll
    static void start() throws Exception {
        trino = TpchRunner.start(warehouse, 1, Map.of(), new WritingPlugin(warehouse));
        trino.execute("CREATE SCHEMA types");
    }

    @AfterAll
    static void stop() {
        trino.close();
    }

    static Stream<Arguments> formatsAndZones() {
        return Stream.of("parquet", "orc", "avro")
                .flatMap(format -> ZONES.stream().map(zone -> Arguments.of(format, zone)));
    }

    private static void check(SqlDataTypeTest test, String format, String zone) {
        Session session = Session.builder(trino.getDefaultSession())
                .setSchema("types")
                .setTimeZoneKey(TimeZoneKey.getTimeZoneKey(zone))
                .build();
        TrinoSqlExecutor executor = new TrinoSqlExecutor(trino, session) {
            @Override
            public void execute(String sql) {
                super.execute(sql.replaceFirst(
                        "(?s)^(CREATE TABLE \\S+) AS ", "$1 WITH (file_format = '" + format + "') AS "));
            }
        };
        test.execute(trino, session, new CreateAsSelectDataSetup(executor, "types.values"));
    }

    @ParameterizedTest
    @MethodSource("formatsAndZones")
    void wallClocksAndInstants(String format, String zone) {
        SqlDataTypeTest test = SqlDataTypeTest.create();
        int most = format.equals("avro") ? 6 : 9; // Paimon does not write finer ones
        for (int precision = 0; precision <= most; precision++) {
            String digits = precision == 0 ? "" : "." + "123456789".substring(0, precision);
            Type timestamp = TimestampType.createTimestampType(precision);
            Type instant = TimestampWithTimeZoneType.createTimestampWithTimeZoneType(precision);
            String type = "timestamp(" + precision + ")";
            for (String time : WALL_CLOCKS) {
                if (format.equals("orc") && time.compareTo("1582-10-15") < 0) {
                    continue; // Paimon writes the day of another calendar, and reads it so as well
                }
                String text = "TIMESTAMP '" + time + digits;
                test.addRoundTrip(type, text + "'", timestamp, text + "'");
                test.addRoundTrip(type + " with time zone", text + " UTC'", instant, text + " UTC'");
            }
            test.addRoundTrip(type, "NULL", timestamp, "CAST(NULL AS " + type + ")");
            test.addRoundTrip(
                    type + " with time zone",
                    "TIMESTAMP '2020-02-12 15:03:00" + digits + " +05:30'",
                    instant,
                    "TIMESTAMP '2020-02-12 09:33:00" + digits + " UTC'");
        }
        check(test, format, zone);
    }

    @ParameterizedTest
    @MethodSource("formatsAndZones")
    void datesAndTimes(String format, String zone) {
        SqlDataTypeTest test = SqlDataTypeTest.create();
        for (String time : WALL_CLOCKS) {
            String date = "DATE '" + time.substring(0, 10) + "'";
            test.addRoundTrip("date", date, DateType.DATE, date);
        }
        test.addRoundTrip("date", "NULL", DateType.DATE, "CAST(NULL AS date)");
        for (int precision = 0; precision <= 3; precision++) {
            String digits = precision == 0 ? "" : "." + "987".substring(0, precision);
            Type type = TimeType.createTimeType(precision);
            for (String time : List.of("00:00:00", "03:17:17", "23:59:59")) {
                String text = "TIME '" + time + digits + "'";
                test.addRoundTrip("time(" + precision + ")", text, type, text);
            }
        }
        check(test, format, zone);
    }

    @ParameterizedTest
    @MethodSource("formatsAndZones")
    void numbersTextsAndBytes(String format, String zone) {
        SqlDataTypeTest test = SqlDataTypeTest.create()
                .addRoundTrip("boolean", "true", BooleanType.BOOLEAN, "true")
                .addRoundTrip("boolean", "NULL", BooleanType.BOOLEAN, "CAST(NULL AS boolean)")
                .addRoundTrip("tinyint", "-128", TinyintType.TINYINT, "TINYINT '-128'")
                .addRoundTrip("smallint", "32767", SmallintType.SMALLINT, "SMALLINT '32767'")
                .addRoundTrip("integer", "-2147483648", IntegerType.INTEGER, "INTEGER '-2147483648'")
                .addRoundTrip("bigint", "9223372036854775807", BigintType.BIGINT, "9223372036854775807")
                .addRoundTrip("real", "REAL '3.1415927'", RealType.REAL, "REAL '3.1415927'")
                .addRoundTrip("real", "REAL '-Infinity'", RealType.REAL, "REAL '-Infinity'")
                .addRoundTrip("double", "1.0E100", DoubleType.DOUBLE, "1.0E100")
                .addRoundTrip("double", "infinity()", DoubleType.DOUBLE, "infinity()")
                .addRoundTrip("char(5)", "'ab'", CharType.createCharType(5), "CAST('ab' AS char(5))")
                .addRoundTrip("char(3)", "'攻殻機'", CharType.createCharType(3), "CAST('攻殻機' AS char(3))")
                .addRoundTrip(
                        "varchar(10)", "'text_a'", VarcharType.createVarcharType(10), "CAST('text_a' AS varchar(10))")
                .addRoundTrip("varchar", "''", VarcharType.VARCHAR, "CAST('' AS varchar)")
                .addRoundTrip("varchar", "'a ☃ 😂 '", VarcharType.VARCHAR, "CAST('a ☃ 😂 ' AS varchar)")
                .addRoundTrip("varbinary", "X''", VarbinaryType.VARBINARY, "X''")
                .addRoundTrip("varbinary", "X'000000000000FF'", VarbinaryType.VARBINARY, "X'000000000000FF'");
        for (int precision : new int[] {1, 3, 9, 10, 17, 18, 19, 24, 30, 37, 38}) {
            for (int scale : new int[] {0, 1, precision / 2, precision}) {
                String whole = "9".repeat(precision - Math.min(precision, scale));
                String fraction = "7".repeat(Math.min(precision, scale));
                String text = (whole.isEmpty() ? "0" : whole) + (fraction.isEmpty() ? "" : "." + fraction);
                String type = "decimal(" + precision + ", " + scale + ")";
                Type decimal = DecimalType.createDecimalType(precision, scale);
                for (String value : List.of(text, "-" + text, "0")) {
                    String cast = "CAST('" + value + "' AS " + type + ")";
                    test.addRoundTrip(type, cast, decimal, cast);
                }
            }
        }
        check(test, format, zone);
    }

    @ParameterizedTest
    @MethodSource("formatsAndZones")
    void nested(String format, String zone) {
        Type strings = new ArrayType(VarcharType.VARCHAR);
        int precision = format.equals("avro") ? 6 : 9;
        Type row = RowType.rowType(
                RowType.field("a", IntegerType.INTEGER),
                RowType.field("b", TimestampType.createTimestampType(precision)));
        String rowType = "row(a integer, b timestamp(" + precision + "))";
        String fraction = "123456789".substring(0, precision);
        String value = "CAST(row(1, TIMESTAMP '1969-12-31 23:59:59." + fraction + "') AS " + rowType + ")";
        SqlDataTypeTest test = SqlDataTypeTest.create()
                .addRoundTrip(
                        "array(varchar)",
                        "ARRAY['a', NULL, '']",
                        strings,
                        "CAST(ARRAY['a', NULL, ''] AS array(varchar))")
                .addRoundTrip("array(varchar)", "ARRAY[]", strings, "CAST(ARRAY[] AS array(varchar))")
                .addRoundTrip("array(varchar)", "NULL", strings, "CAST(NULL AS array(varchar))")
                .addRoundTrip(rowType, value, row, value)
                .addRoundTrip(rowType, "NULL", row, "CAST(NULL AS " + rowType + ")")
                .addRoundTrip(
                        "array(" + rowType + ")",
                        "ARRAY[" + value + ", NULL]",
                        new ArrayType(row),
                        "ARRAY[" + value + ", NULL]");
        check(test, format, zone);
    }

    @Test
    void variantsAreVariants() {
        trino.execute("CREATE TABLE types.variants (id integer, v variant)");
        List<String> documents = List.of(
                "{\"a\":[1,2.5,\"x\",null,true],\"b\":{\"c\":\"☃\"}}", "7", "\"text\"", "[]", "{}", "123456789012345");
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < documents.size(); i++) {
            rows.add(new Object[] {i, documents.get(i)});
        }
        rows.add(new Object[] {documents.size(), null});
        PaimonWriter.writeVariants(warehouse, new SchemaTableName("types", "variants"), rows);
        List<MaterializedRow> found = trino.execute(
                        "SELECT json_format(CAST(v AS json)) FROM types.variants ORDER BY id")
                .getMaterializedRows();
        for (int i = 0; i < documents.size(); i++) {
            assertThat(found.get(i).getField(0)).isEqualTo(documents.get(i));
        }
        assertThat(found.get(documents.size()).getField(0)).isNull();
        assertThat(trino.execute("SELECT count(*) FROM types.variants WHERE v IS NULL")
                        .getOnlyValue())
                .isEqualTo(1L);
    }

    /** NaN is a value of its own: it equals nothing in Trino, whatever the reader thinks. */
    @Test
    void floatingPointIsComparedAsTrinoDoes() {
        trino.execute("CREATE TABLE types.floating AS SELECT * FROM (VALUES (1, nan(), REAL 'NaN'), (2, 1e0, REAL '1'),"
                + " (3, -0e0, REAL '-0'), (4, 0e0, REAL '0'), (5, NULL, NULL), (6, infinity(), REAL 'Infinity'))"
                + " AS t(id, d, r)");
        for (String condition : List.of(
                "%s > 0.5",
                "%s = 0",
                "%s <> 1",
                "%s = nan()",
                "%s <> nan()",
                "NOT (%s > 0.5)",
                "%s IS NULL",
                "%s BETWEEN 0 AND 2",
                "%s >= infinity()",
                "%s IN (0, nan())")) {
            for (String column : List.of("d", "r")) {
                String where = String.format(Locale.ROOT, condition, column);
                assertThat(trino.execute("SELECT id FROM types.floating WHERE " + where)
                                .getMaterializedRows())
                        .as(where)
                        .containsExactlyInAnyOrderElementsOf(
                                trino.execute("SELECT id FROM types.floating WHERE rand() < 2 AND ("
                                                + where.replace(column + " ", "(" + column + " + rand() * 0) ") + ")")
                                        .getMaterializedRows());
            }
        }
    }

    @Test
    void typesThatTablesDoNotHaveAreRefused() {
        for (String type : List.of(
                "time(6)",
                "time(12)",
                "timestamp(12)",
                "timestamp(10) with time zone",
                "uuid",
                "ipaddress",
                "json",
                "time(3) with time zone",
                "interval day to second",
                "hyperloglog",
                "array(time(9))")) {
            assertThatThrownBy(() -> trino.execute("CREATE TABLE types.refused (c " + type + ")"))
                    .hasMessageContaining("unsupported column type");
        }
    }
}
