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
package io.tablestore.writer.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.InvalidTableException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.internal.memtable.FlushedRows;
import io.tablestore.writer.internal.memtable.MemTable;
import io.tablestore.writer.internal.row.JavaValues;
import io.tablestore.writer.row.RowValues;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // nulls are values of these tests
class FileStatisticsTest {

    @TempDir
    private Path directory;

    /** The entry of a file with one column of these values. */
    private DataFile file(DataType type, String[] options, Object... values) {
        TableSchema schema = Schemas.of(Schemas.columns("c", type), List.of(), List.of(), options);
        FlushedRows flushed = new FlushedRows(directory, schema);
        JavaValues java = new JavaValues(schema.fields());
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                MemTable table = new MemTable(schema, allocator, 1 << 20, null)) {
            for (Object value : values) {
                table.add(0, RowKind.INSERT.code(), java.convert(RowValues.of(value)));
            }
            table.flush(flushed);
        }
        return flushed.files(0).get(0);
    }

    private ColumnStatistics of(DataType type, String mode, Object... values) {
        return file(type, new String[] {"metadata.stats-mode", mode}, values)
                .valueStats()
                .column(0, type);
    }

    private void check(DataType type, Object min, Object max, long nulls, Object... values) {
        ColumnStatistics found = of(type, "full", values);
        assertThat(found.min()).isEqualTo(min);
        assertThat(found.max()).isEqualTo(max);
        assertThat(found.nullCount()).isEqualTo(nulls);
    }

    private static String text(Object bytes) {
        return bytes == null ? null : new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    private void checkText(String mode, String min, String max, Object... values) {
        ColumnStatistics found = of(DataType.string(), mode, values);
        assertThat(text(found.min())).isEqualTo(min);
        assertThat(text(found.max())).isEqualTo(max);
    }

    @Test
    void smallestGreatestAndNullsOfNumbers() {
        check(DataType.of(TypeRoot.BOOLEAN), false, true, 1, true, null, false);
        check(DataType.of(TypeRoot.BOOLEAN), true, true, 0, true, true);
        check(DataType.of(TypeRoot.TINYINT), -3L, 5L, 1, null, -3, 5, 0);
        check(DataType.of(TypeRoot.SMALLINT), -300L, -1L, 0, -1, -300, -2);
        check(DataType.of(TypeRoot.INT), -70_000L, 70_000L, 0, 70_000, -70_000);
        check(DataType.of(TypeRoot.INT), 7L, 7L, 2, null, 7, null);
        check(DataType.of(TypeRoot.BIGINT), Long.MIN_VALUE, Long.MAX_VALUE, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE);
        check(DataType.of(TypeRoot.DATE), -1L, 19_000L, 0, 19_000, -1);
        check(DataType.of(TypeRoot.TIME, 3), 1L, 86_399_999L, 0, 86_399_999, 1);
    }

    @Test
    void aColumnOfNullsHasNoBounds() {
        check(DataType.of(TypeRoot.INT), null, null, 3, null, null, null);
        check(DataType.string(), null, null, 2, null, null);
        check(DataType.of(TypeRoot.DOUBLE), null, null, 1, (Object) null);
        check(DataType.decimal(38, 2), null, null, 1, (Object) null);
        check(DataType.of(TypeRoot.BOOLEAN), null, null, 1, (Object) null);
    }

    @Test
    void decimalsOfEachWidth() {
        for (int precision : new int[] {5, 18, 19, 38}) {
            DataType type = DataType.decimal(precision, 2);
            check(type, new BigDecimal("-1.50"), new BigDecimal("2.00"), 1, 2, null, -1.5, 0);
        }
        // More than 64 bits, where the lower half is unsigned.
        BigDecimal large = new BigDecimal("18446744073709551615.00");
        BigDecimal larger = new BigDecimal("18446744073709551616.00");
        check(DataType.decimal(38, 2), large, larger, 0, larger, large);
        check(DataType.decimal(38, 2), larger.negate(), large.negate(), 0, large.negate(), larger.negate());
    }

    @Test
    void boundsOfZeroTakeInBothAndANanHasNone() {
        check(DataType.of(TypeRoot.DOUBLE), -0.0, 0.0, 0, 0.0);
        check(DataType.of(TypeRoot.DOUBLE), -0.0, 1.5, 0, 1.5, 0.0);
        check(DataType.of(TypeRoot.FLOAT), -1.5, 0.0, 1, -1.5f, -0.0f, null);
        check(DataType.of(TypeRoot.FLOAT), null, null, 0, 1f, Float.NaN);
        check(
                DataType.of(TypeRoot.DOUBLE),
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                0,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY);
    }

    @Test
    void timestampsHaveBoundsUpToMicroseconds() {
        TimestampValue early = new TimestampValue(-2, 0);
        TimestampValue late = new TimestampValue(1, 0);
        check(DataType.of(TypeRoot.TIMESTAMP, 3), early, late, 0, late, early);
        TimestampValue micro = new TimestampValue(-2, 1000);
        check(DataType.of(TypeRoot.TIMESTAMP_LTZ, 6), early, micro, 0, micro, early);
        check(DataType.of(TypeRoot.TIMESTAMP, 9), null, null, 1, early, null);
    }

    @Test
    void bytesAreOnlyCounted() {
        check(DataType.bytes(), null, null, 1, new byte[] {1}, null);
    }

    @Test
    void textsAreComparedByTheirBytes() {
        checkText("full", "", "\ud83d\ude00", "b", "\ud83d\ude00", "", "\uffee");
        checkText("full", "abcdefgh", "abcdefgh\0", "abcdefgh\0", "abcdefgh");
        checkText("full", "abcdefghx", "abcdefghy", "abcdefghy", "abcdefghx");
    }

    /** A lower bound is cut; an upper one is cut and made greater by its last character. */
    @Test
    void longTextsAreCutToBounds() {
        checkText("truncate(3)", "abc", "abd", "abcd");
        checkText("truncate(3)", "abc", "abc", "abc");
        checkText("truncate(4)", "abcd", "abcd", "abcd");
        checkText("truncate(2)", "\u00e9\u00e9", "\u00e9\u00ea", "\u00e9\u00e9x");
        checkText("truncate(1)", "a", "{", "abc", "zzz");
        // U+D7FF is followed by what is no character, and the last one by nothing.
        checkText("truncate(1)", "\ud7ff", "\ue000", "\ud7ffa");
        checkText("truncate(2)", "a\udbff\udfff", "b", "a\udbff\udfffx");
        checkText("truncate(1)", null, null, "\udbff\udfffx");
        checkText("truncate(1)", null, null, "a", "\udbff\udfffx");
    }

    /** Batches above 8 MB are looked at where they are. */
    @Test
    void largeTextsHaveTheSameBounds() {
        String large = "m".repeat(9 << 20);
        checkText("truncate(3)", "b", "mmn", large, "b");
        checkText("truncate(3)", "mmm", "z", large, "z");
        checkText("full", "\u00e9", large.replace('m', '\u00ea'), large.replace('m', '\u00ea'), "\u00e9");
    }

    @Test
    void theModeSaysWhatIsKept() {
        ColumnStatistics counts = of(DataType.of(TypeRoot.INT), "counts", 1, null);
        assertThat(counts.min()).isNull();
        assertThat(counts.max()).isNull();
        assertThat(counts.nullCount()).isEqualTo(1);
        DataType type = DataType.of(TypeRoot.INT);
        DataFile none = file(type, new String[] {"metadata.stats-mode", "none"}, 1, null);
        assertThat(none.valueStatsColumns()).isEmpty();
        DataFile sparse =
                file(type, new String[] {"metadata.stats-mode", "none", "metadata.stats-dense-store", "false"}, 1);
        assertThat(sparse.valueStatsColumns()).isNull();
        assertThat(sparse.valueStats().column(0, type).nullCount()).isEqualTo(-1);
        DataFile own = file(type, new String[] {"metadata.stats-mode", "none", "fields.c.stats-mode", "full"}, 3);
        assertThat(own.valueStatsColumns()).isNull();
        assertThat(own.valueStats().column(0, type).max()).isEqualTo(3L);
    }

    @Test
    void modesAreReadFromTheirTexts() {
        assertThat(StatisticsMode.parse(" FULL ")).isEqualTo(StatisticsMode.FULL);
        assertThat(StatisticsMode.parse("Counts")).isEqualTo(StatisticsMode.COUNTS);
        assertThat(StatisticsMode.parse("none")).isEqualTo(StatisticsMode.NONE);
        assertThat(StatisticsMode.parse("truncate(16)")).isEqualTo(new StatisticsMode(true, 16));
        for (String wrong : List.of("", "truncate", "truncate(0)", "truncate(-1)", "truncate(9999999999)", "max")) {
            assertThatThrownBy(() -> StatisticsMode.parse(wrong)).isInstanceOf(InvalidTableException.class);
        }
    }

    @Test
    void modesDependOnColumnAndLevel() {
        TableSchema schema = Schemas.keyed(
                "metadata.stats-mode", "full",
                "metadata.stats-mode.per.level", "0:none,5:counts",
                "metadata.stats-keep-first-n-columns", "1");
        assertThat(StatisticsMode.of(schema, schema.field("k"), 0, 0)).isEqualTo(StatisticsMode.NONE);
        assertThat(StatisticsMode.of(schema, schema.field("k"), 0, 1)).isEqualTo(StatisticsMode.FULL);
        assertThat(StatisticsMode.of(schema, schema.field("k"), 0, 5)).isEqualTo(StatisticsMode.COUNTS);
        assertThat(StatisticsMode.of(schema, schema.field("v"), 1, 1)).isEqualTo(StatisticsMode.NONE);
    }
}
