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
package io.tablestore.spark;

import io.tablestore.format.TableSchema;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.SnapshotRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes what Spark pushes down. */
final class SparkScanBuilder
        implements SupportsPushDownV2Filters, SupportsPushDownRequiredColumns, SupportsPushDownLimit {

    private final String table;
    private final SparkTableSource source;
    private final SnapshotRef.Pinned snapshot;
    private final TableSchema schema;
    private StructType required;
    private final List<org.apache.spark.sql.connector.expressions.filter.Predicate> pushed = new ArrayList<>();
    private Predicate predicate = Predicate.TRUE;
    private long limit = Long.MAX_VALUE;

    SparkScanBuilder(String table, SparkTableSource source, SnapshotRef.Pinned snapshot, TableSchema schema) {
        this.table = table;
        this.source = source;
        this.snapshot = snapshot;
        this.schema = schema;
        this.required = SparkTypes.schema(schema.fields());
    }

    @Override
    public org.apache.spark.sql.connector.expressions.filter.Predicate[] pushPredicates(
            org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates) {
        SparkPredicates translator = new SparkPredicates(schema.fields());
        List<Predicate> taken = new ArrayList<>();
        List<org.apache.spark.sql.connector.expressions.filter.Predicate> left = new ArrayList<>();
        for (var candidate : predicates) {
            Predicate translated = translator.translate(candidate);
            if (translated == null) {
                left.add(candidate);
            } else {
                taken.add(translated);
                pushed.add(candidate);
            }
        }
        predicate = Predicate.and(taken);
        return left.toArray(org.apache.spark.sql.connector.expressions.filter.Predicate[]::new);
    }

    @Override
    public org.apache.spark.sql.connector.expressions.filter.Predicate[] pushedPredicates() {
        return pushed.toArray(org.apache.spark.sql.connector.expressions.filter.Predicate[]::new);
    }

    @Override
    public void pruneColumns(StructType columns) {
        required = columns;
    }

    @Override
    public boolean pushLimit(int rows) {
        limit = rows;
        return true;
    }

    @Override
    public boolean isPartiallyPushed() {
        return true; // each task stops at the limit; Spark keeps the one over all tasks
    }

    @Override
    public Scan build() {
        io.tablestore.scan.Scan scan = io.tablestore.scan.Scan.ALL
                .at(snapshot)
                .select(Arrays.asList(required.fieldNames()))
                .where(predicate)
                .limit(limit);
        return new SparkScan(table, source, scan, required);
    }
}
