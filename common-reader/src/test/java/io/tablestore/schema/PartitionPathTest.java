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
package io.tablestore.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.metadata.TestTable;
import io.tablestore.options.OptionSet;
import io.tablestore.types.DataField;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The directories of partitions. */
class PartitionPathTest {

    private static String path(String columns, Map<String, String> options, @Nullable Object... values) {
        List<DataField> fields = TestTable.fields(columns);
        return new PartitionPath(fields, new OptionSet("t", options)).of(TestTable.row(fields, values));
    }

    private static final Map<String, String> LEGACY = Map.of();
    private static final Map<String, String> CAST = Map.of("partition.legacy-name", "false");

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void columnsFollowEachOther() {
        assertThat(path("a INT, b STRING", LEGACY, 1L, text("x"))).isEqualTo("a=1/b=x");
        assertThat(new PartitionPath(List.of(), new OptionSet("t", LEGACY)).of(TestTable.row(List.of())))
                .isEmpty();
    }

    @Test
    void nullsAndBlanksHaveTheDefaultName() {
        assertThat(path("a STRING", LEGACY, (Object) null)).isEqualTo("a=__DEFAULT_PARTITION__");
        assertThat(path("a STRING", LEGACY, text("  "))).isEqualTo("a=__DEFAULT_PARTITION__");
        assertThat(path("a INT", Map.of("partition.default-name", "none"), (Object) null))
                .isEqualTo("a=none");
    }

    /** What the reader of a directory does: a percent sign and two hexadecimal digits are a character. */
    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                plain.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    @Test
    void everyCharacterComesBackFromItsEscapedForm() {
        for (char c = 0; c < 0x250; c++) {
            String escaped = PartitionPath.escape("a" + c + "b");
            assertThat(unescape(escaped)).isEqualTo("a" + c + "b");
            assertThat(escaped).doesNotContain("/", "\\", ":", "=", "*", "?", "\"", "{", "}", "[", "]", "^", "#", "'");
            assertThat(escaped.chars().noneMatch(character -> character < ' ' || character == 0x7F))
                    .isTrue();
        }
        assertThat(PartitionPath.escape("a/b=c d\u00e9\n")).isEqualTo("a%2Fb%3Dc d\u00e9%0A");
        assertThat(path("a STRING", LEGACY, text("../x"))).isEqualTo("a=..%2Fx");
        List<DataField> fields = TestTable.fields("a STRING");
        assertThat(new PartitionPath(fields, new OptionSet("t", LEGACY)).unescaped(TestTable.row(fields, text("x/y"))))
                .isEqualTo("a=x/y");
    }

    @Test
    void valuesAreInternalNumbersOrTheirTextInSql() {
        assertThat(path("a DATE", LEGACY, 19_723L)).isEqualTo("a=19723");
        assertThat(path("a DATE", CAST, 19_723L)).isEqualTo("a=2024-01-01");
        assertThat(path("a TIME(3)", LEGACY, 3_723_004L)).isEqualTo("a=3723004");
        assertThat(path("a TIME(3)", CAST, 3_723_004L)).isEqualTo("a=01%3A02%3A03.004");
        assertThat(path("a TIME(3)", CAST, 3_723_400L)).isEqualTo("a=01%3A02%3A03.4");
        assertThat(path("a TIME(3)", CAST, 3_723_000L)).isEqualTo("a=01%3A02%3A03.0");
        assertThat(path("a TIME(0)", CAST, 3_723_004L)).isEqualTo("a=01%3A02%3A03");
        TimestampValue time = new TimestampValue(1_704_067_200_120L, 0);
        assertThat(path("a TIMESTAMP(3)", LEGACY, time)).isEqualTo("a=2024-01-01T00%3A00%3A00.120");
        assertThat(path("a TIMESTAMP(3)", CAST, time)).isEqualTo("a=2024-01-01 00%3A00%3A00.120");
        assertThat(path("a TIMESTAMP(0)", CAST, time)).isEqualTo("a=2024-01-01 00%3A00%3A00.12");
        assertThat(path("a BOOLEAN", LEGACY, true)).isEqualTo("a=true");
        List<DataField> decimals = List.of(new DataField(0, "a", io.tablestore.types.DataType.decimal(5, 2)));
        assertThat(new PartitionPath(decimals, new OptionSet("t", CAST))
                        .of(TestTable.row(decimals, new BigDecimal("1.50"))))
                .isEqualTo("a=1.50");
    }

    @Test
    void aBucketLiesInItsPartitionAndTheDirectoryOfTheData() {
        TestTable table = TestTable.of("p INT, k BIGINT", "p", "p,k", Map.of("bucket", "1"));
        assertThat(PartitionPath.bucketDirectory(table.schema(), table.partition(7L), 3))
                .isEqualTo("p=7/bucket-3/");
        TestTable flat = TestTable.of("k BIGINT, v INT", "", "k", Map.of("data-file.path-directory", "data/files"));
        assertThat(PartitionPath.bucketDirectory(flat.schema(), flat.partition(), 0))
                .isEqualTo("data/files/bucket-0/");
    }
}
