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

import io.tablestore.catalog.Table;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.table.TrinoTableHandle;
import io.tablestore.trino.table.TrinoTableName;
import io.tablestore.trino.table.TrinoTables;
import io.tablestore.trino.types.TrinoErrors;
import io.tablestore.trino.types.TrinoVersions;
import io.tablestore.types.DataField;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.TupleDomain;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds tables by name, in the states that the statements of one transaction read. */
final class TrinoHandles {

    private final TrinoTables source;

    /** Tables in their newest state by query and name: a query that names a table twice reads one state of it. */
    private final Map<List<String>, TrinoTableHandle> newest = new ConcurrentHashMap<>();

    TrinoHandles(TrinoTables source) {
        this.source = source;
    }

    /** The table in the newest state or in another one, or null if there is no table with that name. */
    @Nullable
    TrinoTableHandle of(ConnectorSession session, SchemaTableName name, Optional<ConnectorTableVersion> version) {
        if (version.isPresent()) {
            return find(session, name, version);
        }
        List<String> key = List.of(session.getQueryId(), name.getSchemaName(), name.getTableName());
        TrinoTableHandle known = newest.get(key);
        if (known == null) {
            known = find(session, name, version);
            if (known != null) {
                newest.put(key, known);
            }
        }
        return known;
    }

    private @Nullable TrinoTableHandle find(
            ConnectorSession session, SchemaTableName name, Optional<ConnectorTableVersion> version) {
        TrinoTableName wanted = TrinoTableName.parse(name);
        return TrinoErrors.translated(() -> {
            Optional<TrinoTables.Found> found = source.find(session, wanted.schema(), wanted.table());
            if (found.isEmpty()) {
                return null;
            }
            if (!wanted.isTable()) {
                throw wanted.unknownView();
            }
            return handle(session, name, wanted, found.get().table(), version);
        });
    }

    private TrinoTableHandle handle(
            ConnectorSession session,
            SchemaTableName name,
            TrinoTableName wanted,
            Table table,
            Optional<ConnectorTableVersion> version) {
        String branch = wanted.branchOf(table);
        Table read = branch.isEmpty() ? table : table.branch(branch);
        ZoneId zone = session.getTimeZoneKey().getZoneId();
        SnapshotRef.Pinned snapshot =
                read.pin(version.map(given -> TrinoVersions.of(given, zone)).orElse(SnapshotRef.LATEST));
        checkColumnNames(name, read.schema(snapshot.schemaId()));
        TrinoTableHandle handle = new TrinoTableHandle(
                name,
                table.location().location(),
                branch,
                wanted.isReadOptimized(),
                snapshot,
                TupleDomain.all(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        source.keep(session, handle, read);
        return handle;
    }

    /**
     * Refuses tables with columns that differ in case only. Trino compares column names in lower case and would read
     * one of them twice.
     */
    static void checkColumnNames(SchemaTableName table, TableSchema schema) {
        Map<String, String> seen = new HashMap<>();
        for (DataField field : schema.fields()) {
            String same = seen.put(field.name().toLowerCase(Locale.ENGLISH), field.name());
            if (same != null) {
                throw new TrinoException(
                        StandardErrorCode.NOT_SUPPORTED,
                        "Table " + table + " has the columns " + same + " and " + field.name()
                                + ", which differ in case only, and Trino cannot distinguish them. Rename one with Flink"
                                + " or Spark.");
            }
        }
    }
}
