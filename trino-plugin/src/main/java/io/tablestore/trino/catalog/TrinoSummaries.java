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
package io.tablestore.trino.catalog;

import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanSummary;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.table.TrinoTableHandle;
import io.tablestore.trino.table.TrinoTables;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoErrors;
import io.trino.spi.connector.ConnectorSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What metadata says of the rows that scans of one transaction return; each scan is asked once. */
final class TrinoSummaries {

    private final TrinoTables source;
    private final Map<Scan, ScanSummary> summaries = new ConcurrentHashMap<>();

    TrinoSummaries(TrinoTables source) {
        this.source = source;
    }

    /** The schema that the handle pinned. */
    TableSchema schema(ConnectorSession session, TrinoTableHandle handle) {
        return TrinoErrors.translated(
                () -> source.open(session, handle).schema(handle.snapshot().schemaId()));
    }

    /** The columns to read, or all columns if they are not known yet. */
    List<TrinoColumn> columns(ConnectorSession session, TrinoTableHandle handle) {
        return handle.columns()
                .orElseGet(() -> schema(session, handle).fields().stream()
                        .map(TrinoColumn::of)
                        .toList());
    }

    /** Summary of metadata for the columns that are read or tested. */
    ScanSummary summary(ConnectorSession session, TrinoTableHandle handle) {
        List<TrinoColumn> known = new ArrayList<>(columns(session, handle));
        handle.predicate().getDomains().ifPresent(conditions -> known.addAll(conditions.keySet()));
        return summary(session, handle, known);
    }

    ScanSummary summary(ConnectorSession session, TrinoTableHandle handle, List<TrinoColumn> columns) {
        List<String> names = columns.stream()
                .filter(column -> !column.hidden() && column.fields().isEmpty())
                .map(TrinoColumn::name)
                .distinct()
                .sorted()
                .toList();
        Scan scan = handle.scan().select(names).limit(Long.MAX_VALUE);
        return TrinoErrors.translated(() -> summaries.computeIfAbsent(
                scan, key -> source.open(session, handle).summarize(key)));
    }
}
