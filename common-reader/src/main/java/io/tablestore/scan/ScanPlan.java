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

import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.List;

/**
 * A scan that was resolved to one snapshot and divided into splits.
 *
 * @param scan the request
 * @param snapshotId the snapshot that is read, or 0 for a table without one
 * @param schema the schema of the returned rows
 * @param fields the requested columns, in the requested order
 */
public record ScanPlan(
        Scan scan,
        long snapshotId,
        TableSchema schema,
        List<DataField> fields,
        List<Split> splits,
        PlanMetrics metrics) {

    public ScanPlan {
        fields = List.copyOf(fields);
        splits = List.copyOf(splits);
    }

    /** The same plan with these splits. */
    public ScanPlan with(List<Split> newSplits) {
        return new ScanPlan(scan, snapshotId, schema, fields, newSplits, metrics);
    }

    public ScanPlan with(PlanMetrics newMetrics) {
        return new ScanPlan(scan, snapshotId, schema, fields, splits, newMetrics);
    }

    /** Bytes of the data files that the splits read. */
    public long sizeInBytes() {
        return splits.stream().mapToLong(Split::sizeInBytes).sum();
    }
}
