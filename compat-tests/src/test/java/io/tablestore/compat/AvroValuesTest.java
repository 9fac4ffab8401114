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

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of Avro files read with their logical types, unions and ranges: the same value, or an error that names it. */
class AvroValuesTest {

    private static final String LONG = "\"long\"";

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "TINYINT, 127, -128, 128, -129",
        "SMALLINT, 32767, -32768, 65536, -32769",
        "INT, 2147483647, -2147483648, 4294967295, -2147483649",
        "DATE, 2147483647, -2147483648, 4294967296, -2147483649",
        "TIME, 86399999, 0, 86400000, -1"
    })
    void wholeNumbersFitOrAreNamed(TypeRoot wanted, long greatest, long least, long tooGreat, long tooSmall)
            throws Exception {
        assertThat(read(DataType.of(wanted), LONG, greatest, least)).hasSize(2);
        for (long unfit : new long[] {tooGreat, tooSmall}) {
            assertUnfit(DataType.of(wanted), LONG, Long.toString(unfit), least, unfit);
        }
    }

    @Test
    void timesAndTimestampsKeepTheirUnit() throws Exception {
        DataType time = DataType.of(TypeRoot.TIME, 3);
        assertThat(read(time, logical("long", "time-micros"), 1_234_567L)).isEqualTo(read(time, LONG, 1_234L));
        assertThat(read(time, logical("int", "time-millis"), 1_234)).isEqualTo(read(time, LONG, 1_234L));
        for (String local : List.of("", "local-")) {
            for (int precision : new int[] {0, 3, 6, 9}) {
                DataType type = DataType.of(TypeRoot.TIMESTAMP, precision);
                List<String> expected = read(type, logical("long", local + "timestamp-millis"), -1_500L);
                assertThat(read(type, logical("long", local + "timestamp-micros"), -1_500_000L))
                        .isEqualTo(expected);
                assertThat(read(type, logical("long", local + "timestamp-nanos"), -1_500_000_000L))
                        .isEqualTo(expected);
            }
        }
        assertUnfit(
                DataType.of(TypeRoot.TIMESTAMP, 6),
                logical("long", "timestamp-millis"),
                Long.toString(Long.MAX_VALUE / 100),
                Long.MAX_VALUE / 100);
    }

    @ParameterizedTest(name = "{0} {1} as {2}")
    @CsvSource({
        "long, timestamp-millis, BIGINT",
        "long, local-timestamp-micros, BIGINT",
        "long, timestamp-nanos, DOUBLE",
        "int, date, INT",
        "int, time-millis, INT",
        "long, time-micros, DATE",
        "long, timestamp-micros, DATE",
        "long, timestamp-millis, TIME",
        "int, date, TIME",
        "int, time-millis, DATE"
    })
    void aNumberWithAMeaningIsReadAsNothingElse(String stored, String logical, TypeRoot wanted) {
        Object value = stored.equals("int") ? (Object) 1 : (Object) 1L;
        assertThatThrownBy(() -> read(DataType.of(wanted), logical(stored, logical), value))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("reading Avro " + stored + " (" + logical + ") as " + wanted);
    }

    @Test
    void decimalsOfAnotherScaleAreRoundedOrNamed() throws Exception {
        String bytes = "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":20,\"scale\":4}";
        String fixed = "{\"type\":\"fixed\",\"name\":\"f\",\"size\":12,\"logicalType\":\"decimal\","
                + "\"precision\":20,\"scale\":4}";
        for (String schema : List.of(bytes, fixed)) {
            assertThat(read(DataType.decimal(10, 2), schema, decimal("1.2500", schema), decimal("-3.5000", schema)))
                    .containsExactly("1.25", "-3.50");
            assertThat(read(DataType.decimal(22, 6), schema, decimal("1.2345", schema)))
                    .containsExactly("1.234500");
            assertThat(read(DataType.decimal(8, 4), schema, decimal("1.2345", schema)))
                    .containsExactly("1.2345");
            assertThat(read(DataType.decimal(10, 2), schema, decimal("1.2350", schema), decimal("-1.2349", schema)))
                    .containsExactly("1.24", "-1.23");
            assertUnfit(DataType.decimal(4, 2), schema, "99.9950", decimal("99.9950", schema));
            assertUnfit(DataType.decimal(8, 4), schema, "12345.6789", decimal("12345.6789", schema));
            assertUnfit(DataType.decimal(38, 30), schema, "123456789.0000", decimal("123456789.0000", schema));
        }
        assertThatThrownBy(() -> read(DataType.decimal(10, 2), "\"string\"", "1.25"))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("reading Avro string as DECIMAL(10, 2)");
    }

    @Test
    void unionsAreReadByTheirBranches() throws Exception {
        DataType bigint = DataType.of(TypeRoot.BIGINT);
        assertThat(read(bigint, "[\"int\",\"null\"]", 5, null, 7)).containsExactly("5", null, "7");
        assertThat(read(bigint, "[\"null\",\"int\",\"long\"]", 1L << 40, null, 7))
                .containsExactly("1099511627776", null, "7");
        assertThat(read(bigint, "[\"int\"]", 5)).containsExactly("5");
        assertThat(read(bigint, "[\"null\"]", new Object[] {null, null})).containsExactly(null, null);
        assertThat(read(bigint, "\"null\"", new Object[] {null, null})).containsExactly(null, null);
        assertThat(read(DataType.of(TypeRoot.DOUBLE), "[\"null\",\"int\",\"float\",\"double\"]", 1, 2.5f, 3.5))
                .containsExactly("1.0", "2.5", "3.5");
        assertThatThrownBy(() -> read(bigint, "[\"null\",\"int\",\"string\"]", 5, "five"))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("reading Avro string as BIGINT");
    }

    @Test
    void namedTypesAreTextsAndBytes() throws Exception {
        String symbols = "{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"RED\",\"GREEN\"]}";
        Schema colours = new Schema.Parser().parse(symbols);
        assertThat(read(
                        DataType.string(),
                        symbols,
                        new GenericData.EnumSymbol(colours, "GREEN"),
                        new GenericData.EnumSymbol(colours, "RED")))
                .containsExactly("GREEN", "RED");
        String fixed = "{\"type\":\"fixed\",\"name\":\"f\",\"size\":3}";
        GenericData.Fixed abc =
                new GenericData.Fixed(new Schema.Parser().parse(fixed), "abc".getBytes(StandardCharsets.UTF_8));
        assertThat(read(DataType.bytes(), fixed, abc)).hasSize(1);
        String duration = "{\"type\":\"fixed\",\"name\":\"f\",\"size\":12,\"logicalType\":\"duration\"}";
        GenericData.Fixed month = new GenericData.Fixed(new Schema.Parser().parse(duration), new byte[12]);
        assertThatThrownBy(() -> read(DataType.bytes(), duration, month))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("reading Avro fixed (duration) as BYTES");
    }

    @Test
    void arraysOfNothingButNullsHaveTheirLength() throws Exception {
        DataType list = new DataType.Collection(TypeRoot.ARRAY, DataType.of(TypeRoot.INT), 0, true);
        String nulls = "{\"type\":\"array\",\"items\":\"null\"}";
        assertThat(read(list, nulls, Arrays.asList(null, null, null), List.of()))
                .containsExactly("[null,null,null]", "[]");
    }

    @Test
    void recursiveRecordsThatNobodyAsksForArePassedOver() throws Exception {
        String tree = "{\"type\":\"record\",\"name\":\"node\",\"fields\":["
                + "{\"name\":\"next\",\"type\":[\"null\",\"node\"]},{\"name\":\"v\",\"type\":\"int\"}]}";
        Schema schema = new Schema.Parser().parse(tree);
        GenericRecord last = null;
        for (int i = 0; i < 50; i++) {
            GenericRecord node = new GenericData.Record(schema);
            node.put("next", last);
            node.put("v", i);
            last = node;
        }
        Path file = write(schema, List.of(last));
        assertThat(DecodedFile.column(file, 1, "v", DataType.of(TypeRoot.INT))).containsExactly("49");
    }

    private void assertUnfit(DataType type, String schema, String shown, Object... values) {
        assertThatThrownBy(() -> read(type, schema, values))
                .isInstanceOf(TableStoreException.class)
                .isNotInstanceOf(CorruptFileException.class)
                .hasMessageContaining("Column c: the value " + shown + " of Avro ")
                .hasMessageContaining(" does not fit in " + type);
    }

    private static String logical(String type, String logical) {
        return "{\"type\":\"" + type + "\",\"logicalType\":\"" + logical + "\"}";
    }

    private static Object decimal(String value, String schema) {
        byte[] unscaled = new BigDecimal(value).unscaledValue().toByteArray();
        Schema parsed = new Schema.Parser().parse(schema);
        if (parsed.getType() == Schema.Type.BYTES) {
            return ByteBuffer.wrap(unscaled);
        }
        byte[] padded = new byte[parsed.getFixedSize()];
        Arrays.fill(padded, (byte) (unscaled[0] < 0 ? -1 : 0));
        System.arraycopy(unscaled, 0, padded, padded.length - unscaled.length, unscaled.length);
        return new GenericData.Fixed(parsed, padded);
    }

    /** Writes the values as column {@code c} of a schema and reads them as a type. */
    private List<String> read(DataType type, String schema, Object... values) throws Exception {
        Schema record = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"c\",\"type\":" + schema + "}]}");
        List<GenericRecord> rows = new ArrayList<>();
        for (Object value : values) {
            GenericRecord row = new GenericData.Record(record);
            row.put("c", value);
            rows.add(row);
        }
        return DecodedFile.column(write(record, rows), rows.size(), "c", type);
    }

    private Path write(Schema schema, List<GenericRecord> rows) throws Exception {
        Path file = directory.resolve("values" + System.identityHashCode(rows) + ".avro");
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, file.toFile());
            for (GenericRecord row : rows) {
                writer.append(row);
            }
        }
        return file;
    }
}
