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
package io.tablestore.internal.schema;

import io.tablestore.internal.format.FieldIds;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The first schema of a new table. */
public final class FirstSchema {

    private FirstSchema() {}

    /** @throws io.tablestore.error.InvalidTableException if the definition is invalid */
    public static TableSchema of(TableDefinition definition) {
        Map<String, String> stored = new HashMap<>(definition.options());
        List<String> keys = OptionRules.takeKey(OptionRules.PRIMARY_KEY, definition.primaryKeys(), stored);
        List<String> partitions = OptionRules.takeKey(OptionRules.PARTITION, definition.partitionKeys(), stored);
        OptionRules.checkNoPath(stored);
        OptionRules.checkNoFallback(stored);
        OptionRules.check(definition.columns(), stored, stored.keySet());
        FieldIds ids = new FieldIds(-1);
        List<DataField> fields = new ArrayList<>();
        for (DataField column : definition.columns()) {
            boolean key = keys.contains(column.name());
            fields.add(ids.number(key ? column.withType(column.type().asNotNull()) : column));
        }
        TableSchema schema = new TableSchema(
                "schema/schema-0",
                0,
                fields,
                ids.highest(),
                partitions,
                keys,
                stored,
                definition.comment(),
                System.currentTimeMillis());
        SchemaRules.check(schema);
        PartitionRules.checkNew(schema);
        return schema;
    }
}
