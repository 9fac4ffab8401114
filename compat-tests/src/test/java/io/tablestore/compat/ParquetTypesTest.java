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

import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.Type;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values of every physical type and annotation of Parquet, read as every type of the table that can hold them: exact,
 * rounded as a cast rounds them, or refused by the column's name. Each at the top, inside a row and inside a list, from a
 * dictionary and without one, and found by a filter, so that statistics agree with values.
 */
class ParquetTypesTest {

    private static final Pattern TYPE = Pattern.compile("([A-Z_]+)(?:\\((\\d+)(?:, (\\d+))?\\))?");

    private static final int ROWS = 20;

    @TempDir
    Path directory;

    /** Expected is the value as JSON; after ! the value that does not fit; after ? the type that is refused. */
    @ParameterizedTest(name = "{0}: {1} as {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "int32 c (INTEGER(8,false))     | 255                  | SMALLINT       | 255",
                "int32 c (INTEGER(8,false))     | 255                  | TINYINT        | !255",
                "int32 c (INTEGER(8,true))      | -128                 | TINYINT        | -128",
                "int32 c (INTEGER(8,true))      | -128                 | BIGINT         | -128",
                "int32 c (INTEGER(16,false))    | 65535                | INT            | 65535",
                "int32 c (INTEGER(16,false))    | 65535                | SMALLINT       | !65535",
                "int32 c (INTEGER(16,false))    | 32767                | SMALLINT       | 32767",
                "int32 c (INTEGER(32,false))    | -1                   | BIGINT         | 4294967295",
                "int32 c (INTEGER(32,false))    | -1                   | INT            | !4294967295",
                "int32 c (INTEGER(32,false))    | 2147483647           | INT            | 2147483647",
                "int32 c (INTEGER(32,false))    | -1                   | DECIMAL(10, 0) | '\"4294967295\"'",
                "int32 c (INTEGER(32,false))    | -1                   | DECIMAL(9, 0)  | !4294967295",
                "int64 c (INTEGER(64,false))    | -1                   | DECIMAL(20, 0) | '\"18446744073709551615\"'",
                "int64 c (INTEGER(64,false))    | -1                   | DECIMAL(22, 2) | '\"18446744073709551615.00\"'",
                "int64 c (INTEGER(64,false))    | -1                   | DECIMAL(19, 0) | !18446744073709551615",
                "int64 c (INTEGER(64,false))    | -1                   | BIGINT         | !18446744073709551615",
                "int64 c (INTEGER(64,false))    | 7                    | BIGINT         | 7",
                "int64 c (INTEGER(64,false))    | 300                  | TINYINT        | !300",
                "int64 c                        | 2147483648           | INT            | !2147483648",
                "int64 c                        | -2147483648          | INT            | -2147483648",
                "int64 c (INTEGER(64,true))     | 40000                | SMALLINT       | !40000",
                "int64 c                        | -5                   | TINYINT        | -5",
                "int64 c                        | -5                   | DECIMAL(5, 2)  | '\"-5.00\"'",
                "int64 c                        | 1000                 | DECIMAL(5, 2)  | !1000",
                "int32 c                        | 70000                | BIGINT         | 70000",
                "int32 c                        | 70000                | SMALLINT       | !70000",
                "int32 c (DECIMAL(9,2))         | 12345                | DECIMAL(9, 2)  | '\"123.45\"'",
                "int32 c (DECIMAL(9,2))         | 12345                | DECIMAL(12, 4) | '\"123.4500\"'",
                "int32 c (DECIMAL(9,2))         | 12345                | DECIMAL(9, 1)  | '\"123.5\"'",
                "int32 c (DECIMAL(9,2))         | -12345               | DECIMAL(9, 1)  | '\"-123.5\"'",
                "int32 c (DECIMAL(9,2))         | 12344                | DECIMAL(9, 1)  | '\"123.4\"'",
                "int32 c (DECIMAL(9,2))         | 99999                | DECIMAL(3, 0)  | !999.99",
                "int64 c (DECIMAL(18,4))        | 999999999999999999   | DECIMAL(18, 4) | '\"99999999999999.9999\"'",
                "int64 c (DECIMAL(18,4))        | 999999999999999999   | DECIMAL(38, 20)| '\"99999999999999.99990000000000000000\"'",
                "int64 c (DECIMAL(18,4))        | 999999999999999999   | DECIMAL(38, 38)| !99999999999999.9999",
                "int64 c (DECIMAL(18,4))        | -999999999999999999  | DECIMAL(17, 4) | !-99999999999999.9999",
                "fixed_len_byte_array(16) c (DECIMAL(38,2)) | 12345678901234567890123456789012345678 | DECIMAL(38, 2) | '\"123456789012345678901234567890123456.78\"'",
                "fixed_len_byte_array(16) c (DECIMAL(38,2)) | -12345678901234567890123456789012345678 | DECIMAL(38, 1) | '\"-123456789012345678901234567890123456.8\"'",
                "fixed_len_byte_array(16) c (DECIMAL(38,2)) | -12345678901234567890123456789012345678 | DECIMAL(37, 2) | !-123456789012345678901234567890123456.78",
                "fixed_len_byte_array(20) c (DECIMAL(40,2)) | 1234 | DECIMAL(10, 2) | '\"12.34\"'",
                "binary c (DECIMAL(20,3))       | -1234567             | DECIMAL(20, 3) | '\"-1234.567\"'",
                "binary c (DECIMAL(20,3))       | -1234565             | DECIMAL(20, 2) | '\"-1234.57\"'",
                "binary c (DECIMAL(20,3))       | -1234565             | DECIMAL(5, 2)  | !-1234.565",
                "binary c (DECIMAL(20,3))       | 5                    | STRING         | ?STRING",
                "int32 c (DATE)                 | -719162              | DATE           | '\"0001-01-01\"'",
                "int32 c (DATE)                 | 5                    | INT            | ?INT",
                "int32 c (TIME(MILLIS,true))    | 45296789             | TIME(3)        | '\"12:34:56.789\"'",
                "int64 c (TIME(MICROS,false))   | 45296789123          | TIME(3)        | '\"12:34:56.789\"'",
                "int64 c (TIME(NANOS,true))     | 45296789123456       | TIME(3)        | '\"12:34:56.789\"'",
                "int64 c (TIME(MICROS,true))    | 86400000000          | TIME(3)        | !86400000000",
                "int32 c (TIME(MILLIS,true))    | -1                   | TIME(3)        | !-1",
                "int64 c (TIMESTAMP(MILLIS,true))  | 253402300799999   | TIMESTAMP(3)   | '\"9999-12-31T23:59:59.999\"'",
                "int64 c (TIMESTAMP(MILLIS,false)) | -62135596800001   | TIMESTAMP(6)   | '\"0000-12-31T23:59:59.999000\"'",
                "int64 c (TIMESTAMP(MILLIS,false)) | -62135596800001   | TIMESTAMP(9)   | '\"0000-12-31T23:59:59.999000000\"'",
                "int64 c (TIMESTAMP(MILLIS,false)) | 9223372036854776  | TIMESTAMP(6)   | !9223372036854776",
                "int64 c (TIMESTAMP(MILLIS,false)) | 9223372036854776  | TIMESTAMP(3)   | '\"+294247-01-10T04:00:54.776\"'",
                "int64 c (TIMESTAMP(MICROS,true))  | -1                | TIMESTAMP(3)   | '\"1969-12-31T23:59:59.999\"'",
                "int64 c (TIMESTAMP(MICROS,true))  | -1                | TIMESTAMP_LTZ(6) | '\"1969-12-31T23:59:59.999999Z\"'",
                "int64 c (TIMESTAMP(MICROS,true))  | 9080000000000000000 | TIMESTAMP(9) | '\"+289703-09-30T14:13:20.000000000\"'",
                "int64 c (TIMESTAMP(NANOS,false))  | -1                | TIMESTAMP(3)   | '\"1969-12-31T23:59:59.999\"'",
                "int64 c (TIMESTAMP(NANOS,false))  | 1999              | TIMESTAMP(6)   | '\"1970-01-01T00:00:00.000001\"'",
                "int64 c (TIMESTAMP(NANOS,false))  | -1                | TIMESTAMP(9)   | '\"1969-12-31T23:59:59.999999999\"'",
                "int64 c (TIMESTAMP(MICROS,true))  | 5                 | BIGINT         | ?BIGINT",
                "int96 c                        | 2440588:1            | TIMESTAMP(9)   | '\"1970-01-01T00:00:00.000000001\"'",
                "int96 c                        | 2440587:86399999999999 | TIMESTAMP(6) | '\"1969-12-31T23:59:59.999999\"'",
                "int96 c                        | 200000000:82800000000000 | TIMESTAMP(6) | !17069133279600000 milliseconds",
                "int96 c                        | 108363177:82800000000000 | TIMESTAMP(3) | '\"+291976-03-14T23:00:00.000\"'",
                "int96 c                        | -105862232:-3600000000000 | BIGINT    | ?BIGINT",
                "float c                        | 1.5                  | DOUBLE         | 1.5",
                "double c                       | 1.5                  | FLOAT          | ?FLOAT",
                "fixed_len_byte_array(2) c (FLOAT16) | 0x003e          | FLOAT          | 1.5",
                "fixed_len_byte_array(2) c (FLOAT16) | 0xfffb          | DOUBLE         | -65504.0",
                "fixed_len_byte_array(2) c (FLOAT16) | 0x0100          | DOUBLE         | 5.9604644775390625E-8",
                "fixed_len_byte_array(2) c (FLOAT16) | 0x003e          | STRING         | ?STRING",
                "binary c (STRING)              | 0x61e282ac           | STRING         | '\"a€\"'",
                "binary c                       | 0x61e282ac           | STRING         | '\"a€\"'",
                "binary c (ENUM)                | 0x4142               | STRING         | '\"AB\"'",
                "binary c (JSON)                | 0x7b7d               | STRING         | '\"{}\"'",
                "binary c (JSON)                | 0x7b7d               | BYTES          | 'base64:7b7d'",
                "binary c (BSON)                | 0x7b7dff             | BYTES          | 'base64:7b7dff'",
                "binary c (BSON)                | 0x7b7dff             | STRING         | ?STRING",
                "fixed_len_byte_array(3) c      | 0x616263             | STRING         | '\"abc\"'",
                "fixed_len_byte_array(16) c (UUID) | 0x00112233445566778899aabbccddeeff | STRING | '\"00112233-4455-6677-8899-aabbccddeeff\"'",
                "fixed_len_byte_array(16) c (UUID) | 0x00112233445566778899aabbccddeeff | BYTES  | 'base64:00112233445566778899aabbccddeeff'",
                "fixed_len_byte_array(12) c (INTERVAL) | 0x010000000200000003000000     | BYTES  | 'base64:010000000200000003000000'",
                "fixed_len_byte_array(12) c (INTERVAL) | 0x010000000200000003000000     | STRING | ?STRING",
                "boolean c                      | true                 | BOOLEAN        | true",
                "boolean c                      | true                 | INT            | ?INT"
            })
    void valuesAreReadWithTheirAnnotation(String declared, String value, String wanted, String expected)
            throws Exception {
        DataField column = new DataField(0, "c", type(wanted));
        DataField row = new DataField(1, "r", new DataType.Row(List.of(column), true));
        DataField list = new DataField(2, "l", new DataType.Collection(TypeRoot.ARRAY, column.type(), 0, true));
        for (WriterVersion version : WriterVersion.values()) {
            Path file = directory.resolve(version + ".parquet");
            write(file, declared, value, version);
            Path table = ForeignParquet.table(directory.resolve(version + ""), file, ROWS, List.of(column, row, list));
            if (expected.startsWith("!") || expected.startsWith("?")) {
                checkRefused(table, expected, version == WriterVersion.PARQUET_1_0 ? "c" : "l");
            } else {
                checkRows(table, expected, version == WriterVersion.PARQUET_1_0);
            }
        }
    }

    private static void checkRefused(Path table, String expected, String column) {
        String text = expected.substring(1);
        assertThat(CommandLines.failure("scan", table.toString(), "--columns", column))
                .contains(expected.startsWith("!") ? "the value " + text + " " : " as " + text)
                .contains(expected.startsWith("!") ? "does not fit in" : "is not supported")
                .doesNotContain("damaged");
    }

    private static void checkRows(Path table, String expected, boolean filtered) throws Exception {
        boolean bytes = expected.startsWith("base64:");
        String shown = bytes
                ? "\"" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(expected.substring(7))) + "\""
                : expected;
        String present = String.format("{\"c\":%1$s,\"r\":{\"c\":%1$s},\"l\":[%1$s]}", shown);
        String absent = "{\"c\":null,\"r\":{\"c\":null},\"l\":[null]}";
        if (filtered && !bytes) {
            String literal = shown.startsWith("\"") ? "'" + shown.substring(1, shown.length() - 1) + "'" : shown;
            assertThat(CommandLines.scan(table, "--where", "c = " + literal))
                    .hasSize(ROWS - 1)
                    .containsOnly(present);
        } else {
            assertThat(CommandLines.scan(table)).hasSize(ROWS).containsOnly(present, absent);
        }
    }

    private static void write(Path file, String declared, String value, WriterVersion version) throws Exception {
        String element = declared.replaceFirst(" c\\b", " element");
        MessageType schema = MessageTypeParser.parseMessageType("message m { optional " + declared
                + "; optional group r { optional " + declared
                + "; } optional group l (LIST) { repeated group list { optional "
                + element + "; } } }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .withWriterVersion(version)
                .withDictionaryEncoding(version == WriterVersion.PARQUET_1_0)
                .build()) {
            for (int i = 0; i < ROWS; i++) {
                Group group = new SimpleGroup(schema);
                Group row = group.addGroup("r");
                Group item = group.addGroup("l").addGroup("list");
                if (i != 7) {
                    add(group, "c", value);
                    add(row, "c", value);
                    add(item, "element", value);
                }
                writer.write(group);
            }
        }
    }

    private static void add(Group group, String name, String value) {
        var type = group.getType().getType(name).asPrimitiveType();
        PrimitiveTypeName physical = type.getPrimitiveTypeName();
        switch (physical) {
            case INT32 -> group.add(name, Integer.parseInt(value));
            case INT64 -> group.add(name, Long.parseLong(value));
            case BOOLEAN -> group.add(name, Boolean.parseBoolean(value));
            case FLOAT -> group.add(name, Float.parseFloat(value));
            case DOUBLE -> group.add(name, Double.parseDouble(value));
            case INT96 -> {
                String[] parts = value.split(":");
                group.add(name, new NanoTime(Integer.parseInt(parts[0]), Long.parseLong(parts[1])));
            }
            case BINARY, FIXED_LEN_BYTE_ARRAY ->
                group.add(name, Binary.fromConstantByteArray(bytes(value, type.getTypeLength())));
        }
    }

    private static byte[] bytes(String value, int length) {
        if (value.startsWith("0x")) {
            return HexFormat.of().parseHex(value.substring(2));
        }
        byte[] shortest = new BigInteger(value).toByteArray();
        if (length == 0) {
            return shortest;
        }
        byte[] padded = new byte[length];
        Arrays.fill(padded, (byte) (shortest[0] < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, padded, length - shortest.length, shortest.length);
        return padded;
    }

    static DataType type(String text) {
        Matcher parts = TYPE.matcher(text);
        assertThat(parts.matches()).as(text).isTrue();
        return switch (parts.group(1)) {
            case "STRING" -> DataType.string();
            case "BYTES" -> DataType.bytes();
            case "DECIMAL" -> DataType.decimal(Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
            default ->
                parts.group(2) == null
                        ? DataType.of(TypeRoot.valueOf(parts.group(1)))
                        : DataType.of(TypeRoot.valueOf(parts.group(1)), Integer.parseInt(parts.group(2)));
        };
    }

    /** Spark's own microseconds wrap for years from 287585 on; the values are those of its own reader. */
    @Test
    void int96OfSparkBeyondJulianMicroseconds() throws Exception {
        long micros = 9_089_380_393_200_000_000L;
        long julian = micros + 2_440_588L * 86_400_000_000L; // overflows, as in Spark
        Path file = directory.resolve("spark.parquet");
        write(
                file,
                "int96 c",
                julian / 86_400_000_000L + ":" + julian % 86_400_000_000L * 1000L,
                WriterVersion.PARQUET_1_0);
        for (int precision : new int[] {3, 6, 9}) {
            DataField field = new DataField(0, "c", DataType.of(TypeRoot.TIMESTAMP, precision));
            String digits = "000000000".substring(0, precision);
            Path table = ForeignParquet.table(directory.resolve("p" + precision), file, ROWS, List.of(field));
            assertThat(CommandLines.scan(table))
                    .containsOnly("{\"c\":null}", "{\"c\":\"+290000-12-30T23:00:00." + digits + "\"}");
        }
    }

    /** Other writers than parquet-java leave NaN out of bounds, so that no bound may hide one. */
    @Test
    void boundsThatLeaveOutNanHideNone() throws Exception {
        ByteBuffer plain = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        plain.putDouble(1.0).putDouble(Double.NaN);
        byte[] bound = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(1.0)
                .array();
        Path file = directory.resolve("nan.parquet");
        HandmadeParquet.column("c", Type.DOUBLE)
                .page(2, plain.array())
                .bounds(bound, bound)
                .write(file);
        Path table = ForeignParquet.table(
                directory.resolve("nan"), file, 2, List.of(new DataField(0, "c", DataType.of(TypeRoot.DOUBLE))));
        assertThat(CommandLines.scan(table, "--where", "c > 5")).hasSize(1).allMatch(row -> row.contains("NaN"));
    }
}
