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

import io.tablestore.error.TableStoreException;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of a table's schema: {@code schema/schema-<id>} (format reference, section 2).
 *
 * @param file the schema file, for messages
 * @param fields the columns in table order
 * @param highestFieldId greatest id ever assigned to a column or field of the table
 * @param partitionKeys names of the partition columns, in directory order
 * @param primaryKeys names of the primary-key columns in declared order, including any partition columns declared as part of it
 */
public record TableSchema(
        String file,
        long id,
        List<DataField> fields,
        int highestFieldId,
        List<String> partitionKeys,
        List<String> primaryKeys,
        Map<String, String> options,
        @Nullable String comment,
        long timeMillis) {

    /** The format version that is written. */
    public static final int NEWEST_VERSION = 3;

    public TableSchema {
        fields = List.copyOf(fields);
        partitionKeys = List.copyOf(partitionKeys);
        primaryKeys = List.copyOf(primaryKeys);
        options = Map.copyOf(options);
    }

    public boolean hasPrimaryKey() {
        return !primaryKeys.isEmpty();
    }

    /**
     * The column of that name.
     *
     * @throws TableStoreException if there is none, for example because an option names an unknown column
     */
    public DataField field(String name) {
        for (DataField field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        throw new TableStoreException(file + ": There is no column '" + name
                + "', which a key or an option names. Correct it with the engine that writes the table.");
    }

    /** The column with that id, or null if this version does not have it. */
    public @Nullable DataField fieldById(int fieldId) {
        for (DataField field : fields) {
            if (field.id() == fieldId) {
                return field;
            }
        }
        return null;
    }

    /**
     * Selects columns, in the given order. A row column of which only fields are named is narrowed to those fields.
     *
     * @param columns names or paths; null means all columns
     * @throws TableStoreException if a column does not exist or is named twice
     */
    public List<DataField> select(@Nullable List<String> columns) {
        if (columns == null) {
            return fields;
        }
        List<DataField> selected = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String name : columns) {
            if (!names.add(name)) {
                throw new TableStoreException(
                        "Column " + name + " is named twice among the columns to read. Name it once.");
            }
            DataField column = ColumnPath.of(name, fields).column();
            int known = ColumnPath.position(selected, column.id());
            if (known < 0) {
                selected.add(column);
            } else if (fields.contains(column)) {
                selected.set(known, column); // the list names the complete column, and some of its fields
            } else {
                selected.set(known, ColumnPath.union(selected.get(known), column));
            }
        }
        return selected;
    }

    public List<DataField> partitionFields() {
        return partitionKeys.stream().map(this::field).toList();
    }

    /** The primary key without the partition columns, in declared order: the sort key of the data files. */
    public List<DataField> trimmedPrimaryKey() {
        return primaryKeys.stream()
                .filter(name -> !partitionKeys.contains(name))
                .map(this::field)
                .toList();
    }

    /** The columns that determine the bucket of a row: those of 'bucket-key', otherwise the trimmed primary key. */
    public List<DataField> bucketKey() {
        List<String> declared = optionSet().get(LayoutOptions.BUCKET_KEY);
        return declared.isEmpty()
                ? trimmedPrimaryKey()
                : declared.stream().map(this::field).toList();
    }

    /** The same version with options overridden, for one statement. */
    public TableSchema withOptions(Map<String, String> changed) {
        if (changed.isEmpty()) {
            return this;
        }
        Map<String, String> merged = new HashMap<>(options);
        merged.putAll(changed);
        return new TableSchema(
                file, id, fields, highestFieldId, partitionKeys, primaryKeys, merged, comment, timeMillis);
    }

    public OptionSet optionSet() {
        return new OptionSet(file, options);
    }
}
