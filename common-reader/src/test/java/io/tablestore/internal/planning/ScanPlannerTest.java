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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.TestFile;
import io.tablestore.internal.metadata.TestTable;
import io.tablestore.internal.schema.SchemaEvolution;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.ColumnOrder;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.ScanSummary;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.scan.Split;
import io.tablestore.scan.SummarizedPlan;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a snapshot to splits, over tables that have metadata only. */
class ScanPlannerTest {

    private static final BinaryRow NONE = TestTable.row(List.of());

    private static TestTable keyed(String... options) {
        return TestTable.of("k BIGINT, a INT", "", "k", options("4", options));
    }

    private static TestTable append(String... options) {
        return TestTable.of("p INT, a INT", "p", "", options("-1", options));
    }

    private static Map<String, String> options(String buckets, String... options) {
        Map<String, String> all = new HashMap<>(Map.of("bucket", buckets));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return all;
    }

    private static Predicate compare(String column, Comparison comparison, Object literal) {
        return Predicate.compare(column, comparison, literal);
    }

    private static ScanPlan plan(TestTable table, Scan scan) {
        return ScanPlanner.plan(table.files(), scan);
    }

    /** The files of each section, sections separated by {@code |}, splits as elements. */
    private static List<String> files(ScanPlan plan) {
        return plan.splits().stream().map(ScanPlannerTest::files).toList();
    }

    private static String files(Split split) {
        List<String> sections = new ArrayList<>();
        for (Section section : DataSplit.of(split).sections()) {
            List<String> names = section.files().stream()
                    .map(file -> file.file().name().replace(".parquet", ""))
                    .sorted()
                    .toList();
            sections.add(String.join(" ", names));
        }
        return String.join("|", sections);
    }

    /** A file whose column {@code a} has values in a range. */
    private static TestFile file(TestTable table, String name, long min, long max) {
        return TestFile.of(name + ".parquet")
                .stats()
                .column(table.schema().field("a"), min, max, 0)
                .done();
    }

    @Test
    void bucketsBecomeSplitsOfTheirOwn() {
        TestTable table = keyed();
        table.commit(
                table.add(NONE, 0, TestFile.of("a.parquet").keys(1, 5)),
                table.add(NONE, 1, TestFile.of("b.parquet").keys(1, 5)),
                table.add(NONE, 0, TestFile.of("c.parquet").keys(4, 9)));
        ScanPlan plan = plan(table, Scan.ALL);
        assertThat(files(plan)).containsExactly("a c", "b");
        assertThat(plan.snapshotId()).isEqualTo(1);
        assertThat(plan.metrics().overlapDepth()).isEqualTo(2);
        assertThat(plan.metrics().sections()).isEqualTo(2);
        assertThat(plan.metrics().rowsToMerge()).isEqualTo(20);
        assertThat(plan.metrics().storedRows()).isEqualTo(30);
        assertThat(plan.metrics().files()).isEqualTo(3);
        assertThat(plan.metrics().bytes()).isEqualTo(3000);
    }

    @Test
    void aTableWithoutSnapshotHasNoSplits() {
        TestTable table = keyed();
        assertThat(plan(table, Scan.ALL).splits()).isEmpty();
        assertThat(plan(table, Scan.ALL).snapshotId()).isZero();
        assertThat(ScanPlanner.summarize(table.files(), Scan.ALL).rowCount()).isZero();
    }

    @Test
    void partitionsAreLeftOutAndCounted() {
        TestTable table = append();
        table.commitManifests(List.of(
                List.of(table.add(table.partition(1L), 0, file(table, "a", 1, 9))),
                List.of(
                        table.add(table.partition(2L), 0, file(table, "b", 1, 9)),
                        table.add(table.partition(3L), 0, file(table, "c", 1, 9)))));
        ScanPlan plan = plan(table, Scan.ALL.where(compare("p", Comparison.EQUAL, 2L)));
        assertThat(files(plan)).containsExactly("b");
        assertThat(plan.metrics().filesByPartition()).isEqualTo(2);
        assertThat(plan.metrics().files()).isEqualTo(3);
        assertThat(plan.metrics().manifests()).isEqualTo(2);
        assertThat(plan.metrics().manifestsSkipped()).isEqualTo(1);
    }

    @Test
    void bucketsAreLeftOutAndCounted() {
        TestTable table = keyed();
        List<ManifestEntry> entries = new ArrayList<>();
        for (int bucket = 0; bucket < 4; bucket++) {
            entries.add(table.add(
                    NONE, bucket, TestFile.of("f" + bucket + ".parquet").keys(0, 99)));
        }
        table.commit(entries.toArray(ManifestEntry[]::new));
        ScanPlan plan = plan(table, Scan.ALL.where(compare("k", Comparison.EQUAL, 7L)));
        assertThat(plan.splits()).hasSize(1);
        assertThat(plan.metrics().filesByBucket()).isEqualTo(3);
        assertThat(plan.metrics().files()).isEqualTo(4);
    }

    @Test
    void filesWithoutAWantedKeyAreLeftOutBeforeTheMerge() {
        TestTable table = keyed();
        table.commit(
                table.add(NONE, 0, TestFile.of("a.parquet").keys(1, 5)),
                table.add(NONE, 0, TestFile.of("b.parquet").keys(5, 9)),
                table.add(NONE, 0, TestFile.of("c.parquet").keys(3, 7)));
        ScanPlan plan = plan(table, Scan.ALL.where(compare("k", Comparison.GREATER, 5L)));
        assertThat(files(plan)).containsExactly("b c");
        assertThat(plan.metrics().filesByKey()).isEqualTo(1);
        assertThat(plan.metrics().bytesSkipped()).isEqualTo(1000);
    }

    @Test
    void valueStatisticsLeaveOutWholeSectionsAndFilesThatAreNotMerged() {
        TestTable table = keyed();
        table.commit(
                table.add(NONE, 0, file(table, "a", 1, 5).keys(1, 5)),
                table.add(NONE, 0, file(table, "b", 10, 15).keys(4, 9)),
                table.add(NONE, 0, file(table, "c", 1, 5).keys(20, 25)),
                table.add(NONE, 0, file(table, "d", 1, 2).keys(30, 35)),
                table.add(NONE, 0, file(table, "e", 1, 2).keys(34, 39)));
        ScanPlan plan = plan(table, Scan.ALL.where(compare("a", Comparison.GREATER_OR_EQUAL, 10L)));
        assertThat(files(plan)).as("a may hide what b has").containsExactly("a b");
        assertThat(plan.metrics().filesByValue()).isEqualTo(3);
        assertThat(plan.metrics().bytesSkipped()).isEqualTo(3000);
    }

    @Test
    void whereVersionsAreCombinedValueStatisticsLeaveOutNoMergedFile() {
        for (String engine : List.of("partial-update", "aggregation")) {
            TestTable table = keyed("merge-engine", engine);
            table.commit(
                    table.add(NONE, 0, file(table, "a", 1, 5).keys(1, 5)),
                    table.add(NONE, 0, file(table, "b", 1, 5).keys(4, 9)),
                    table.add(NONE, 0, file(table, "c", 1, 5).keys(20, 25)));
            ScanPlan plan = plan(table, Scan.ALL.where(compare("a", Comparison.GREATER, 9L)));
            assertThat(files(plan)).containsExactly("a b");
        }
    }

    @Test
    void boundsAreInclusiveAndUnknownOnesKeepTheFile() {
        TestTable table = append();
        table.commit(
                table.add(table.partition(1L), 0, file(table, "a", 10, 20)),
                table.add(table.partition(1L), 0, TestFile.of("b.parquet")),
                table.add(
                        table.partition(1L),
                        0,
                        TestFile.of("c.parquet")
                                .stats()
                                .column(table.schema().field("a"), null, null, 10)
                                .done()),
                table.add(table.partition(1L), 0, TestFile.of("d.parquet").rows(0)));
        assertThat(where(table, compare("a", Comparison.LESS, 10L))).isEqualTo("b");
        assertThat(where(table, compare("a", Comparison.LESS_OR_EQUAL, 10L))).isEqualTo("a|b");
        assertThat(where(table, compare("a", Comparison.GREATER, 20L))).isEqualTo("b");
        assertThat(where(table, compare("a", Comparison.GREATER_OR_EQUAL, 20L))).isEqualTo("a|b");
        assertThat(where(table, compare("a", Comparison.EQUAL, 9L))).isEqualTo("b");
        assertThat(where(table, compare("a", Comparison.EQUAL, 21L))).isEqualTo("b");
        assertThat(where(table, Predicate.isNull("a"))).isEqualTo("b|c");
        assertThat(where(table, Predicate.TRUE)).isEqualTo("a|b|c");
        assertThat(plan(table, Scan.ALL.where(Predicate.FALSE)).splits()).isEmpty();
    }

    private static String where(TestTable table, Predicate predicate) {
        return String.join(" / ", files(plan(table, Scan.ALL.where(predicate))));
    }

    @Test
    void aLimitEndsThePlanAfterTheGroupThatHoldsEnough() {
        TestTable table = append();
        table.commitManifests(List.of(
                List.of(table.add(table.partition(1L), 0, file(table, "a", 1, 9).rows(10))),
                List.of(table.add(table.partition(2L), 0, file(table, "b", 1, 9).rows(10))),
                List.of(table.add(table.partition(3L), 0, file(table, "c", 1, 9).rows(10)))));
        assertThat(files(plan(table, Scan.ALL.limit(9)))).containsExactly("a");
        assertThat(files(plan(table, Scan.ALL.limit(10)))).containsExactly("a");
        assertThat(files(plan(table, Scan.ALL.limit(11)))).containsExactly("a", "b");
        assertThat(files(plan(table, Scan.ALL))).containsExactly("a", "b", "c");
        assertThat(files(plan(table, Scan.ALL.limit(1).where(compare("a", Comparison.LESS, 5L)))))
                .hasSize(3);
    }

    @Test
    void aLimitEndsNoPlanOfAPrimaryKeyTable() {
        TestTable table = TestTable.of("p INT, k BIGINT, a INT", "p", "p,k", options("4"));
        table.commitManifests(List.of(
                List.of(table.add(
                        table.partition(1L), 0, TestFile.of("a.parquet").keys(1, 9))),
                List.of(table.add(
                        table.partition(2L), 0, TestFile.of("b.parquet").keys(1, 9)))));
        assertThat(plan(table, Scan.ALL.limit(1)).splits()).hasSize(2);
    }

    @Test
    void splitsAreHandedOnGroupByGroup() {
        TestTable table = append();
        table.commitManifests(List.of(
                List.of(table.add(table.partition(2L), 0, file(table, "b", 1, 9))),
                List.of(table.add(table.partition(1L), 0, file(table, "a", 1, 9)))));
        List<List<String>> groups = new ArrayList<>();
        ScanPlan plan = ScanPlanner.plan(
                table.files(),
                Scan.ALL,
                splits -> groups.add(splits.stream().map(ScanPlannerTest::files).toList()));
        assertThat(groups).containsExactly(List.of("a"), List.of("b"));
        assertThat(plan.splits()).isEmpty();
    }

    @Test
    void theReadOptimizedViewHasTheHighestLevelOnly() {
        TestTable table = keyed();
        table.commit(
                table.add(NONE, 0, TestFile.of("a.parquet").keys(1, 5).level(5)),
                table.add(NONE, 0, TestFile.of("b.parquet").keys(1, 5).level(4)),
                table.add(NONE, 0, TestFile.of("c.parquet").keys(1, 5).level(0)));
        assertThat(files(plan(table, Scan.ALL.readOptimizedView()))).containsExactly("a");
        assertThat(files(plan(table, Scan.ALL))).containsExactly("a b c");
        TestTable declared = keyed("num-levels", "5");
        declared.commit(
                declared.add(NONE, 0, TestFile.of("a.parquet").keys(1, 5).level(4)),
                declared.add(NONE, 0, TestFile.of("b.parquet").keys(1, 5).level(3)));
        assertThat(files(plan(declared, Scan.ALL.readOptimizedView()))).containsExactly("a");
    }

    @Test
    void levelZeroIsHiddenWhereCompactionDecides() {
        for (String[] option : new String[][] {{"merge-engine", "first-row"}, {"deletion-vectors.enabled", "true"}}) {
            TestTable table = keyed(option);
            table.commit(
                    table.add(NONE, 0, TestFile.of("a.parquet").keys(1, 5).level(1)),
                    table.add(NONE, 0, TestFile.of("b.parquet").keys(1, 5).level(0)));
            assertThat(files(plan(table, Scan.ALL))).containsExactly("a");
        }
    }

    private TestTable threeSnapshots() {
        TestTable table = append();
        table.commit(table.add(table.partition(1L), 0, file(table, "a", 1, 9)));
        table.commit(table.add(table.partition(1L), 0, file(table, "b", 1, 9)));
        table.write("tag/tag-kept", table.read("snapshot/snapshot-2"));
        table.evolve(SchemaEvolution.apply(
                table.schema(),
                List.of(new SchemaChange.Add(
                        List.of(), new DataField(0, "z", DataType.string()), SchemaChange.Position.LAST))));
        table.commit(table.delete(table.partition(1L), 0, file(table, "a", 1, 9)));
        return table;
    }

    @Test
    void aScanIsOfTheStateThatIsAskedFor() {
        TestTable table = threeSnapshots();
        assertThat(at(table, SnapshotRef.LATEST)).isEqualTo("3: b, schema 1");
        assertThat(at(table, new SnapshotRef.Id(1))).isEqualTo("1: a, schema 0");
        assertThat(at(table, new SnapshotRef.Id(3))).isEqualTo("3: b, schema 1");
        assertThat(at(table, new SnapshotRef.Timestamp(299))).isEqualTo("2: a|b, schema 0");
        assertThat(at(table, new SnapshotRef.Timestamp(300))).isEqualTo("3: b, schema 1");
        assertThat(at(table, new SnapshotRef.Tag("kept"))).isEqualTo("2: a|b, schema 0");
        assertThat(at(table, new SnapshotRef.Version("kept"))).isEqualTo("2: a|b, schema 0");
        assertThat(at(table, new SnapshotRef.Version("1"))).isEqualTo("1: a, schema 0");
        assertThat(at(table, new SnapshotRef.Pinned(1, 1, "", 0))).isEqualTo("1: a, schema 1");
        assertThat(at(table, new SnapshotRef.Pinned(2, 0, "kept", 0))).isEqualTo("2: a|b, schema 0");
        assertThat(at(table, new SnapshotRef.Pinned(0, 0, "", 0))).isEqualTo("0: , schema 0");
    }

    private static String at(TestTable table, SnapshotRef ref) {
        ScanPlan plan = plan(table, Scan.ALL.at(ref));
        return plan.snapshotId() + ": " + String.join("/", files(plan)) + ", schema "
                + plan.schema().id();
    }

    @Test
    void aPinHoldsAStateAndItsSchema() {
        TestTable table = threeSnapshots();
        assertThat(table.table().pin(SnapshotRef.LATEST)).isEqualTo(new SnapshotRef.Pinned(3, 1, "", 0));
        assertThat(table.table().pin(new SnapshotRef.Id(1))).isEqualTo(new SnapshotRef.Pinned(1, 0, "", 0));
        assertThat(table.table().pin(new SnapshotRef.Tag("kept"))).isEqualTo(new SnapshotRef.Pinned(2, 0, "kept", 0));
        assertThat(append().table().pin(SnapshotRef.LATEST)).isEqualTo(new SnapshotRef.Pinned(0, 0, "", 0));
    }

    @Test
    void aStateThatIsNotThereIsRefused() {
        TestTable table = threeSnapshots();
        assertThatThrownBy(() -> at(table, new SnapshotRef.Id(9))).hasMessageContaining("there are: 1 to 3");
        assertThatThrownBy(() -> at(table, new SnapshotRef.Tag("x"))).hasMessageContaining("there are: kept");
        assertThatThrownBy(() -> at(table, new SnapshotRef.Version("x"))).hasMessageContaining("'x'");
        assertThatThrownBy(() -> at(table, new SnapshotRef.Timestamp(99))).hasMessageContaining("no snapshot at or");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest/base-1", "manifest/delta-1", "manifest/manifest-0", "schema/schema-0"})
    void aMissingFileIsNamedWithWhatNamesIt(String file) {
        TestTable table = append();
        table.commit(table.add(table.partition(1L), 0, file(table, "a", 1, 9)));
        table.delete(file);
        assertThatThrownBy(() -> plan(table, Scan.ALL.at(new SnapshotRef.Id(1))))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContainingAll(file, "snapshot/snapshot-1");
    }

    @Test
    void columnsAndConditionsAreThoseOfTheSchema() {
        TestTable table = append();
        assertThat(plan(table, Scan.ALL.select(List.of("a"))).fields())
                .containsExactly(table.schema().field("a"));
        assertThatThrownBy(() -> plan(table, Scan.ALL.select(List.of("x")))).hasMessageContaining("x");
        assertThatThrownBy(() -> plan(table, Scan.ALL.where(Predicate.isNull("x"))))
                .hasMessageContaining("x");
    }

    @Test
    void filesOfTheTableAreCheckedForWhatIsNotRead() {
        TestTable table = append();
        table.commit(table.add(table.partition(1L), 0, TestFile.of("a.lance")));
        assertThatThrownBy(() -> plan(table, Scan.ALL))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("bucket-0/a.lance");
        TestTable outside = append();
        outside.commit(
                outside.add(outside.partition(1L), 0, TestFile.of("a.parquet").external("/elsewhere/a.parquet")));
        assertThatThrownBy(() -> plan(outside, Scan.ALL)).hasMessageContaining("/elsewhere/a.parquet");
        TestTable counted = append();
        counted.commit(
                counted.add(counted.partition(1L), 0, TestFile.of("a.parquet").keys(1, 2)));
        assertThatThrownBy(() -> plan(counted, Scan.ALL)).hasMessageContaining("counted rows");
    }

    @Test
    void aPlanOfPostponedFilesDoesNotSeeThem() {
        TestTable table = keyed();
        table.commit(table.entry(
                io.tablestore.internal.format.manifest.FileKind.ADD,
                NONE,
                -2,
                -2,
                TestFile.of("a.parquet").keys(1, 2)));
        assertThat(plan(table, Scan.ALL).splits()).isEmpty();
    }

    @Test
    void largeFilesAndMergesAreCutByTheOptionsOfTheTable() {
        TestTable table = append("source.split.target-size", "1 kb", "source.split.open-file-cost", "1 b");
        table.commit(table.add(table.partition(1L), 0, file(table, "a", 1, 9).size(4096)));
        ScanPlan plan = plan(table, Scan.ALL);
        assertThat(plan.splits()).hasSize(4);
        assertThat(plan.splits().stream().mapToLong(Split::storedRows).sum()).isEqualTo(10);
    }

    @Test
    void statisticsStayBehind() {
        TestTable table = append();
        table.commit(table.add(table.partition(1L), 0, file(table, "a", 1, 9)));
        for (Split split :
                plan(table, Scan.ALL.where(compare("a", Comparison.LESS, 5L))).splits()) {
            for (Section section : DataSplit.of(split).sections()) {
                for (SplitFile file : section.files()) {
                    assertThat(file.file().valueStats()).isNull();
                }
            }
        }
    }

    @Test
    void aPlanAndItsSummaryAreOfTheSameFiles() {
        TestTable table = append();
        table.commit(
                table.add(table.partition(1L), 0, file(table, "a", 1, 9).rows(7)),
                table.add(table.partition(2L), 0, file(table, "b", 5, 30).rows(5)));
        List<Split> splits = new ArrayList<>();
        SummarizedPlan both = ScanPlanner.planAndSummarize(table.files(), Scan.ALL, splits::addAll);
        assertThat(both.summary().rowCount()).isEqualTo(12);
        assertThat(both.summary().isExact()).isTrue();
        assertThat(splits).hasSize(2);
        ScanSummary one = ScanPlanner.summarize(table.files(), Scan.ALL.where(compare("p", Comparison.EQUAL, 2L)));
        assertThat(one.rowCount()).isEqualTo(5);
        assertThat(one.isExact()).isTrue();
        ScanSummary tested = ScanPlanner.summarize(table.files(), Scan.ALL.where(compare("a", Comparison.LESS, 5L)));
        assertThat(tested.rowCount()).isEqualTo(7);
        assertThat(tested.isExact()).isFalse();
        assertThat(ScanPlanner.planAndSummarize(table.files(), Scan.ALL.limit(1), s -> {})
                        .summary()
                        .isExact())
                .isFalse();
    }

    @Test
    void anAnalyzedSnapshotGivesTheRowsAfterTheMerge() {
        TestTable table = keyed();
        table.analyzed(
                "stat",
                "{\"snapshotId\":1,\"schemaId\":0,\"mergedRecordCount\":13,\"mergedRecordSize\":1,"
                        + "\"colStats\":{\"a\":{\"colId\":1,\"distinctCount\":4}}}");
        table.commit(
                table.add(NONE, 0, TestFile.of("a.parquet").keys(1, 5)),
                table.add(NONE, 0, TestFile.of("b.parquet").keys(1, 5)));
        ScanSummary summary = ScanPlanner.summarize(table.files(), Scan.ALL);
        assertThat(summary.rowCount()).isEqualTo(13);
        assertThat(summary.distinctCount(table.schema(), table.schema().field("a")))
                .isEqualTo(4.0);
        Scan tested = Scan.ALL.where(compare("a", Comparison.LESS, 5L));
        assertThat(ScanPlanner.summarize(table.files(), tested).rowCount()).isEqualTo(10);
        table.commit(table.add(NONE, 1, TestFile.of("c.parquet").keys(1, 5)));
        assertThat(ScanPlanner.summarize(table.files(), Scan.ALL).rowCount())
                .as("an older one")
                .isEqualTo(20);
    }

    @Test
    void theFirstRowsHaveACondition() {
        TestTable table = append();
        table.commit(
                table.add(table.partition(1L), 0, file(table, "a", 1, 9).rows(7)),
                table.add(table.partition(2L), 0, file(table, "b", 5, 30).rows(5)));
        ColumnOrder order = new ColumnOrder("a", false, false);
        assertThat(ScanPlanner.first(table.files(), Scan.ALL, order, 7)).hasToString("a <= 9");
        Scan onPartition = Scan.ALL.where(compare("p", Comparison.EQUAL, 2L));
        assertThat(ScanPlanner.first(table.files(), onPartition, order, 5)).hasToString("a <= 30");
        Scan onRows = Scan.ALL.where(compare("a", Comparison.GREATER, 3L));
        assertThat(ScanPlanner.first(table.files(), onRows, order, 1)).isEqualTo(Predicate.TRUE);
    }

    @Test
    void filesOfColumnsOfTheSameRowsAreOneSection() {
        TestTable table = TestTable.of(
                "a INT, b INT", "", "", Map.of("row-tracking.enabled", "true", "data-evolution.enabled", "true"));
        table.commit(
                table.add(
                        NONE,
                        0,
                        file(table, "x", 1, 9).firstRowId(0).writeColumns("a").sequences(1, 1)),
                table.add(
                        NONE,
                        0,
                        TestFile.of("y.parquet").firstRowId(0).writeColumns("b").sequences(2, 2)),
                table.add(NONE, 0, file(table, "z", 1, 9).firstRowId(10).sequences(3, 3)));
        ScanPlan all = plan(table, Scan.ALL);
        assertThat(files(all)).containsExactly("x y|z");
        assertThat(all.metrics().rowsToMerge()).isZero();
        ScanPlan none = plan(table, Scan.ALL.where(compare("a", Comparison.GREATER, 9L)));
        assertThat(none.splits()).isEmpty();
        assertThat(none.metrics().filesByValue()).isEqualTo(3);
        assertThat(plan(table, Scan.ALL.where(compare("b", Comparison.GREATER, 9L)))
                        .splits())
                .hasSize(1);
    }

    @Test
    void aRenamedColumnIsFoundInOlderFiles() {
        TestTable table = append();
        TableSchema first = table.schema();
        TestFile old = file(table, "a", 1, 9);
        table.evolve(SchemaEvolution.apply(first, List.of(new SchemaChange.Rename(List.of("a"), "b"))));
        table.commit(table.add(table.partition(1L), 0, old));
        assertThat(plan(table, Scan.ALL.where(compare("b", Comparison.GREATER, 9L)))
                        .splits())
                .isEmpty();
        assertThat(plan(table, Scan.ALL.where(compare("b", Comparison.GREATER, 8L)))
                        .splits())
                .hasSize(1);
    }
}
