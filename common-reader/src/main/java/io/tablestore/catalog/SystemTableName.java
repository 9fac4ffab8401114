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
package io.tablestore.catalog;

import io.tablestore.error.TableStoreException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The system tables, named by the part after the dollar sign. Columns have the names, order and types of Paimon 1.4. The
 * exception is times that identify a snapshot: they are instants here, so that a copied one selects the same snapshot in any
 * zone.
 */
public enum SystemTableName {
    SNAPSHOTS,
    SCHEMAS,
    OPTIONS,
    TAGS,
    BRANCHES,
    CONSUMERS,
    STATISTICS,
    AGGREGATION_FIELDS,
    FILES,
    FILE_KEY_RANGES,
    MANIFESTS,
    PARTITIONS,
    BUCKETS,
    TABLE_INDEXES;

    /** Paimon's system tables that are not supported here, each with an alternative. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "audit_log", "it shows the changes of a table; read the table itself",
            "binlog", "it shows the changes of a table; read the table itself",
            "row_tracking", "read the table itself");

    /** The name that users write. */
    public String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a system table of that name exists. */
    public static boolean isKnown(String name) {
        return Arrays.stream(values()).anyMatch(table -> table.tableName().equals(name));
    }

    /** All names, separated by commas, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(SystemTableName::tableName).collect(Collectors.joining(", "));
    }

    /** @throws TableStoreException if there is none; the message lists the system tables */
    public static SystemTableName parse(String name) {
        for (SystemTableName table : values()) {
            if (table.tableName().equals(name)) {
                return table;
            }
        }
        throw new TableStoreException(whyMissing(name));
    }

    /** Explains why there is no system table of that name, and names an alternative. */
    public static String whyMissing(String name) {
        String instead = ELSEWHERE.get(name.toLowerCase(Locale.ROOT));
        return instead != null
                ? "The system table '" + name + "' is not supported: " + instead + "."
                : "There is no system table '" + name + "'; there are " + names() + ".";
    }
}
