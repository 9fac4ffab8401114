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
package io.tablestore.flink.table;

import io.tablestore.flink.types.FlinkTypes;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogTable;

/**
 * The columns that a statement was planned with. Flink identifies columns by position, so a source or sink must use
 * exactly these, whatever columns a snapshot, a branch or the newest schema has.
 *
 * @param columns the physical columns, in Flink's order
 */
public record FlinkColumns(List<DataField> columns) {

    public static FlinkColumns of(ResolvedCatalogTable table) {
        return new FlinkColumns(table.getResolvedSchema().getColumns().stream()
                .filter(Column::isPhysical)
                .map(FlinkDefinitions::field)
                .toList());
    }

    public List<String> names() {
        return columns.stream().map(DataField::name).toList();
    }

    /** Checks that a schema has these columns in this order. */
    public void checkEquals(TableSchema schema, String whatToDo) {
        List<String> differences = differences(schema);
        List<String> names = schema.fields().stream().map(DataField::name).toList();
        if (differences.isEmpty() && !names.equals(names())) {
            differences = List.of("the order is " + names() + " in the statement and " + names + " in the table");
        }
        check(differences, whatToDo);
    }

    /** Checks that a schema has these columns and no others, in any order. */
    public void checkSameColumns(TableSchema schema, String whatToDo) {
        check(differences(schema), whatToDo);
    }

    private static void check(List<String> differences, String whatToDo) {
        if (!differences.isEmpty()) {
            throw new ValidationException(whatToDo + " Differences: " + String.join("; ", differences) + ".");
        }
    }

    private List<String> differences(TableSchema schema) {
        Map<String, DataType> stored = new HashMap<>();
        schema.fields().forEach(field -> stored.put(field.name(), field.type()));
        List<String> differences = new ArrayList<>();
        for (DataField column : columns) {
            DataType type = stored.remove(column.name());
            if (type == null) {
                differences.add("column " + column.name() + " is not in the table");
            } else if (!text(type).equals(text(column.type()))) {
                differences.add("column " + column.name() + " is " + text(column.type()) + " in the statement and "
                        + text(type) + " in the table");
            }
        }
        for (DataField field : schema.fields()) {
            if (stored.containsKey(field.name())) {
                differences.add("column " + field.name() + " " + text(field.type()) + " is not in the statement");
            }
        }
        return differences;
    }

    /** The type as Flink prints it. Comparing it ignores field ids, comments and what Flink cannot express. */
    private static String text(DataType type) {
        return FlinkTypes.toFlink(type.asNullable()).asSummaryString();
    }
}
