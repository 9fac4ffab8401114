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
package io.tablestore.scan;

import io.tablestore.format.Snapshot;
import io.tablestore.format.TableSchema;
import io.tablestore.predicate.BoundPredicate;
import io.tablestore.types.DataField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scan resolved to one snapshot and cut into splits.
 *
 * @param scan what was asked for
 * @param snapshot the snapshot read, or null for a table without one
 * @param schema the schema that rows are returned in
 * @param fields the wanted columns in the order wanted
 * @param predicate resolved against {@code schema}
 */
public record ScanPlan(
        Scan scan,
        @Nullable Snapshot snapshot,
        TableSchema schema,
        List<DataField> fields,
        BoundPredicate predicate,
        List<Split> splits,
        PlanMetrics metrics) {

    public ScanPlan {
        fields = List.copyOf(fields);
        splits = List.copyOf(splits);
    }

    /** The same with these splits. */
    public ScanPlan with(List<Split> newSplits) {
        return new ScanPlan(scan, snapshot, schema, fields, predicate, newSplits, metrics);
    }

    public ScanPlan with(PlanMetrics newMetrics) {
        return new ScanPlan(scan, snapshot, schema, fields, predicate, splits, newMetrics);
    }

    /** Bytes of data files that the splits read. */
    public long sizeInBytes() {
        return splits.stream().mapToLong(Split::sizeInBytes).sum();
    }
}
