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
import io.tablestore.scan.ScanSummary;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the metadata says of the rows of a scan, exact or not. */
class SummaryBuilderTest {

    private final TableSchema append =
            TestTable.of("p INT, a INT, s STRING, d DOUBLE", "p", "", Map.of()).schema();
    private final TableSchema keyed =
            TestTable.of("k BIGINT, a INT", "", "k", Map.of()).schema();
    private final List<Section> sections = new ArrayList<>();
    private BinaryRow partition = TestTable.row(append.partitionFields(), 7L);

    private static SplitFile file(
            TableSchema schema, long rows, @Nullable Object min, @Nullable Object max, long nulls) {
        return SplitFile.whole(TestFile.of("a.parquet")
                .rows(rows)
                .stats()
                .column(schema.field("a"), min, max, nulls)
                .done()
                .build());
    }

    private ScanSummary summary(TableSchema schema) {
        return summary(new SummaryBuilder(schema, schema.fields(), id -> schema));
    }

    private ScanSummary summary(SummaryBuilder builder) {
        builder.accept(partition, 0, sections);
        return builder.build(Set.of(4), Map.of(), null);
    }

    private static ScanSummary.Column column(ScanSummary summary, TableSchema schema, String name) {
        return Objects.requireNonNull(summary.column(schema.field(name)));
    }

    @Test
    void plainFilesAreExact() {
        sections.add(Section.of(file(append, 10, 5L, 9L, 1)));
        sections.add(Section.of(file(append, 20, 1L, 7L, 2)));
        ScanSummary summary = summary(append);
        assertThat(summary.rowCount()).isEqualTo(30);
        assertThat(summary.isExact()).isTrue();
        assertThat(summary.sizeInBytes()).isEqualTo(2000);
        assertThat(summary.bucketCounts()).containsExactly(4);
        assertThat(column(summary, append, "a"))
                .isEqualTo(new ScanSummary.Column(append.field("a"), 3, true, 1L, 9L, true, -1));
        assertThat(column(summary, append, "p"))
                .isEqualTo(new ScanSummary.Column(append.field("p"), 0, true, 7L, 7L, true, -1));
        ScanSummary.Column unknown = column(summary, append, "s");
        assertThat(unknown.nullCount()).isEqualTo(-1);
        assertThat(unknown.min()).isNull();
        assertThat(unknown.boundsAreValues()).isFalse();
    }

    @Test
    void withAConditionOnRowsNothingIsExact() {
        sections.add(Section.of(file(append, 10, 5L, 9L, 1)));
        SummaryBuilder builder = new SummaryBuilder(append, append.fields(), id -> append);
        builder.markFiltered();
        ScanSummary summary = summary(builder);
        assertThat(summary.isExact()).isFalse();
        assertThat(column(summary, append, "a").nullsAreExact()).isFalse();
        assertThat(column(summary, append, "a").boundsAreValues()).isFalse();
    }

    @Test
    void nullPartitionsAreNulls() {
        partition = TestTable.row(append.partitionFields(), (Object) null);
        sections.add(Section.of(file(append, 10, 5L, 9L, 1)));
        ScanSummary.Column p = column(summary(append), append, "p");
        assertThat(p.nullCount()).isEqualTo(10);
        assertThat(p.min()).isNull();
        assertThat(p.boundsAreValues()).isTrue();
    }

    @Test
    void aFileOfNullsOnlyLeavesTheBoundsOfTheOthers() {
        sections.add(Section.of(file(append, 10, 5L, 9L, 0)));
        sections.add(Section.of(file(append, 10, null, null, 10)));
        ScanSummary.Column a = column(summary(append), append, "a");
        assertThat(List.of(a.min(), a.max(), a.nullCount())).containsExactly(5L, 9L, 10L);
        assertThat(a.boundsAreValues()).isTrue();
    }

    @Test
    void aFileWithoutBoundsOrNullCountLeavesThemUnknown() {
        sections.add(Section.of(file(append, 10, 5L, 9L, 0)));
        sections.add(Section.of(file(append, 10, null, null, 3)));
        sections.add(Section.of(file(append, 10, 5L, 9L, -1)));
        ScanSummary.Column a = column(summary(append), append, "a");
        assertThat(a.min()).isNull();
        assertThat(a.max()).isNull();
        assertThat(a.nullCount()).isEqualTo(-1);
        assertThat(a.nullsAreExact()).isFalse();
    }

    @Test
    void aMergeCountsItsLargestRun() {
        sections.add(new Section(List.of(
                new SortedRun(List.of(file(keyed, 10, 1L, 2L, 0), file(keyed, 5, 1L, 2L, 0))),
                new SortedRun(List.of(file(keyed, 12, 0L, 3L, 0))))));
        ScanSummary summary = summary(keyed);
        assertThat(summary.rowCount()).isEqualTo(15);
        assertThat(summary.isExact()).isFalse();
        assertThat(column(summary, keyed, "a").min()).isEqualTo(0L);
        assertThat(column(summary, keyed, "a").boundsAreValues()).isFalse();
    }

    @Test
    void deletedRowsAreSubtractedWhereTheirNumberIsKnown() {
        SplitFile whole = file(append, 10, 5L, 9L, 1);
        sections.add(Section.of(SplitFile.whole(whole.file(), new DeletionVectorRef("i", 1, 0, 1, 3))));
        ScanSummary known = summary(append);
        assertThat(known.rowCount()).isEqualTo(7);
        assertThat(known.isExact()).isTrue();
        assertThat(column(known, append, "a").nullsAreExact()).isFalse();
        assertThat(column(known, append, "a").boundsAreValues()).isFalse();
        sections.clear();
        sections.add(Section.of(SplitFile.whole(whole.file(), new DeletionVectorRef("i", 1, 0, 1, -1))));
        ScanSummary unknown = summary(append);
        assertThat(unknown.rowCount()).isEqualTo(10);
        assertThat(unknown.isExact()).isFalse();
    }

    @Test
    void retractionsInAFileOfAPrimaryKeyTableAreNoRows() {
        for (long deletes : new long[] {0, 2, -1}) {
            sections.clear();
            sections.add(Section.of(SplitFile.whole(
                    TestFile.of("a.parquet").keys(1, 9).deletes(deletes).build())));
            assertThat(summary(keyed).isExact()).isEqualTo(deletes == 0);
        }
        sections.clear();
        sections.add(
                Section.of(SplitFile.whole(TestFile.of("a.parquet").deletes(-1).build())));
        assertThat(summary(append).isExact()).isTrue();
    }

    @Test
    void boundsOfTextsAndFloatingPointNumbersAreNoValues() {
        sections.add(Section.of(SplitFile.whole(TestFile.of("a.parquet")
                .stats()
                .column(append.field("d"), 1.0, 2.0, 0)
                .column(append.field("s"), new byte[] {65}, new byte[] {66}, 0)
                .done()
                .build())));
        ScanSummary summary = summary(append);
        for (String name : List.of("d", "s")) {
            assertThat(column(summary, append, name).min()).isNotNull();
            assertThat(column(summary, append, name).boundsAreValues()).isFalse();
        }
    }
}
