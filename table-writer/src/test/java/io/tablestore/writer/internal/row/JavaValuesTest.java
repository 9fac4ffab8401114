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
package io.tablestore.writer.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.row.ByteSpan;
import io.tablestore.writer.row.InputValues;
import io.tablestore.writer.row.RowValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** {@link JavaValues}, and the {@link ColumnDefaults} that stand in for its nulls. */
@NullUnmarked // nulls are values of these tests
class JavaValuesTest {

    private static InputValues row(DataType type, Object value) {
        return new JavaValues(Schemas.columns("c", type)).convert(RowValues.of(value));
    }

    private static void refuses(DataType type, Object value, String why) {
        assertThatThrownBy(() -> row(type, value))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("olumn c")
                .hasMessageContaining(why);
    }

    private static String text(InputValues row, int position) {
        ByteSpan span = new ByteSpan();
        row.getBytes(position, span);
        return new String(span.array(), span.offset(), span.length(), StandardCharsets.UTF_8);
    }

    @Test
    void wholeNumbersOfAnyClassAreTakenUpToTheRange() {
        DataType tiny = DataType.of(TypeRoot.TINYINT);
        assertThat(row(tiny, 127).getLong(0)).isEqualTo(127);
        assertThat(row(tiny, -128L).getLong(0)).isEqualTo(-128);
        refuses(tiny, 128, "whole numbers of its range");
        refuses(tiny, -129, "whole numbers of its range");
        DataType big = DataType.of(TypeRoot.BIGINT);
        assertThat(row(big, new BigInteger("9223372036854775807")).getLong(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(row(big, new BigDecimal("-9223372036854775808.0")).getLong(0))
                .isEqualTo(Long.MIN_VALUE);
        assertThat(row(big, new AtomicLong(5)).getLong(0)).isEqualTo(5);
        assertThat(row(big, 3.0).getLong(0)).isEqualTo(3);
        refuses(big, new BigInteger("9223372036854775808"), "whole numbers of its range");
        refuses(big, 0.5, "whole numbers of its range");
        refuses(big, "5", "whole numbers of its range");
        refuses(big, new BigDecimal("1e100000000"), "whole numbers of its range");
    }

    @Test
    void numbersAreNeverRounded() {
        assertThat(row(DataType.of(TypeRoot.FLOAT), 0.5).getDouble(0)).isEqualTo(0.5);
        refuses(DataType.of(TypeRoot.FLOAT), 0.1, "without rounding");
        assertThat(row(DataType.of(TypeRoot.DOUBLE), 0.1f).getDouble(0)).isEqualTo((double) 0.1f);
        assertThat(row(DataType.of(TypeRoot.FLOAT), Double.NaN).getDouble(0)).isNaN();
        assertThat(row(DataType.of(TypeRoot.DOUBLE), (1L << 53)).getDouble(0)).isEqualTo(0x1p53);
        refuses(DataType.of(TypeRoot.DOUBLE), (1L << 53) + 1, "without rounding");
        DataType decimal = DataType.decimal(4, 2);
        assertThat(row(decimal, 9.5).getLong(0)).isEqualTo(950);
        assertThat(row(decimal, new BigDecimal("99.990")).getLong(0)).isEqualTo(9999);
        refuses(decimal, 100, "more digits before the point");
        refuses(decimal, 1.234, "more digits after the point");
        refuses(decimal, Double.NaN, "finite numbers");
    }

    @Test
    void textsAreCountedInCharacters() {
        DataType two = DataType.of(TypeRoot.VARCHAR, 2);
        assertThat(text(row(two, "\ud83d\ude00\ud83d\ude00"), 0)).isEqualTo("\ud83d\ude00\ud83d\ude00");
        refuses(two, "\ud83d\ude00ab", "it has 3 characters");
        assertThat(text(row(two, 'x'), 0)).isEqualTo("x");
        assertThat(text(row(two, "\u00e9\u00e9".getBytes(StandardCharsets.UTF_8)), 0))
                .isEqualTo("\u00e9\u00e9");
        refuses(two, new byte[] {-1}, "no UTF-8");
        refuses(two, "\ud83d", "half of a surrogate pair at 0");
        refuses(DataType.of(TypeRoot.VARBINARY, 2), new byte[3], "it has 3 bytes");
        ByteBuffer part = ByteBuffer.wrap("abcd".getBytes(StandardCharsets.UTF_8));
        part.position(1).limit(3);
        assertThat(text(row(DataType.of(TypeRoot.VARBINARY, 2), part), 0)).isEqualTo("bc");
        assertThat(part.remaining()).isEqualTo(2);
    }

    @Test
    void timesHaveNoMoreDigitsThanTheirType() {
        assertThat(row(DataType.of(TypeRoot.DATE), LocalDate.of(1969, 12, 31)).getLong(0))
                .isEqualTo(-1);
        assertThat(row(DataType.of(TypeRoot.TIME, 3), LocalTime.of(0, 0, 1, 2_000_000))
                        .getLong(0))
                .isEqualTo(1002);
        refuses(DataType.of(TypeRoot.TIME, 3), LocalTime.of(0, 0, 0, 1), "more than 3 digits");
        refuses(DataType.of(TypeRoot.TIME, 0), 1500, "more than 0 digits");
        refuses(DataType.of(TypeRoot.TIME, 3), 86_400_000, "milliseconds of the day");
        LocalDateTime clock = LocalDateTime.of(1970, 1, 1, 0, 0, 1, 5_000);
        InputValues micros = row(DataType.of(TypeRoot.TIMESTAMP, 6), clock);
        assertThat(micros.getEpochMillis(0)).isEqualTo(1000);
        assertThat(micros.getNanoOfMilli(0)).isEqualTo(5000);
        refuses(DataType.of(TypeRoot.TIMESTAMP, 3), clock, "more than 3 digits");
        Instant before = Instant.ofEpochSecond(-1, 1_000_000);
        assertThat(row(DataType.of(TypeRoot.TIMESTAMP_LTZ, 3), before.atOffset(ZoneOffset.ofHours(5)))
                        .getEpochMillis(0))
                .isEqualTo(-999);
        refuses(DataType.of(TypeRoot.TIMESTAMP, 3), before, "an instant has no wall clock");
        refuses(DataType.of(TypeRoot.TIMESTAMP_LTZ, 6), clock, "a wall clock is no instant");
        refuses(DataType.of(TypeRoot.TIMESTAMP, 6), new TimestampValue(Long.MAX_VALUE, 0), "too far from 1970");
        refuses(DataType.of(TypeRoot.TIMESTAMP, 9), new TimestampValue(0, 1_000_000), "0 to 999999");
    }

    @Test
    void nestedValuesAreConvertedWithTheirPaths() {
        DataType numbers = new DataType.Collection(
                TypeRoot.ARRAY, DataType.of(TypeRoot.INT).asNotNull(), 0, true);
        InputValues array = row(numbers, new int[] {1, 2}).getArray(0);
        assertThat(array.size()).isEqualTo(2);
        assertThat(array.getLong(1)).isEqualTo(2);
        refuses(numbers, Arrays.asList(1, null), "Column c[1] is NOT NULL");
        refuses(numbers, List.of(1, "x"), "Column c[1] of type INT");
        DataType map = new DataType.Mapping(DataType.decimal(3, 1), DataType.string(), true);
        InputValues.Entries entries = row(map, Map.of(1, "one")).getMap(0);
        assertThat(entries.keys().getLong(0)).isEqualTo(10);
        assertThat(text(entries.values(), 0)).isEqualTo("one");
        refuses(map, Map.of(1, "a", 1.0, "b"), "several of its keys are the same");
        DataType fields = new DataType.Row(
                List.of(new DataField(1, "x", DataType.of(TypeRoot.INT).asNotNull())), true);
        assertThat(row(fields, RowValues.of(4)).getRow(0, 1).getLong(0)).isEqualTo(4);
        assertThatThrownBy(() -> row(fields, RowValues.of((Object) null))).hasMessageContaining("Column c.x");
        refuses(fields, RowValues.of(1, 2), "has 2 values");
        DataType bag = new DataType.Collection(TypeRoot.MULTISET, DataType.string(), 0, true);
        assertThat(row(bag, Map.of("a", 2)).getMap(0).values().getLong(0)).isEqualTo(2);
        refuses(bag, Map.of("a", 0), "at least once");
    }

    @Test
    void aRowHasAsManyValuesAsTheTableHasColumns() {
        assertThatThrownBy(() -> new JavaValues(Schemas.append().fields()).convert(RowValues.of(1)))
                .hasMessageContaining("The row has 1 values, but there are 2 columns: k, v");
        assertThat(row(DataType.of(TypeRoot.INT), null).isNull(0)).isTrue();
    }

    private static TableSchema withDefault(DataType type, String text) {
        TableSchema plain = Schemas.append();
        DataField v = new DataField(1, "v", type, null, text);
        return new TableSchema(
                plain.file(), 0, List.of(plain.fields().get(0), v), 1, List.of(), List.of(), Map.of(), null, 0);
    }

    @Test
    void aDefaultStandsInForANull() {
        TableSchema schema = withDefault(DataType.decimal(5, 2), "1.5");
        ColumnDefaults defaults = new ColumnDefaults(schema);
        JavaValues values = new JavaValues(schema.fields());
        InputValues filled = defaults.fill(values.convert(RowValues.of(7, null)));
        assertThat(filled.isNull(1)).isFalse();
        assertThat(filled.getLong(1)).isEqualTo(150);
        assertThat(filled.getLong(0)).isEqualTo(7);
        assertThat(defaults.fill(filled)).isSameAs(filled);
        assertThat(defaults.fill(values.convert(RowValues.of(null, 2))).getLong(1))
                .isEqualTo(200);
        assertThat(defaults.fill(values.convert(RowValues.of(null, 2))).isNull(0))
                .isTrue();
        InputValues row = values.convert(RowValues.of(1, null));
        assertThat(new ColumnDefaults(Schemas.append()).fill(row)).isSameAs(row);
    }

    @Test
    void aDefaultThatIsNoValueOfItsColumnIsRefused() {
        for (TableSchema schema : List.of(
                withDefault(DataType.of(TypeRoot.INT), "x"),
                withDefault(DataType.of(TypeRoot.TINYINT), "300"),
                withDefault(new DataType.Collection(TypeRoot.ARRAY, DataType.string(), 0, true), "[]"))) {
            assertThatThrownBy(() -> new ColumnDefaults(schema))
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessageContaining("Column v of type");
        }
    }
}
