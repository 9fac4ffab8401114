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
package io.tablestore.types;

import io.tablestore.error.TableStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, or a field nested in a row column: {@code address.city}. If a column has exactly that name, with dots,
 * it takes precedence.
 *
 * @param column the table's column; a row column is narrowed to the fields that lead to {@code field}
 * @param field the field at the end of the path; the column itself if the path has one step
 */
public record ColumnPath(DataField column, DataField field) {

    /** @throws TableStoreException if there is no such column or field; the message lists the columns */
    public static ColumnPath of(String path, List<DataField> fields) {
        ColumnPath found = find(path, fields);
        if (found == null) {
            throw new TableStoreException("There is no column " + path + "; the table has "
                    + fields.stream().map(DataField::name).collect(Collectors.joining(", ")) + ".");
        }
        return found;
    }

    /**
     * The path {@code a.b.c} of a field, or null if that path would find another column or field, one with a dot in its name.
     *
     * @param names names of the column and the nested fields that lead to the wanted field
     */
    public static @Nullable String to(List<String> names, List<DataField> fields) {
        DataField column = null;
        DataField meant = null;
        List<DataField> inner = fields;
        for (String name : names) {
            meant = inner.stream()
                    .filter(field -> field.name().equals(name))
                    .findFirst()
                    .orElse(null);
            if (meant == null) {
                return null;
            }
            column = column == null ? meant : column;
            inner = meant.type() instanceof DataType.Row row ? row.fields() : List.of();
        }
        String path = String.join(".", names);
        ColumnPath found = find(path, fields);
        boolean isMeant =
                found != null && column != null && found.column.id() == column.id() && found.field.equals(meant);
        return isMeant ? path : null;
    }

    private static @Nullable ColumnPath find(String path, List<DataField> fields) {
        for (DataField field : fields) {
            if (field.name().equals(path)) {
                return new ColumnPath(field, field);
            }
        }
        for (DataField field : fields) {
            if (path.startsWith(field.name() + ".") && field.type() instanceof DataType.Row row) {
                ColumnPath inner = find(path.substring(field.name().length() + 1), row.fields());
                if (inner != null) {
                    DataType narrowed = new DataType.Row(List.of(inner.column), row.nullable());
                    return new ColumnPath(field.withType(narrowed), inner.field);
                }
            }
        }
        return null;
    }

    /** Combines two narrowed versions of the same column: the fields of {@code a}, then the other fields of {@code b}. */
    public static DataField union(DataField a, DataField b) {
        if (a.equals(b) || !(a.type() instanceof DataType.Row rowOfA) || !(b.type() instanceof DataType.Row rowOfB)) {
            return a;
        }
        return a.withType(new DataType.Row(union(rowOfA.fields(), rowOfB.fields()), rowOfA.nullable()));
    }

    /** The columns of both lists, each once. */
    public static List<DataField> union(List<DataField> a, List<DataField> b) {
        List<DataField> all = new ArrayList<>(a);
        for (DataField field : b) {
            int known = position(all, field.id());
            if (known < 0) {
                all.add(field);
            } else {
                all.set(known, union(all.get(known), field));
            }
        }
        return all;
    }

    /** The position of the field with that id, or -1. */
    public static int position(List<DataField> fields, int id) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).id() == id) {
                return i;
            }
        }
        return -1;
    }
}
