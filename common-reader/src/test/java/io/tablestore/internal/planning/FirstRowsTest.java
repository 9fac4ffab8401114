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
package io.tablestore.internal.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.format.manifest.DeletionVectorRef;
import io.tablestore.internal.metadata.TestFile;
import io.tablestore.internal.metadata.TestTable;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SortedRun;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.ColumnOrder;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.TimestampValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The condition that the rows which come first fulfil. */
class FirstRowsTest {

    private final TableSchema append = TestTable.of(
                    "p INT, a INT, t TIMESTAMP(3), z TIMESTAMP_LTZ(3), d DATE, s STRING, e DECIMAL(5,2)",
                    "p",
                    "",
                    Map.of())
            .schema();
    private final BinaryRow partition = TestTable.row(append.partitionFields(), 7L);

    private FirstRows of(TableSchema schema, String column, boolean descending, boolean nullsFirst) {
        return Objects.requireNonNull(
                FirstRows.of(new ColumnOrder(column, descending, nullsFirst), schema, id -> schema));
    }

    private SplitFile file(String column, @Nullable Object min, @Nullable Object max, long nulls, long rows) {
        return SplitFile.whole(TestFile.of("a.parquet")
                .rows(rows)
                .stats()
                .column(append.field(column), min, max, nulls)
                .done()
                .build());
    }

    private void add(FirstRows rows, SplitFile... files) {
        rows.accept(partition, 0, List.of(files).stream().map(Section::of).toList());
    }

    @Test
    void theSmallestMaximaThatHoldEnoughRowsAreTheBound() {
        FirstRows rows = of(append, "a", false, false);
        add(rows, file("a", 50L, 60L, 0, 10), file("a", 1L, 20L, 0, 10), file("a", 5L, 30L, 0, 10));
        assertThat(rows.condition(1)).hasToString("a <= 20");
        assertThat(rows.condition(10)).hasToString("a <= 20");
        assertThat(rows.condition(11)).hasToString("a <= 30");
        assertThat(rows.condition(30)).hasToString("a <= 60");
        assertThat(rows.condition(31)).isEqualTo(Predicate.TRUE);
    }

    @Test
    void descendingItIsTheGreatestMinima() {
        FirstRows rows = of(append, "a", true, false);
        add(rows, file("a", 50L, 60L, 0, 10), file("a", 1L, 90L, 0, 10), file("a", 30L, 70L, 0, 10));
        assertThat(rows.condition(10)).hasToString("a >= 50");
        assertThat(rows.condition(11)).hasToString("a >= 30");
        assertThat(rows.condition(21)).hasToString("a >= 1");
    }

    @Test
    void nullsDoNotCountAmongTheRowsInFront() {
        FirstRows rows = of(append, "a", false, true);
        add(rows, file("a", 1L, 20L, 4, 10), file("a", 1L, 30L, 0, 10));
        assertThat(rows.condition(6).toString())
                .contains("a <= 20")
                .contains("a IS NULL")
                .contains("OR");
        assertThat(rows.condition(7).toString()).contains("a <= 30");
        assertThat(of(append, "a", false, false).condition(1)).isEqualTo(Predicate.TRUE);
    }

    @Test
    void filesWhoseRowsAreNotAllReturnedSayNothing() {
        FirstRows rows = of(append, "a", false, false);
        add(rows, file("a", 1L, 20L, -1, 10), file("a", 1L, 20L, 10, 10), file("a", null, null, 0, 10));
        SplitFile known = file("a", 1L, 20L, 0, 10);
        add(rows, SplitFile.whole(known.file(), new DeletionVectorRef("i", 1, 0, 1, 1)));
        rows.accept(
                partition,
                0,
                List.of(
                        new Section(List.of(new SortedRun(List.of(known)), new SortedRun(List.of(known)))),
                        Section.aligned(List.of(known))));
        assertThat(rows.condition(1)).isEqualTo(Predicate.TRUE);
    }

    @Test
    void ofAPrimaryKeyTableFilesWithRetractionsSayNothing() {
        TableSchema keyed = TestTable.of("k BIGINT, a INT", "", "k", Map.of()).schema();
        for (long deletes : new long[] {0, 1, -1}) {
            FirstRows rows = of(keyed, "k", false, false);
            add(
                    rows,
                    SplitFile.whole(
                            TestFile.of("a.parquet").keys(1, 9).deletes(deletes).build()));
            assertThat(rows.condition(1).equals(Predicate.TRUE)).isEqualTo(deletes != 0);
        }
    }

    @Test
    void aPartitionColumnHasTheValueOfThePartition() {
        FirstRows rows = of(append, "p", false, false);
        add(rows, SplitFile.whole(TestFile.of("a.parquet").rows(3).build()));
        assertThat(rows.condition(3)).hasToString("p <= 7");
        assertThat(rows.condition(4)).isEqualTo(Predicate.TRUE);
        FirstRows none = of(append, "p", false, false);
        none.accept(
                TestTable.row(append.partitionFields(), (Object) null),
                0,
                List.of(Section.of(SplitFile.whole(TestFile.of("a.parquet").build()))));
        assertThat(none.condition(1)).isEqualTo(Predicate.TRUE);
    }

    @Test
    void boundsAreWrittenAsLiteralsOfTheColumn() {
        assertThat(condition("d", 19_723L)).hasToString("d <= '2024-01-01'");
        assertThat(((Predicate.Compare) condition("t", new TimestampValue(1, 0))).literal())
                .isEqualTo(java.time.LocalDateTime.parse("1970-01-01T00:00:00.001"));
        assertThat(((Predicate.Compare) condition("z", new TimestampValue(1, 0))).literal())
                .isEqualTo(java.time.Instant.ofEpochMilli(1));
        assertThat(((Predicate.Compare) condition("e", new java.math.BigDecimal("1.50"))).literal())
                .isEqualTo(new java.math.BigDecimal("1.50"));
    }

    private Predicate condition(String column, Object bound) {
        FirstRows rows = of(append, column, false, false);
        add(rows, file(column, bound, bound, 0, 10));
        return rows.condition(1);
    }

    @Test
    void aColumnWithoutUsableBoundsHasNoCondition() {
        assertThat(FirstRows.of(new ColumnOrder("s", false, false), append, id -> append))
                .isNull();
    }
}
