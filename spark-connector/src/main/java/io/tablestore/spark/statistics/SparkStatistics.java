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

import io.tablestore.predicate.Predicate;
import io.tablestore.scan.ScanSummary;
import io.tablestore.scan.Selectivity;
import io.tablestore.schema.TableSchema;
import io.tablestore.spark.types.SparkColumns;
import io.tablestore.spark.types.SparkTypes;
import io.tablestore.spark.types.SparkValues;
import io.tablestore.types.DataField;
import io.tablestore.types.TypeRoot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.colstats.ColumnStatistics;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Statistics of a scan's rows from table metadata, in Spark's form. */
public final class SparkStatistics implements Statistics {

    private final long rows;
    private final long bytes;
    private final Map<NamedReference, ColumnStatistics> columns = new HashMap<>();

    /**
     * @param summary of the files to read
     * @param predicate the condition that the reader evaluates
     * @param read the columns that Spark reads
     */
    public SparkStatistics(ScanSummary summary, TableSchema schema, Predicate predicate, SparkColumns read) {
        double share = new Selectivity(summary, schema).of(predicate);
        this.rows = Math.round(summary.rowCount() * share);
        StructType shown = read.schema();
        this.bytes = Math.max(1, rows * Math.max(8, shown.defaultSize()));
        for (DataField field : read.fields()) {
            ScanSummary.Column known = summary.column(field);
            if (known != null && schema.fields().contains(field)) {
                columns.put(Expressions.column(SparkTypes.quoted(field.name())), of(known, schema, summary));
            }
        }
    }

    private ColumnStatistics of(ScanSummary.Column known, TableSchema schema, ScanSummary summary) {
        double distinct = summary.distinctCount(schema, known.field());
        return new ColumnStatistics() {
            @Override
            public OptionalLong distinctCount() {
                return distinct < 0 ? OptionalLong.empty() : OptionalLong.of(Math.min(rows, Math.round(distinct)));
            }

            @Override
            public Optional<Object> min() {
                return bound(known, known.min());
            }

            @Override
            public Optional<Object> max() {
                return bound(known, known.max());
            }

            @Override
            public OptionalLong nullCount() {
                return known.nullCount() < 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(Math.min(rows, known.nullCount()));
            }

            @Override
            public OptionalLong avgLen() {
                return OptionalLong.of(SparkTypes.vectorType(known.field()).defaultSize());
            }

            @Override
            public OptionalLong maxLen() {
                return avgLen();
            }
        };
    }

    /** A lower or upper bound. Spark uses those of numbers, dates and timestamps. */
    private static Optional<Object> bound(ScanSummary.Column known, @Nullable Object value) {
        TypeRoot root = known.field().type().root();
        boolean measured = root.isInteger()
                || root == TypeRoot.DATE
                || root == TypeRoot.DECIMAL
                || root.isTimestamp()
                || root.isFloating() && value instanceof Double number && !number.isNaN();
        return measured ? Optional.ofNullable(SparkValues.of(known.field(), value)) : Optional.empty();
    }

    @Override
    public OptionalLong sizeInBytes() {
        return OptionalLong.of(bytes);
    }

    @Override
    public OptionalLong numRows() {
        return OptionalLong.of(rows);
    }

    @Override
    public Map<NamedReference, ColumnStatistics> columnStats() {
        return columns;
    }
}
