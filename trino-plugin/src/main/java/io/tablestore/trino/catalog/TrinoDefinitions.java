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

import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.SchemaChange.Position;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoTypes;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ColumnPosition;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Translates Trino's table and column definitions to the reader's, with names in the spelling of the table. */
final class TrinoDefinitions {

    private TrinoDefinitions() {}

    /** @throws TrinoException if the definition has something that tables do not support */
    static TableDefinition definition(ConnectorTableMetadata table) {
        List<DataField> columns = new ArrayList<>();
        for (ColumnMetadata column : table.getColumns()) {
            columns.add(column(column));
        }
        Map<String, Object> properties = table.getProperties();
        return new TableDefinition(
                columns,
                TableProperties.columns(properties, TableProperties.PARTITIONED_BY),
                TableProperties.columns(properties, TableProperties.PRIMARY_KEY),
                TableProperties.options(properties),
                table.getComment().orElse(null));
    }

    static DataField column(ColumnMetadata column) {
        if (column.getDefaultValue().isPresent()) {
            throw new TrinoException(
                    StandardErrorCode.NOT_SUPPORTED,
                    "Column " + column.getName() + ": default values are not supported; set them with Flink.");
        }
        return new DataField(
                -1,
                column.getName(),
                ColumnProperties.type(column),
                column.getComment().orElse(null),
                ColumnProperties.defaultValue(column));
    }

    static Position position(TableSchema schema, ColumnPosition position) {
        if (position instanceof ColumnPosition.First) {
            return Position.FIRST;
        }
        return position instanceof ColumnPosition.After after
                ? Position.after(spelled(schema, List.of(after.columnName())).get(0))
                : Position.LAST;
    }

    /** The path in the table's spelling, for a path in lower case. */
    static List<String> spelled(TableSchema schema, List<String> path) {
        List<String> spelled = new ArrayList<>();
        List<DataField> fields = schema.fields();
        for (String step : path) {
            DataField field = find(fields, step);
            spelled.add(field == null ? step : field.name());
            fields = field == null ? List.of() : fieldsOf(field.type());
        }
        return spelled;
    }

    private static @Nullable DataField find(List<DataField> fields, String name) {
        String lower = name.toLowerCase(Locale.ENGLISH);
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .or(() -> fields.stream()
                        .filter(field ->
                                field.name().toLowerCase(Locale.ENGLISH).equals(lower))
                        .findFirst())
                .orElse(null);
    }

    private static List<DataField> fieldsOf(DataType type) {
        if (type instanceof DataType.Row row) {
            return row.fields();
        }
        if (type instanceof DataType.Collection list) {
            return List.of(new DataField(-1, "element", list.element()));
        }
        return type instanceof DataType.Mapping map
                ? List.of(new DataField(-1, "key", map.key()), new DataField(-1, "value", map.value()))
                : List.of();
    }

    static List<SchemaChange> properties(TableSchema schema, Map<String, Optional<Object>> properties) {
        List<SchemaChange> changes = new ArrayList<>();
        TableProperties.changes(schema, properties)
                .forEach((key, value) -> changes.add(new SchemaChange.SetOption(key, value)));
        return changes;
    }

    /** The path of a field of a column, in the table's spelling. */
    static List<String> path(TableSchema schema, ColumnHandle column, List<String> fieldPath) {
        List<String> path = new ArrayList<>();
        path.add(((TrinoColumn) column).name());
        path.addAll(fieldPath);
        return spelled(schema, path);
    }

    /** Whether a row type of the table has this field, whatever the case of its letters. */
    static boolean hasField(TableSchema schema, List<String> parentPath, String name) {
        List<DataField> fields = schema.fields();
        for (String step : spelled(schema, parentPath)) {
            DataField field = find(fields, step);
            fields = field == null ? List.of() : fieldsOf(field.type());
        }
        return find(fields, name) != null;
    }

    static SchemaChange addField(TableSchema schema, List<String> parentPath, String name, Type type) {
        DataField added = new DataField(-1, name, TrinoTypes.toTable(name, type));
        return new SchemaChange.Add(spelled(schema, parentPath), added, Position.LAST);
    }
}
