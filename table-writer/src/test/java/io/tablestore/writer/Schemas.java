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

import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Schemas of tables for tests. */
public final class Schemas {

    private Schemas() {}

    /** {@code (k BIGINT primary key, v STRING)}. */
    public static TableSchema keyed(String... options) {
        return of(kv(), List.of(), List.of("k"), options);
    }

    /** {@code (k BIGINT, v STRING)} without a key. */
    public static TableSchema append(String... options) {
        return of(kv(), List.of(), List.of(), options);
    }

    private static List<DataField> kv() {
        return columns("k", DataType.of(TypeRoot.BIGINT), "v", DataType.string());
    }

    /** Names and types in turn. */
    public static List<DataField> columns(Object... namesAndTypes) {
        List<DataField> columns = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.add(new DataField(i / 2, (String) namesAndTypes[i], (DataType) namesAndTypes[i + 1]));
        }
        return columns;
    }

    /** @param options keys and values in turn */
    public static TableSchema of(
            List<DataField> columns, List<String> partitionKeys, List<String> primaryKeys, String... options) {
        return FirstSchema.of(new TableDefinition(columns, partitionKeys, primaryKeys, options(options), null));
    }

    /** Keys and values in turn. */
    public static Map<String, String> options(String... options) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            map.put(options[i], options[i + 1]);
        }
        return map;
    }
}
