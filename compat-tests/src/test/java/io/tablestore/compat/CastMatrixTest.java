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

import io.tablestore.schema.TypeText;
import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.ValueCast;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.paimon.casting.CastExecutor;
import org.apache.paimon.casting.CastExecutors;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeChecks;
import org.apache.paimon.types.DataTypeFamily;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every pair of atomic types that Apache Paimon lets a column change between: random values, extremes and nulls, written as
 * the one type in every file format and read as the other, as Paimon reads them. A value that Paimon fails to cast fails here
 * too. The system property {@code seeds.casts} says how many seeds are tried.
 */
class CastMatrixTest {

    private static final int ROWS = 40;
    private static final Identifier NAME = Identifier.create("db", "t");

    /** Seconds that still are a date of Java. */
    private static final long LAST_SECOND = 200_000_000_000L;

    private static final List<DataType> TYPES = List.of(
            DataTypes.BOOLEAN(),
            DataTypes.TINYINT(),
            DataTypes.SMALLINT(),
            DataTypes.INT(),
            DataTypes.BIGINT(),
            DataTypes.FLOAT(),
            DataTypes.DOUBLE(),
            DataTypes.DECIMAL(5, 2),
            DataTypes.DECIMAL(20, 4),
            DataTypes.DECIMAL(38, 10),
            DataTypes.CHAR(6),
            DataTypes.VARCHAR(5),
            DataTypes.STRING(),
            DataTypes.BINARY(4),
            DataTypes.VARBINARY(3),
            DataTypes.BYTES(),
            DataTypes.DATE(),
            DataTypes.TIME(0),
            DataTypes.TIME(3),
            DataTypes.TIMESTAMP(0),
            DataTypes.TIMESTAMP(3),
            DataTypes.TIMESTAMP(6),
            DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(0),
            DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3),
            DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6));

    private static final String[] TEXTS = {
        "0",
        "1",
        "-1",
        "+7",
        "127",
        "128",
        "-129",
        "32768",
        "2147483647",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "1.5",
        "-0.005",
        "12.345",
        "1e3",
        "1E-2",
        ".5",
        "5.",
        ".",
        "-.",
        "-.5",
        "-1.5",
        "NaN",
        "Infinity",
        "-0",
        " 1",
        "1 ",
        "",
        " ",
        "abc",
        "true",
        "FALSE",
        "t",
        "No",
        "yes",
        "y",
        "0x1",
        "1f",
        "1_000",
        "--1",
        "١",
        "2024-02-29",
        "2023-02-29",
        "2024-1-2",
        "2024-1-2 3:04:05",
        "+2024-01-02",
        "0001-01-01",
        "9999-12-31",
        "10000-01-01",
        "2024-13-01",
        "2024-01",
        "12:34:56",
        "12:34",
        "1:02:03",
        "12:34:56.789",
        "12:34:56.7891234",
        "23:59:59.999999999",
        "24:00:00",
        "12:60:00",
        "2024-02-29 12:34:56",
        "2024-02-29T12:34:56",
        "2024-02-29 12:34:56.123456789",
        "1969-12-31 23:59:59.999",
        "2024-02-29 12:34",
        "1500-01-01 00:00:00",
        "2024-02-29 ",
        "日本語",
        "ü"
    };

    private static final Map<String, Map<DataTypeRoot, String>> ODD_TEXTS = Map.ofEntries(
            Map.entry(" 1", Map.of()),
            Map.entry("1 ", Map.of()),
            Map.entry(".", Map.of()),
            Map.entry("-.", Map.of()),
            Map.entry("12:60:00", Map.of()),
            Map.entry("24:00:00", Map.of()),
            Map.entry("2023-02-29", Map.of()),
            Map.entry("2024-01", Map.of()),
            Map.entry("23:59:59.999999999", Map.of(DataTypeRoot.TIME_WITHOUT_TIME_ZONE, "86399999")),
            Map.entry(
                    "10000-01-01",
                    Map.of(
                            DataTypeRoot.DATE,
                            "2932897",
                            DataTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE,
                            new TimestampValue(253_402_300_800_000L, 0).toString())),
            Map.entry(
                    "2024-02-29 12:34",
                    Map.of(
                            DataTypeRoot.DATE,
                            "19782",
                            DataTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE,
                            new TimestampValue(1_709_210_040_000L, 0).toString())),
            Map.entry(
                    "9223372036854775807",
                    Map.of(
                            DataTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE,
                            new TimestampValue(Long.MAX_VALUE, 0).toString())));

    /** Values that become something else than they should. */
    private final Set<String> otherwise = new TreeSet<>();

    @TempDir
    Path warehouse;

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(Long.getLong("seeds.casts", 1));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyCastGivesTheValuesOfPaimon(long seed) throws Exception {
        int pairs = 0;
        try (PaimonWarehouse paimon = new PaimonWarehouse(warehouse)) {
            for (String format : List.of("parquet", "orc", "avro")) {
                for (DataType from : TYPES) {
                    pairs += readEvolved(paimon, format, from, new Random(seed * 1000 + TYPES.indexOf(from)));
                }
            }
        }
        assertThat(otherwise).isEmpty();
        assertThat(pairs).isGreaterThan(3 * 250);
    }

    /** @return how many target types the type has */
    private int readEvolved(PaimonWarehouse paimon, String format, DataType from, Random random) throws Exception {
        RandomValues values = new RandomValues(random);
        if (format.equals("orc")) {
            values.onlyWhatOrcKeeps();
        }
        List<DataType> targets = targets(from);
        List<List<Object>> columns = new ArrayList<>();
        for (DataType target : targets) {
            columns.add(fitting(from, target, values, random, format));
        }
        Schema.Builder schema = Schema.newBuilder()
                .column("k", DataTypes.INT())
                .option("bucket", "-1")
                .option("file.format", format);
        for (int i = 0; i < targets.size(); i++) {
            schema.column("c" + i, from);
        }
        write(paimon.create(NAME, schema.build()), columns);
        List<SchemaChange> changes = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            changes.add(SchemaChange.updateColumnType("c" + i, targets.get(i)));
        }
        paimon.catalog().alterTable(NAME, changes, false);
        List<String> expected = PaimonRows.read(paimon.table(NAME), null);
        assertThat(CommandLines.scan(warehouse.resolve("db.db/t")))
                .as("%s, %s to %s", format, from, targets)
                .isEqualTo(expected)
                .hasSize(ROWS);
        paimon.catalog().dropTable(NAME, false);
        return targets.size();
    }

    private static List<DataType> targets(DataType from) {
        return TYPES.stream()
                .filter(to -> !to.equals(from) && CastExecutors.resolve(from, to) != null)
                .toList();
    }

    /** Values that Paimon casts to something; of others the same is asked of our cast at once. */
    private List<Object> fitting(DataType from, DataType to, RandomValues values, Random random, String format) {
        @SuppressWarnings("unchecked")
        CastExecutor<Object, Object> paimon = (CastExecutor<Object, Object>) CastExecutors.resolve(from, to);
        List<Object> fitting = new ArrayList<>();
        fitting.add(null);
        for (int tries = 0; fitting.size() < ROWS; tries++) {
            Object value = tries > 50 * ROWS ? null : value(from, to, values, random, format);
            if (value == null) {
                fitting.add(null);
                continue;
            }
            if (isOtherwise(from, to, value)) {
                continue;
            }
            Object cast;
            try {
                cast = paimon.cast(value);
            } catch (RuntimeException failed) {
                expect("fails", from, to, value);
                continue;
            }
            if (cast == null) { // Paimon's own rows cannot hold it
                expect("null", from, to, value);
            } else {
                expect(shown(ours(cast)), from, to, value);
                fitting.add(value);
            }
        }
        return fitting;
    }

    private static String shown(Object value) {
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(value);
    }

    private void expect(String what, DataType from, DataType to, Object value) {
        String result;
        try {
            result = shown(ours(from, to).apply(ours(value)));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException failed) {
            result = "fails";
        }
        if (!result.equals(what)) {
            otherwise.add(String.format("'%s' of %s as %s: %s, here %s", value, from, to, what, result));
        }
    }

    private static Object value(DataType from, DataType to, RandomValues values, Random random, String format) {
        boolean binaryAsText = from.is(DataTypeFamily.BINARY_STRING) && to.is(DataTypeFamily.CHARACTER_STRING);
        if (from.is(DataTypeFamily.CHARACTER_STRING) && !to.is(DataTypeFamily.CHARACTER_STRING)) {
            String text = TEXTS[random.nextInt(TEXTS.length)];
            boolean fits = text.codePointCount(0, text.length()) <= length(from);
            boolean trimmed = format.equals("orc") && from.is(DataTypeRoot.CHAR) && text.endsWith(" ");
            return fits && !trimmed ? BinaryString.fromString(text) : null;
        }
        if (binaryAsText) {
            byte[] bytes = new byte[Math.min(length(from), random.nextInt(10))];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) ('a' + random.nextInt(26));
            }
            return bytes;
        }
        return random.nextInt(4) == 0 ? extreme(from, values, random) : values.randomValue(from);
    }

    private static int length(DataType type) {
        return DataTypeChecks.getLength(type);
    }

    private static Object extreme(DataType type, RandomValues values, Random random) {
        boolean low = random.nextBoolean();
        return switch (type.getTypeRoot()) {
            case TINYINT -> low ? Byte.MIN_VALUE : Byte.MAX_VALUE;
            case SMALLINT -> low ? Short.MIN_VALUE : Short.MAX_VALUE;
            case INTEGER -> low ? Integer.MIN_VALUE : Integer.MAX_VALUE;
            case BIGINT -> low ? Long.MIN_VALUE : Long.MAX_VALUE;
            case FLOAT -> low ? -Float.MAX_VALUE : Float.MIN_VALUE;
            case DOUBLE -> low ? Double.NEGATIVE_INFINITY : Double.MIN_VALUE;
            case TIME_WITHOUT_TIME_ZONE -> low ? 0 : 86_399_000;
            default -> values.randomValue(type);
        };
    }

    /** What is documented to differ from Paimon (docs/FORMAT_COVERAGE.md). */
    private static boolean isOtherwise(DataType from, DataType to, Object value) {
        if (value instanceof Timestamp moment) {
            return moment.getMillisecond() < 0 && !to.is(DataTypeFamily.CHARACTER_STRING);
        }
        if (value instanceof byte[] bytes && to.is(DataTypeFamily.CHARACTER_STRING)) {
            return bytes.length > length(to);
        }
        if (from.is(DataTypeRoot.TIME_WITHOUT_TIME_ZONE) && to.is(DataTypeFamily.TIMESTAMP)) {
            return ((Integer) value) % 1000 != 0;
        }
        if (value instanceof BinaryString text && !to.is(DataTypeFamily.CHARACTER_STRING)) {
            boolean number = text.toString().matches("-?[0-9]{1,19}");
            return ODD_TEXTS.containsKey(text.toString())
                            && (to.is(DataTypeFamily.DATETIME) || to.is(DataTypeFamily.INTEGER_NUMERIC))
                    || number
                            && to.is(DataTypeRoot.TIME_WITHOUT_TIME_ZONE)
                            && !text.toString().matches("[0-9]{1,7}");
        }
        return value instanceof Long seconds
                && to.is(DataTypeFamily.TIMESTAMP)
                && (seconds > LAST_SECOND || seconds < -LAST_SECOND);
    }

    /** Paimon makes another day, minute or number of most of these; of those that name one exactly it makes none. */
    @ParameterizedTest
    @MethodSource("oddTexts")
    void aTextIsExactOrFails(String text) {
        for (DataType to : List.of(DataTypes.DATE(), DataTypes.TIME(3), DataTypes.TIMESTAMP(3), DataTypes.INT())) {
            String expected = ODD_TEXTS.get(text).getOrDefault(to.getTypeRoot(), "fails");
            expect(expected, DataTypes.STRING(), to, BinaryString.fromString(text));
        }
        assertThat(otherwise).isEmpty();
    }

    static Set<String> oddTexts() {
        return ODD_TEXTS.keySet();
    }

    private static Function<Object, Object> ours(DataType from, DataType to) {
        return Objects.requireNonNull(ValueCast.between(atomic(from), atomic(to)), () -> from + " to " + to);
    }

    private static io.tablestore.types.DataType.Atomic atomic(DataType type) {
        return (io.tablestore.types.DataType.Atomic) TypeText.parse(type.asSQLString());
    }

    private static Object ours(Object value) {
        if (value instanceof BinaryString text) {
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (value instanceof Decimal decimal) {
            return decimal.toBigDecimal();
        }
        if (value instanceof Float || value instanceof Double || value instanceof BigDecimal) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Timestamp moment) {
            return TimestampValue.of(moment.toLocalDateTime());
        }
        return value instanceof Number number ? (Object) number.longValue() : value;
    }

    private static void write(FileStoreTable table, List<List<Object>> columns) throws Exception {
        PaimonWarehouse.write(table, write -> {
            for (int k = 0; k < ROWS; k++) {
                GenericRow row = new GenericRow(1 + columns.size());
                row.setField(0, k);
                for (int i = 0; i < columns.size(); i++) {
                    row.setField(i + 1, columns.get(i).get(k));
                }
                write.write(row);
            }
        });
    }
}
