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
package io.tablestore.flink.catalog;

import io.tablestore.catalog.Table;
import io.tablestore.flink.table.FlinkDefinitions;
import io.tablestore.flink.table.FlinkOptions;
import io.tablestore.flink.types.FlinkTypes;
import io.tablestore.schema.SchemaChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.catalog.CatalogBaseTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.TableChange;
import org.apache.flink.table.catalog.WatermarkSpec;
import org.apache.flink.table.catalog.exceptions.CatalogException;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/** Translates {@code ALTER TABLE} to schema changes. */
final class FlinkChanges {

    private FlinkChanges() {}

    static List<SchemaChange> of(List<TableChange> changes) {
        List<SchemaChange> converted = new ArrayList<>();
        for (TableChange change : changes) {
            converted.addAll(of(change));
        }
        return converted;
    }

    /** The options that a table has in a new definition, where they differ. */
    static List<SchemaChange> ofOptions(Table table, CatalogBaseTable newTable) {
        Map<String, String> before = FlinkDefinitions.catalogTable(
                        table.schema(), table.location().location())
                .getOptions();
        List<SchemaChange> changes = new ArrayList<>();
        newTable.getOptions().forEach((key, value) -> {
            if (!value.equals(before.get(key))) {
                changes.add(new SchemaChange.SetOption(key, value));
            }
        });
        before.keySet().stream()
                .filter(key -> !newTable.getOptions().containsKey(key))
                .forEach(key -> changes.add(new SchemaChange.SetOption(key, null)));
        return changes;
    }

    private static List<SchemaChange> of(TableChange change) {
        if (change instanceof TableChange.AddColumn add) {
            checkPhysical(add.getColumn());
            return List.of(new SchemaChange.Add(
                    List.of(), FlinkDefinitions.field(add.getColumn()), position(add.getPosition())));
        }
        if (change instanceof TableChange.DropColumn drop) {
            return List.of(new SchemaChange.Drop(List.of(drop.getColumnName())));
        }
        if (change instanceof TableChange.ModifyColumnName rename) {
            return List.of(new SchemaChange.Rename(List.of(rename.getOldColumnName()), rename.getNewColumnName()));
        }
        if (change instanceof TableChange.ModifyPhysicalColumnType retype) {
            return retype(retype);
        }
        if (change instanceof TableChange.ModifyColumnPosition move) {
            return List.of(
                    new SchemaChange.Move(List.of(move.getOldColumn().getName()), position(move.getNewPosition())));
        }
        if (change instanceof TableChange.ModifyColumnComment comment) {
            return List.of(
                    new SchemaChange.Describe(List.of(comment.getOldColumn().getName()), comment.getNewComment()));
        }
        if (change instanceof TableChange.SetOption set) {
            checkOption(set.getKey());
            return List.of(new SchemaChange.SetOption(set.getKey(), set.getValue()));
        }
        if (change instanceof TableChange.ResetOption reset) {
            checkOption(reset.getKey());
            return List.of(new SchemaChange.SetOption(reset.getKey(), null));
        }
        if (change instanceof TableChange.AddWatermark add) {
            return watermark(add.getWatermark());
        }
        if (change instanceof TableChange.ModifyWatermark modify) {
            return watermark(modify.getNewWatermark());
        }
        if (change instanceof TableChange.DropWatermark) {
            return FlinkDefinitions.WATERMARK_KEYS.stream()
                    .map(key -> (SchemaChange) new SchemaChange.SetOption(key, null))
                    .toList();
        }
        throw new CatalogException("ALTER TABLE does not support this change: " + change
                + ". Columns can be added, moved, dropped, renamed, given a wider type or a comment, and options set.");
    }

    private static List<SchemaChange> retype(TableChange.ModifyPhysicalColumnType retype) {
        String name = retype.getOldColumn().getName();
        LogicalType before = retype.getOldColumn().getDataType().getLogicalType();
        LogicalType after = retype.getNewType().getLogicalType();
        List<SchemaChange> changes = new ArrayList<>();
        if (!before.copy(true).equals(after.copy(true))) {
            changes.add(new SchemaChange.Retype(
                    List.of(name), FlinkTypes.fromFlink(name, after.copy(before.isNullable()))));
        }
        if (after.isNullable() && !before.isNullable()) {
            changes.add(new SchemaChange.AllowNulls(List.of(name)));
        } else if (!after.isNullable() && before.isNullable()) {
            throw new CatalogException("Column " + name + " may hold nulls already, so it cannot become NOT NULL.");
        }
        return changes;
    }

    private static void checkPhysical(Column column) {
        if (!column.isPhysical()) {
            throw new CatalogException("Column " + column.getName()
                    + " is computed; such columns are declared when the table is created.");
        }
    }

    private static void checkOption(String key) {
        if (key.equals(FlinkOptions.PATH.key()) || FlinkDefinitions.isHidden(key)) {
            throw new CatalogException("Option '" + key + "' is the catalog's own and cannot be changed.");
        }
    }

    private static List<SchemaChange> watermark(WatermarkSpec watermark) {
        Map<String, String> options = new HashMap<>();
        FlinkDefinitions.putWatermark(watermark, options);
        List<SchemaChange> changes = new ArrayList<>();
        options.forEach((key, value) -> changes.add(new SchemaChange.SetOption(key, value)));
        return changes;
    }

    private static SchemaChange.Position position(TableChange.@Nullable ColumnPosition position) {
        if (position == null) {
            return SchemaChange.Position.LAST;
        }
        return position instanceof TableChange.After after
                ? SchemaChange.Position.after(after.column())
                : SchemaChange.Position.FIRST;
    }
}
