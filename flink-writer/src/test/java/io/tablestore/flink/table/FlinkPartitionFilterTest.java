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
package io.tablestore.flink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A partition that a statement names by text is the one that its rows go to: what else would INSERT OVERWRITE replace? */
class FlinkPartitionFilterTest {

    private static TableSchema schema(DataType type) {
        List<DataField> fields =
                List.of(new DataField(0, "p", type), new DataField(1, "v", DataType.of(TypeRoot.BIGINT)));
        return new TableSchema("schema/schema-0", 0, fields, 1, List.of("p"), List.of(), Map.of(), null, 0);
    }

    private static BinaryRow partition(DataType type, @Nullable Object value) {
        return BinaryRowWriter.write(List.of(type), Collections.singletonList(value));
    }

    private static boolean matches(DataType type, @Nullable Object value, @Nullable String text) {
        return FlinkPartitionFilter.of(schema(type), Collections.singletonMap("p", text))
                .test(partition(type, value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static TimestampValue time(String text) {
        return TimestampValue.of(LocalDateTime.parse(text));
    }

    /** A type, a value, the text that lists it, another text that names it, and one that names another partition. */
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(DataType.of(TypeRoot.BOOLEAN), true, "true", "TRUE", "false"),
                Arguments.of(DataType.of(TypeRoot.TINYINT), 7L, "7", "07", "8"),
                Arguments.of(DataType.of(TypeRoot.BIGINT), -1L, "-1", "-01", "1"),
                Arguments.of(DataType.of(TypeRoot.FLOAT), (double) 0.1f, "0.1", "1e-1", "0.2"),
                Arguments.of(DataType.of(TypeRoot.DOUBLE), 0.1, "0.1", "1e-1", "0.2"),
                Arguments.of(DataType.decimal(10, 2), new BigDecimal("1.50"), "1.50", "1.5", "1.51"),
                Arguments.of(DataType.of(TypeRoot.CHAR, 5), utf8("ab   "), "ab   ", "ab", "a"),
                Arguments.of(DataType.string(), utf8("a/b=c"), "a/b=c", "a/b=c", "a/b=c "),
                Arguments.of(DataType.bytes(), utf8("ab"), "ab", "ab", "a"),
                Arguments.of(
                        DataType.of(TypeRoot.DATE),
                        LocalDate.of(2024, 1, 2).toEpochDay(),
                        "2024-01-02",
                        "2024-1-2",
                        "2024-01-03"),
                Arguments.of(DataType.of(TypeRoot.TIME, 3), 36_672_120L, "10:11:12.12", "10:11:12.120", "10:11:12"),
                Arguments.of(
                        DataType.of(TypeRoot.TIMESTAMP, 3),
                        time("2024-01-02T03:04:00"),
                        "2024-01-02 03:04:00",
                        "2024-01-02 03:04:00.000",
                        "2024-01-02 03:04:01"),
                Arguments.of(
                        DataType.of(TypeRoot.TIMESTAMP, 9),
                        time("2024-01-02T03:04:05.000000001"),
                        "2024-01-02 03:04:05.000000001",
                        "2024-01-02 03:04:05.000000001",
                        "2024-01-02 03:04:05"),
                Arguments.of(
                        DataType.of(TypeRoot.TIMESTAMP_LTZ, 6),
                        time("2024-01-02T03:04:05"),
                        "2024-01-02 03:04:05Z",
                        "2024-01-02T08:34:05+05:30",
                        "2024-01-02 03:04:06Z"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void aTextNamesOneValue(DataType type, Object value, String listed, String same, String other) {
        BinaryRow partition = partition(type, value);
        assertThat(FlinkPartitionFilter.text(schema(type).fields().get(0), partition, 0, "none"))
                .isEqualTo(listed);
        assertThat(matches(type, value, listed)).isTrue();
        assertThat(matches(type, value, same)).isTrue();
        assertThat(matches(type, value, other)).isFalse();
        assertThat(matches(type, value, null)).isFalse();
        assertThat(matches(type, null, listed)).isFalse();
        assertThat(matches(type, null, "__DEFAULT_PARTITION__")).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void aTextOfAnotherTypeIsRefused(DataType type) {
        if (type.root().isString() || type.root().isBinary()) {
            return; // every text is one of theirs
        }
        assertThatThrownBy(() -> matches(type, null, "elephant"))
                .hasMessageContainingAll("Partition column p", type.toString(), "'elephant'");
    }

    @Test
    void anInstantWithoutAnOffsetIsRefused() {
        assertThatThrownBy(() -> matches(DataType.of(TypeRoot.TIMESTAMP_LTZ, 3), null, "2024-01-02 03:04:05"))
                .hasMessageContainingAll("Partition column p", "offset", "2024-01-02 03:04:05Z");
    }
}
