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
 * The system tables: views of a table's metadata, by the name after the dollar sign. Columns have the names, the order and the
 * types of Paimon 1.4's system tables; times that name a snapshot are instants here, so that a copied one selects it in any zone.
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

    /** What Paimon has and this reader has not, with what to do instead. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "audit_log", "it shows the changes of a table; read the table itself",
            "binlog", "it shows the changes of a table; read the table itself",
            "row_tracking", "read the table itself");

    /** The name users write. */
    public String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is a system table of that name. */
    public static boolean isKnown(String name) {
        return Arrays.stream(values()).anyMatch(table -> table.tableName().equals(name));
    }

    /** The names of all of them, separated by commas, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(SystemTableName::tableName).collect(Collectors.joining(", "));
    }

    /** @throws TableStoreException naming the system tables there are */
    public static SystemTableName parse(String name) {
        for (SystemTableName table : values()) {
            if (table.tableName().equals(name)) {
                return table;
            }
        }
        throw new TableStoreException(whyMissing(name));
    }

    /** Says why there is no system table of a name, and what there is instead. */
    public static String whyMissing(String name) {
        String instead = ELSEWHERE.get(name.toLowerCase(Locale.ROOT));
        return instead != null
                ? "The system table '" + name + "' is not supported: " + instead + "."
                : "There is no system table '" + name + "'; there are " + names() + ".";
    }
}
