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
package io.tablestore.spark.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SparkValuesTest {

    private static @Nullable Object of(DataType type, @Nullable Object value) {
        return SparkValues.of(new DataField(0, "c", type), value);
    }

    private static Stream<Arguments> values() {
        byte[] umlaut = "ä".getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                Arguments.of(DataType.of(TypeRoot.BOOLEAN), true, true),
                Arguments.of(DataType.of(TypeRoot.TINYINT), -128L, (byte) -128),
                Arguments.of(DataType.of(TypeRoot.SMALLINT), 32767L, (short) 32767),
                Arguments.of(DataType.of(TypeRoot.INT), -1L, -1),
                Arguments.of(DataType.of(TypeRoot.BIGINT), Long.MIN_VALUE, Long.MIN_VALUE),
                Arguments.of(DataType.of(TypeRoot.DATE), -1L, -1),
                Arguments.of(DataType.of(TypeRoot.TIME, 3), 86_399_999L, 86_399_999_000_000L),
                Arguments.of(DataType.of(TypeRoot.FLOAT), (double) 0.1f, 0.1f),
                Arguments.of(DataType.of(TypeRoot.DOUBLE), -0.0, -0.0),
                Arguments.of(DataType.of(TypeRoot.DOUBLE), Double.NaN, Double.NaN),
                Arguments.of(
                        DataType.decimal(5, 2), new BigDecimal("-1.5"), Decimal.apply(new BigDecimal("-1.50"), 5, 2)),
                Arguments.of(DataType.string(), umlaut, UTF8String.fromString("ä")),
                Arguments.of(DataType.of(TypeRoot.CHAR, 1), umlaut, UTF8String.fromString("ä")),
                Arguments.of(DataType.string(), "text", UTF8String.fromString("text")),
                Arguments.of(DataType.bytes(), umlaut, umlaut),
                Arguments.of(DataType.of(TypeRoot.TIMESTAMP, 9), new TimestampValue(-1, 999_999), -1L),
                Arguments.of(DataType.of(TypeRoot.TIMESTAMP_LTZ, 6), new TimestampValue(1, 2000), 1002L));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesGetSparksForm(DataType type, Object value, Object expected) {
        assertThat(of(type, value)).isEqualTo(expected);
    }

    @Test
    void nullStaysNull() {
        assertThat(of(DataType.of(TypeRoot.INT), null)).isNull();
    }
}
