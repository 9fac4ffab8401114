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

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.metadata.TestFile;
import io.tablestore.internal.metadata.TestTable;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.internal.schema.SchemaEvolution;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the statistics of a file say, found by the schema that the file was written with. */
class StatisticsPrunerTest {

    private final TableSchema first = TestTable.of("k BIGINT, a INT, d DOUBLE, s STRING", "", "k", Map.of())
            .schema();
    private final TableSchema second = SchemaEvolution.apply(
            first,
            List.of(
                    new SchemaChange.Rename(List.of("a"), "b"),
                    new SchemaChange.Retype(List.of("b"), DataType.of(TypeRoot.BIGINT)),
                    new SchemaChange.Add(
                            List.of(), new DataField(0, "a", DataType.string()), SchemaChange.Position.LAST)));
    private final StatisticsPruner pruner = new StatisticsPruner(id -> id == 0 ? first : second);

    private TestFile.Statistics file(String name) {
        return TestFile.of(name).keys(10, 20).rows(5).stats();
    }

    private boolean canMatch(TableSchema schema, Predicate predicate, DataFile file) {
        return pruner.canMatch(BoundPredicate.bind(predicate, schema.fields()), file);
    }

    private static Predicate compare(String column, Comparison comparison, Object literal) {
        return Predicate.compare(column, comparison, literal);
    }

    @Test
    void boundsAreFoundByNameInTheFilesOwnOrder() {
        DataFile file = file("a.parquet")
                .column(first.field("d"), 1.0, 2.0, 0)
                .column(first.field("a"), 100L, 200L, 1)
                .done()
                .build();
        assertThat(pruner.statistics(first.field("a"), file)).isEqualTo(new ColumnStatistics(100L, 200L, 1));
        assertThat(pruner.statistics(first.field("d"), file)).isEqualTo(new ColumnStatistics(1.0, 2.0, 0));
        assertThat(pruner.statistics(first.field("s"), file)).isEqualTo(ColumnStatistics.UNKNOWN);
    }

    @Test
    void keyColumnsHaveThoseOfTheKey() {
        DataFile file =
                file("a.parquet").column(first.field("k"), 0L, 99L, 0).done().build();
        assertThat(pruner.statistics(first.field("k"), file)).isEqualTo(new ColumnStatistics(10L, 20L, 0));
    }

    @Test
    void aColumnIsMatchedByItsIdNotByItsName() {
        DataFile file =
                file("a.parquet").column(first.field("a"), 100L, 200L, 1).done().build();
        assertThat(pruner.statistics(second.field("b"), file)).isEqualTo(new ColumnStatistics(100L, 200L, 1));
        assertThat(pruner.statistics(second.field("a"), file)).isEqualTo(ColumnStatistics.allNull(5));
        assertThat(canMatch(second, compare("a", Comparison.EQUAL, "x"), file)).isFalse();
        assertThat(canMatch(second, Predicate.isNull("a"), file)).isTrue();
        assertThat(canMatch(second, compare("b", Comparison.EQUAL, 99L), file)).isFalse();
        assertThat(canMatch(second, compare("b", Comparison.EQUAL, 100L), file)).isTrue();
    }

    @Test
    void statisticsOfATypeThatWasNotOnlyWidenedSayNothing() {
        DataFile file =
                file("a.parquet").column(first.field("a"), 100L, 200L, 0).done().build();
        DataField asText = first.field("a").withType(DataType.string());
        assertThat(pruner.statistics(asText, file)).isEqualTo(ColumnStatistics.UNKNOWN);
    }

    @Test
    void aColumnThatTheFileWasNotWrittenWithIsUnknown() {
        DataFile file = file("a.parquet")
                .column(first.field("a"), 100L, 200L, 0)
                .done()
                .writeColumns("k", "d")
                .build();
        assertThat(pruner.statistics(first.field("a"), file)).isEqualTo(ColumnStatistics.UNKNOWN);
    }

    @Test
    void withoutStatisticsEverythingCanMatch() {
        DataFile bare = TestFile.of("a.parquet")
                .keys(TestTable.row(List.of(first.field("k")), 1L), TestTable.row(List.of(first.field("k")), 2L))
                .build();
        assertThat(canMatch(first, compare("a", Comparison.EQUAL, 1L), bare)).isTrue();
        assertThat(canMatch(first, compare("k", Comparison.EQUAL, 9L), bare)).isTrue();
    }

    @Test
    void statisticsWithoutNamesCoverTheColumnsOfTheSchema() {
        DataFile named = file("a.parquet")
                .column(first.field("k"), 0L, 0L, 0)
                .column(first.field("a"), 100L, 200L, 2)
                .done()
                .build();
        DataFile unnamed = new DataFile(
                named.name(),
                1,
                5,
                named.minKey(),
                named.maxKey(),
                null,
                named.valueStats(),
                1,
                1,
                0,
                0,
                List.of(),
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of());
        assertThat(pruner.statistics(first.field("a"), unnamed)).isEqualTo(new ColumnStatistics(100L, 200L, 2));
    }

    @Test
    void theMaximumOfFloatingPointNumbersCountsInParquetOnly() {
        for (String name : List.of("a.parquet", "a.orc", "a.avro")) {
            DataFile file =
                    file(name).column(first.field("d"), 1.0, 2.0, 0).done().build();
            boolean parquet = name.endsWith("parquet");
            assertThat(canMatch(first, compare("d", Comparison.GREATER, 2.0), file))
                    .isEqualTo(!parquet);
            assertThat(canMatch(first, compare("d", Comparison.GREATER, 1.5), file))
                    .isTrue();
        }
    }
}
