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
package io.tablestore.spark.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.predicate.Predicate;
import io.tablestore.scan.ScanSummary;
import io.tablestore.schema.TableSchema;
import io.tablestore.spark.types.SparkColumns;
import io.tablestore.spark.types.SparkTypes;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;
import org.apache.spark.sql.types.Decimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SparkStatisticsTest {

    private static SparkStatistics statistics(long rows, Predicate predicate, ScanSummary.Column column) {
        List<DataField> fields = List.of(column.field());
        TableSchema schema = new TableSchema("schema/schema-0", 0, fields, 0, List.of(), List.of(), Map.of(), null, 0);
        ScanSummary summary = new ScanSummary(
                rows, true, 1 << 20, Set.of(1), Map.of(column.field().id(), column));
        return new SparkStatistics(summary, schema, predicate, SparkColumns.of(schema, SparkTypes.schema(fields)));
    }

    private static ScanSummary.Column column(
            DataType type, long nulls, @Nullable Object min, @Nullable Object max, long distinct) {
        return new ScanSummary.Column(new DataField(0, "a.b", type), nulls, true, min, max, true, distinct);
    }

    private static ColumnStatistics only(SparkStatistics statistics) {
        return Objects.requireNonNull(statistics.columnStats().get(Expressions.column("`a.b`")));
    }

    private static void assertBounds(
            DataType type, @Nullable Object min, @Nullable Object max, @Nullable Object low, @Nullable Object high) {
        ColumnStatistics known = only(statistics(10, Predicate.TRUE, column(type, 0, min, max, -1)));
        assertThat(known.min()).isEqualTo(Optional.ofNullable(low));
        assertThat(known.max()).isEqualTo(Optional.ofNullable(high));
    }

    @Test
    void boundsOfNumbersAndTimesGetSparksForm() {
        assertBounds(DataType.of(TypeRoot.INT), -5L, 7L, -5, 7);
        assertBounds(DataType.of(TypeRoot.DATE), -1L, 0L, -1, 0);
        assertBounds(
                DataType.decimal(5, 2),
                new BigDecimal("-1.00"),
                new BigDecimal("2.50"),
                Decimal.apply(new BigDecimal("-1.00"), 5, 2),
                Decimal.apply(new BigDecimal("2.50"), 5, 2));
        assertBounds(
                DataType.of(TypeRoot.TIMESTAMP, 9),
                new TimestampValue(-1, 0),
                new TimestampValue(1, 1000),
                -1000L,
                1001L);
        assertBounds(DataType.of(TypeRoot.FLOAT), -0.5, 0.5, -0.5f, 0.5f);
    }

    @Test
    void boundsThatSparkCannotUseAreLeftOut() {
        assertBounds(DataType.of(TypeRoot.DOUBLE), 1.0, Double.NaN, 1.0, null);
        byte[] text = "x".getBytes(StandardCharsets.UTF_8);
        assertBounds(DataType.string(), text, text, null, null);
        assertBounds(DataType.of(TypeRoot.BOOLEAN), false, true, null, null);
        assertBounds(DataType.of(TypeRoot.BIGINT), null, null, null, null);
    }

    @Test
    void unknownCountsAreLeftOut() {
        ColumnStatistics known = only(statistics(10, Predicate.TRUE, column(DataType.string(), -1, null, null, -1)));
        assertThat(known.nullCount()).isEqualTo(OptionalLong.empty());
        assertThat(known.distinctCount()).isEqualTo(OptionalLong.empty());
    }

    /** Spark divides by these numbers: more nulls or values than rows make its estimates negative. */
    @Test
    void noCountExceedsTheRows() {
        SparkStatistics none = statistics(100, Predicate.FALSE, column(DataType.string(), 30, null, null, 50));
        assertThat(none.numRows()).isEqualTo(OptionalLong.of(0));
        assertThat(only(none).nullCount()).isEqualTo(OptionalLong.of(0));
        assertThat(only(none).distinctCount()).isEqualTo(OptionalLong.of(0));
        assertThat(none.sizeInBytes()).isEqualTo(OptionalLong.of(1));
        SparkStatistics all = statistics(100, Predicate.TRUE, column(DataType.string(), 30, null, null, 50));
        assertThat(only(all).nullCount()).isEqualTo(OptionalLong.of(30));
        assertThat(only(all).distinctCount()).isEqualTo(OptionalLong.of(50));
    }

    @Test
    void theSizeIsThatOfTheRowsInMemory() {
        SparkStatistics narrow = statistics(100, Predicate.TRUE, column(DataType.of(TypeRoot.TINYINT), 0, 1L, 2L, -1));
        assertThat(narrow.sizeInBytes()).isEqualTo(OptionalLong.of(800));
        SparkStatistics wide = statistics(100, Predicate.TRUE, column(DataType.decimal(38, 0), 0, null, null, -1));
        assertThat(wide.sizeInBytes()).isEqualTo(OptionalLong.of(1600));
    }
}
