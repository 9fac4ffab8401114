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
package io.tablestore.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.schema.TypeText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What values become after their column was given another type. Values are written as the type before shows them. */
class ValueCastTest {

    private static DataType.Atomic type(String text) {
        return (DataType.Atomic) TypeText.parse(text);
    }

    private static Object value(DataType.Atomic type, String text) {
        return switch (type.root()) {
            case BOOLEAN -> Boolean.valueOf(text);
            case TINYINT, SMALLINT, INT, BIGINT, DATE, TIME -> Long.valueOf(text);
            case FLOAT, DOUBLE -> Double.valueOf(text);
            case DECIMAL -> new BigDecimal(text);
            case TIMESTAMP, TIMESTAMP_LTZ -> TimestampValue.of(java.time.LocalDateTime.parse(text));
            default -> text.getBytes(StandardCharsets.UTF_8);
        };
    }

    private static @Nullable String cast(String from, String to, String text) {
        Function<Object, @Nullable Object> cast = Objects.requireNonNull(ValueCast.between(type(from), type(to)));
        Object result = cast.apply(value(type(from), text));
        if (result instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        return result instanceof TimestampValue time
                ? time.toLocalDateTime().toString()
                : result == null ? null : result.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "INT | TINYINT | 300 | 44",
                "BIGINT | SMALLINT | 32768 | -32768",
                "BIGINT | INT | 4294967297 | 1",
                "TINYINT | BIGINT | -5 | -5",
                "DOUBLE | INT | 1e10 | 2147483647",
                "DOUBLE | INT | -1.9 | -1",
                "DOUBLE | TINYINT | 300.5 | 44",
                "DOUBLE | BIGINT | 1e10 | 10000000000",
                "DOUBLE | INT | NaN | 0",
                "DECIMAL(5, 2) | INT | 1.99 | 1",
                "DECIMAL(5, 2) | DECIMAL(5, 1) | 1.25 | 1.3",
                "DECIMAL(5, 2) | DECIMAL(5, 1) | -1.25 | -1.3",
                "DECIMAL(5, 2) | DECIMAL(3, 2) | 12.34 | null",
                "DECIMAL(5, 2) | DECIMAL(3, 1) | 99.99 | null",
                "DECIMAL(5, 2) | DOUBLE | 1.25 | 1.25",
                "INT | DECIMAL(4, 2) | 99 | 99.00",
                "INT | DECIMAL(4, 2) | 100 | null",
                "DOUBLE | DECIMAL(4, 2) | 1.005 | 1.01",
                "INT | FLOAT | 16777217 | 1.6777216E7",
                "DOUBLE | FLOAT | 0.1 | 0.10000000149011612",
                "BOOLEAN | INT | true | 1",
                "BOOLEAN | DECIMAL(2, 1) | false | 0.0",
                "INT | BOOLEAN | 2 | true",
                "BIGINT | BOOLEAN | 0 | false",
                "INT | STRING | -5 | -5",
                "FLOAT | STRING | 0.1 | 0.1",
                "DECIMAL(5, 2) | STRING | 1.50 | 1.50",
                "BOOLEAN | VARCHAR(2) | true | tr",
                "INT | CHAR(3) | 12345 | 123",
                "DATE | STRING | 19723 | 2024-01-01",
                "TIME(3) | STRING | 3723004 | 01:02:03.004",
                "TIME(3) | STRING | 3723400 | 01:02:03.4",
                "TIME(3) | STRING | 3723000 | 01:02:03.0",
                "TIME(0) | STRING | 3723004 | 01:02:03",
                "TIMESTAMP(3) | STRING | 2024-01-01T00:00:00.120 | 2024-01-01 00:00:00.120",
                "TIMESTAMP(0) | STRING | 2024-01-01T00:00:00.120 | 2024-01-01 00:00:00.12",
                "STRING | BOOLEAN | YES | true",
                "STRING | BOOLEAN | f | false",
                "STRING | INT | 12.9 | 12",
                "STRING | INT | -.5 | 0",
                "STRING | INT | +7 | 7",
                "STRING | BIGINT | -9223372036854775808 | -9223372036854775808",
                "STRING | DECIMAL(4, 2) | 1.005 | 1.01",
                "STRING | DECIMAL(4, 2) | 100 | null",
                "STRING | DOUBLE | 1e3 | 1000.0",
                "STRING | FLOAT | 0.1 | 0.10000000149011612",
                "STRING | DATE | 2024-1-2 | 19724",
                "STRING | DATE | 2024-01-02 12:00:00 | 19724",
                "STRING | DATE | 2024 | 2024",
                "STRING | TIME(3) | 1:02:03.0049 | 3723004",
                "STRING | TIME(3) | 77 | 77",
                "STRING | TIMESTAMP(3) | 2024-01-01 01:02:03.0049 | 2024-01-01T01:02:03.004",
                "STRING | TIMESTAMP(3) | 2024-01-01 | 2024-01-01T00:00",
                "STRING | TIMESTAMP(3) | 1500 | 1970-01-01T00:00:01.500",
                "STRING | TIMESTAMP(0) | 1500 | 1970-01-01T00:25",
                "STRING | TIMESTAMP(6) | -1 | 1969-12-31T23:59:59.999999",
                "STRING | VARCHAR(2) | abc | ab",
                "VARCHAR(5) | STRING | abc | abc",
                "BYTES | STRING | abc | abc",
                "BYTES | VARCHAR(2) | abc | ab",
                "BYTES | VARBINARY(2) | abc | ab",
                "STRING | VARBINARY(2) | abc | ab",
                "TIMESTAMP(6) | TIMESTAMP(3) | 1969-12-31T23:59:59.999999 | 1969-12-31T23:59:59.999",
                "TIMESTAMP(9) | TIMESTAMP(0) | 2024-01-01T00:00:00.999999999 | 2024-01-01T00:00",
                "TIMESTAMP(6) | DATE | 1969-12-31T23:59:59 | -1",
                "TIMESTAMP(6) | TIME(3) | 2024-01-01T00:00:01.0019 | 1001",
                "DATE | TIMESTAMP(3) | -1 | 1969-12-31T00:00",
                "TIMESTAMP(3) | BIGINT | 1969-12-31T23:59:59.5 | -1",
                "BIGINT | TIMESTAMP(3) | -1 | 1969-12-31T23:59:59"
            })
    void valuesAreCast(String from, String to, String text, @Nullable String expected) {
        assertThat(cast(from, to, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "STRING | BOOLEAN | maybe",
                "STRING | INT | 1e3",
                "STRING | INT | 2147483648",
                "STRING | TINYINT | 128",
                "STRING | TINYINT | -129",
                "STRING | INT | x",
                "STRING | DECIMAL(4, 2) | x",
                "STRING | DOUBLE | x",
                "STRING | DATE | 2024-02-30",
                "STRING | DATE | today",
                "STRING | TIME(3) | 25:00:00",
                "STRING | TIMESTAMP(3) | 2024-01-01 25:00:00"
            })
    void textsThatMeanNothingAreRefused(String from, String to, String text) {
        assertThatThrownBy(() -> cast(from, to, text))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class, DateTimeException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT | DATE",
                "DATE | INT",
                "BOOLEAN | DATE",
                "DOUBLE | BOOLEAN",
                "DATE | BOOLEAN",
                "TIME(3) | DATE",
                "INT | BYTES",
                "DOUBLE | TIMESTAMP(3)",
                "VARIANT | INT"
            })
    void typesWithoutACast(String from, String to) {
        assertThat(ValueCast.between(type(from), type(to))).isNull();
    }

    @Test
    void aShorterTextIsFilledUpWithBlanks() {
        assertThat(cast("STRING", "CHAR(4)", "ab")).isEqualTo("ab  ");
        assertThat(cast("STRING", "CHAR(1)", "\u00e9b")).isEqualTo("\u00e9");
        assertThat(cast("STRING", "VARCHAR(1)", "\ud83d\ude00b"))
                .as("code points count")
                .isEqualTo("\ud83d\ude00");
        Function<Object, @Nullable Object> binary =
                Objects.requireNonNull(ValueCast.between(type("BYTES"), type("BINARY(3)")));
        assertThat((byte[]) binary.apply(new byte[] {1})).containsExactly(1, 0, 0);
        assertThat((byte[]) binary.apply(new byte[] {1, 2, 3, 4})).containsExactly(1, 2, 3);
    }
}
