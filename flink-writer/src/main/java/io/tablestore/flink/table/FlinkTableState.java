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
package io.tablestore.flink.table;

import io.tablestore.catalog.Table;
import io.tablestore.scan.Scan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.TableSchema;
import java.util.List;

/**
 * A table in the state that a statement reads, resolved once, with the columns that the statement was planned with.
 *
 * @param table opened by the loader, for planning
 * @param schema of the returned rows; the snapshot may have been written with another one
 * @param columns all columns of the statement, in Flink's order
 * @param snapshot the snapshot to read, and the id of the schema
 */
public record FlinkTableState(
        FlinkTableLoader loader, Table table, TableSchema schema, List<String> columns, SnapshotRef.Pinned snapshot) {

    /** A state of a table, with the columns of one of its schemas. Older files are mapped to that schema by field ids. */
    public static FlinkTableState of(
            FlinkTableLoader loader, Table table, TableSchema schema, List<String> columns, SnapshotRef ref) {
        return new FlinkTableState(loader, table, schema, columns, table.pin(ref, schema.id()));
    }

    /** A scan of all rows and columns of the statement. */
    public Scan scan() {
        Scan scan = Scan.ALL.at(snapshot).select(columns);
        return loader.readsOptimized() ? scan.readOptimizedView() : scan;
    }
}
