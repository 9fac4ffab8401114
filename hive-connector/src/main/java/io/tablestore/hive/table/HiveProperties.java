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
package io.tablestore.hive.table;

import io.tablestore.error.TableStoreException;
import io.tablestore.options.KnownOption;
import io.tablestore.options.KnownOptions;
import io.tablestore.options.OptionDecision;
import io.tablestore.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Checks table properties and session settings. Hive accepts any, so those without effect are refused: otherwise a
 * property that seems to select a snapshot would return rows of another one.
 */
public final class HiveProperties {

    private static final String SESSION = "tablestore.";
    private static final String PAIMON = "paimon.";

    /** How a statement names a state in Hive. */
    private static final String STATES =
            "FOR SYSTEM_VERSION AS OF or FOR SYSTEM_TIME AS OF after the table, <database>.<table>.tag_<tag> or"
                    + " <database>.<table>.branch_<branch>";

    /** Keys that belong to Hive and its metastore. */
    private static final List<String> HIVES = List.of(
            "EXTERNAL",
            "TRANSLATED_TO_EXTERNAL",
            "OBJCAPABILITIES",
            "COLUMN_STATS_ACCURATE",
            "auto.purge",
            "bucketing_version",
            "comment",
            "created_with_ctas",
            "created_with_ctlt",
            "external.table.purge",
            "last_modified_by",
            "last_modified_time",
            "numFiles",
            "numFilesErasureCoded",
            "numPartitions",
            "numRows",
            "rawDataSize",
            "serialization.format",
            "storage_handler",
            "table_type",
            "totalSize",
            "transient_lastDdlTime");

    private HiveProperties() {}

    /**
     * Checks the properties of a new table, or those that ALTER TABLE sets.
     *
     * @param table its name, for messages
     * @param schema of the existing table, whose options may be repeated
     * @throws TableStoreException for a property without effect
     */
    public static void check(String table, Map<String, String> given, TableSchema schema) {
        new TreeMap<>(given).forEach((key, value) -> {
            if (!HIVES.contains(key) && !value.equals(stored(key, schema))) {
                checkOption("Property '" + key + "' = '" + value + "' of table " + table, key, value);
            }
        });
    }

    private static @Nullable String stored(String key, TableSchema schema) {
        return switch (key) {
            case "primary-key" -> String.join(",", schema.primaryKeys());
            case "partition" -> String.join(",", schema.partitionKeys());
            default -> schema.options().get(key);
        };
    }

    private static void checkOption(String what, String key, String value) {
        KnownOption option = KnownOptions.find(key);
        if (option == null) {
            throw new TableStoreException(what + " is not known" + KnownOptions.didYouMean(key, HIVES)
                    + " Leave it out: tables have no properties of their own in Hive.");
        }
        if (!mayPass(option, value)) {
            throw new TableStoreException(
                    what + " has no effect in Hive. Leave it out: options of a table are set with Flink,"
                            + " Spark or Trino, and another state of it is named by " + STATES + ".");
        }
    }

    private static boolean mayPass(KnownOption option, String value) {
        return option.decision() == OptionDecision.HARMLESS || option.asksForNothing(value);
    }

    /**
     * Checks the settings of a session that reads a table.
     *
     * @throws TableStoreException for an unknown setting of ours, or one of Apache Paimon's connector
     */
    public static void checkSession(Configuration conf) {
        conf.getPropsWithPrefix(SESSION).forEach((name, value) -> {
            String key = SESSION + name;
            if (isSet(value) && !HiveTableState.isOfJob(key)) {
                throw new TableStoreException("Setting '" + key + "' = '" + value
                        + "' is not known: this connector has no settings. SET " + key + "=null"
                        + "; another state of a table is named by "
                        + STATES + ".");
            }
        });
        conf.getPropsWithPrefix(PAIMON).forEach((name, value) -> {
            KnownOption option = KnownOptions.find(name);
            if (isSet(value) && (option == null || !mayPass(option, value))) {
                throw new TableStoreException("Setting '" + PAIMON + name + "' = '" + value
                        + "' belongs to Apache Paimon's connector and has no effect here. SET " + PAIMON + name
                        + "=null"
                        + "; another state of a table is named by " + STATES + ".");
            }
        });
    }

    /** Setting a Paimon option to null is Paimon's way to unset it. */
    private static boolean isSet(String value) {
        return !value.isBlank() && !value.strip().equalsIgnoreCase("null");
    }
}
