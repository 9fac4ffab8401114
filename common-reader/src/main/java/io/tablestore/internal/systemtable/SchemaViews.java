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
package io.tablestore.internal.systemtable;

import io.tablestore.catalog.SystemTable;
import io.tablestore.internal.format.SchemaFile;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.TimestampValue;
import java.util.Map;
import java.util.TreeMap;

/** The system tables that show schemas and options. */
final class SchemaViews {

    private SchemaViews() {}

    /** Fields, keys and options as JSON, as in the schema's file. */
    static SystemTable schemas(TableFiles files) {
        ViewRows rows = new ViewRows(
                "schema_id BIGINT NOT NULL",
                "fields STRING NOT NULL",
                "partition_keys STRING NOT NULL",
                "primary_keys STRING NOT NULL",
                "options STRING NOT NULL",
                "comment STRING",
                "update_time INSTANT NOT NULL");
        for (long id : files.schemas().ids().keySet()) {
            TableSchema schema = files.schemas().get(id);
            SchemaFile.JsonParts json = SchemaFile.parts(schema);
            rows.add(
                    schema.id(),
                    json.fields(),
                    json.partitionKeys(),
                    json.primaryKeys(),
                    json.options(),
                    schema.comment(),
                    new TimestampValue(schema.timeMillis(), 0));
        }
        return rows.finish();
    }

    static SystemTable options(TableFiles files) {
        ViewRows rows = new ViewRows("key STRING NOT NULL", "value STRING NOT NULL");
        new TreeMap<>(files.schemas().latest().options()).forEach(rows::add);
        return rows.finish();
    }

    /** The options {@code fields.<column>.*} of each column: their values and their keys, sorted by key. */
    static SystemTable aggregationFields(TableFiles files) {
        ViewRows rows = new ViewRows(
                "field_name STRING NOT NULL",
                "field_type STRING NOT NULL",
                "function STRING",
                "function_options STRING",
                "comment STRING");
        TableSchema schema = files.schemas().latest();
        for (DataField field : schema.fields()) {
            Map<String, String> options = new TreeMap<>(schema.options());
            options.keySet().removeIf(key -> !key.startsWith("fields." + field.name() + "."));
            rows.add(
                    field.name(),
                    field.type().toString(),
                    options.values().toString(),
                    options.keySet().toString(),
                    field.description());
        }
        return rows.finish();
    }
}
