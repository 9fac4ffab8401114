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
package io.tablestore.writer;

import io.tablestore.catalog.Table;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A bucket of a table.
 *
 * @param partition values of the partition columns
 */
public record TableBucket(BinaryRow partition, int bucket) {

    /** The buckets that have files in the latest snapshot. */
    public static Set<TableBucket> allOf(Table table) {
        TableFiles files = StoredTable.of(table).files();
        Snapshot latest = files.snapshots().latest();
        Set<TableBucket> buckets = new LinkedHashSet<>();
        if (latest != null) {
            TableSchema schema = files.schemas().get(latest.schemaId(), latest::file);
            for (ManifestEntry entry : new LiveFiles(files, schema).of(latest, null)) {
                buckets.add(new TableBucket(entry.partition(), entry.bucket()));
            }
        }
        return buckets;
    }
}
