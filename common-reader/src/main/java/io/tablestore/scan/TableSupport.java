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

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.format.TableSchema;
import io.tablestore.options.Option;
import io.tablestore.options.OptionSet;
import io.tablestore.options.TableOptions;
import io.tablestore.types.DataField;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Refuses, by name, tables that would be read wrong. */
final class TableSupport {

    /** Options that list BLOB columns whose files hold references instead of values. */
    private static final List<String> ELSEWHERE =
            List.of("blob-descriptor-field", "blob.stored-descriptor-fields", "blob-view-field");

    private TableSupport() {}

    static void check(TableSchema schema) {
        OptionSet options = schema.optionSet();
        for (Option<?> option : TableOptions.ALL) {
            options.get(option); // an option of nonsense is an error even where nothing depends on it yet
        }
        refuse(schema, TableOptions.CLUSTERING_OVERRIDE, false);
        refuse(schema, TableOptions.QUERY_AUTH, false);
        refuse(schema, TableOptions.PRIMARY_BRANCH, "");
        refuse(schema, TableOptions.CHAIN_TABLE, false);
        refuse(schema, TableOptions.SNAPSHOT_ORDERING, false);
        refuse(schema, TableOptions.POSTPONE_MERGE_ON_READ, false);
        refuse(schema, TableOptions.TABLE_TYPE, "table");
    }

    /** Refuses columns that are stored in a way that is not read; the others are none the worse for it. */
    static void checkColumns(TableSchema schema, List<DataField> columns) {
        Map<String, String> options = schema.options();
        for (DataField column : columns) {
            for (String key : ELSEWHERE) {
                if (Arrays.asList(options.getOrDefault(key, "").split("\\s*,\\s*", -1))
                        .contains(column.name())) {
                    throw refused(schema, key, "column " + column.name());
                }
            }
            String layout = "fields." + column.name() + ".map.storage-layout";
            if (!options.getOrDefault(layout, "default").equals("default")) {
                throw refused(schema, layout, "column " + column.name());
            }
        }
    }

    private static UnsupportedFormatException refused(TableSchema schema, String key, String what) {
        return new UnsupportedFormatException(
                schema.file(),
                what + " with option '" + key + "' = '" + schema.options().get(key) + "'",
                "Leave the column out of the query.");
    }

    private static <T> void refuse(TableSchema schema, Option<T> option, T readable) {
        OptionSet options = schema.optionSet();
        T value = options.get(option);
        if (!value.equals(readable)) {
            throw new UnsupportedFormatException(
                    schema.file(),
                    "option '" + option.key() + "' = '" + options.values().get(option.key()) + "'",
                    "Read the table with Apache Paimon's own connector until a newer release of this one does.");
        }
    }
}
