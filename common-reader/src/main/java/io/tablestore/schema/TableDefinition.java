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
package io.tablestore.schema;

import io.tablestore.types.DataField;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a new table.
 *
 * @param columns in table order; their ids are ignored, because the table assigns new ones
 * @param partitionKeys names of the partition columns, in directory order; empty if there are none or if option
 *     {@code partition} names them
 * @param primaryKeys names of the primary-key columns, which become NOT NULL; empty if there are none or if option
 *     {@code primary-key} names them
 * @param options as in the schema file
 * @param comment the table's comment, or null
 */
public record TableDefinition(
        List<DataField> columns,
        List<String> partitionKeys,
        List<String> primaryKeys,
        Map<String, String> options,
        @Nullable String comment) {

    public TableDefinition {
        columns = List.copyOf(columns);
        partitionKeys = List.copyOf(partitionKeys);
        primaryKeys = List.copyOf(primaryKeys);
        options = Map.copyOf(options);
    }
}
