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
package io.tablestore.internal.planning;

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.options.StoredOptions;
import io.tablestore.options.FeatureOptions;
import io.tablestore.options.Option;
import io.tablestore.options.OptionSet;
import io.tablestore.options.TableOptions;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.TypeRoot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Rejects tables that this release would read incorrectly, and tables with an invalid option. The error names the option. */
final class TableSupport {

    /** Options that list BLOB columns whose files hold references instead of values. */
    private static final List<String> ELSEWHERE = List.of(
            "blob-descriptor-field", "blob.stored-descriptor-fields", "blob-view-field", "blob-external-storage-field");

    private TableSupport() {}

    static void check(TableSchema schema) {
        OptionSet options = schema.optionSet();
        for (Option<?> option : TableOptions.ALL) {
            options.get(option); // an invalid option is an error even if nothing uses it yet
        }
        StoredOptions.checkReadable(schema.file(), schema.options());
    }

    /** Rejects columns that are stored in an unsupported way. Other columns of the table stay readable. */
    static void checkColumns(TableSchema schema, List<DataField> columns) {
        Map<String, String> options = schema.options();
        for (DataField column : columns) {
            for (String key : ELSEWHERE) {
                if (Arrays.asList(options.getOrDefault(key, "").split("\\s*,\\s*", -1))
                        .contains(column.name())) {
                    throw refused(schema, key, "column " + column.name());
                }
            }
            if (column.type().root() == TypeRoot.BLOB && schema.optionSet().get(FeatureOptions.BLOB_AS_DESCRIPTOR)) {
                throw refused(schema, FeatureOptions.BLOB_AS_DESCRIPTOR.key(), "column " + column.name());
            }
            String layout = "fields." + column.name() + ".map.storage-layout";
            if (!options.getOrDefault(layout, "default").equalsIgnoreCase("default")) {
                throw refused(schema, layout, "column " + column.name());
            }
            // Releases before 1.2 returned this value for rows that have none; later releases do not.
            String standard = "fields." + column.name() + ".default-value";
            if (options.containsKey(standard)) {
                throw refused(schema, standard, "column " + column.name());
            }
        }
    }

    private static UnsupportedFormatException refused(TableSchema schema, String key, String what) {
        return new UnsupportedFormatException(
                schema.file(),
                what + " with option '" + key + "' = '" + schema.options().get(key) + "'",
                "Leave the column out of the query.");
    }
}
