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
package io.tablestore.hive.types;

import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.ColumnProjectionUtils;
import org.jspecify.annotations.Nullable;

/**
 * The columns that Hive reads: complete columns of the table, and single fields of row columns.
 *
 * @param positions in the table, ascending
 * @param names the columns and fields requested from the reader, fields as {@code a.b}
 */
public record HiveColumns(int[] positions, List<String> names) {

    /** @param columns of the table */
    public static HiveColumns of(Configuration job, List<DataField> columns) {
        Set<Integer> wanted = new TreeSet<>(); // Tez repeats the list for each split of a group
        if (ColumnProjectionUtils.isReadAllColumns(job)) {
            for (int i = 0; i < columns.size(); i++) {
                wanted.add(i);
            }
        } else {
            ColumnProjectionUtils.getReadColumnIDs(job).stream()
                    .filter(id -> id < columns.size()) // higher ids are virtual columns of Hive
                    .forEach(wanted::add);
        }
        Set<String> paths = ColumnProjectionUtils.getNestedColumnPaths(job);
        List<String> names = new ArrayList<>();
        for (int position : wanted) {
            DataField column = columns.get(position);
            List<String> fields = fieldsOf(column, columns, paths);
            if (fields.isEmpty()) {
                names.add(column.name());
            } else {
                names.addAll(fields);
            }
        }
        return new HiveColumns(wanted.stream().mapToInt(Integer::intValue).toArray(), List.copyOf(names));
    }

    /** The required fields of a row column; none if the complete column is required. */
    private static List<String> fieldsOf(DataField column, List<DataField> columns, Set<String> paths) {
        List<String> fields = new ArrayList<>();
        for (String path : paths) {
            String[] steps = path.split("\\.");
            if (steps[0].equalsIgnoreCase(column.name())) {
                String field = steps.length == 1 ? null : field(column, columns, steps);
                if (field == null) {
                    return List.of();
                }
                fields.add(field);
            }
        }
        return fields;
    }

    /** The path in the table's spelling; null if a step before the last is not a row, or if the path would be ambiguous. */
    private static @Nullable String field(DataField column, List<DataField> columns, String[] steps) {
        List<String> names = new ArrayList<>(List.of(column.name()));
        DataField at = column;
        for (int i = 1; i < steps.length; i++) {
            String step = steps[i];
            if (!(at.type() instanceof DataType.Row row)) {
                return null;
            }
            DataField inner = row.fields().stream()
                    .filter(field -> field.name().equalsIgnoreCase(step))
                    .findFirst()
                    .orElse(null);
            if (inner == null) {
                return null;
            }
            names.add(inner.name());
            at = inner;
        }
        return ColumnPath.to(names, columns);
    }
}
