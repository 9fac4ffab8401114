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
package io.tablestore.trino.types;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.tablestore.types.DataField;
import io.tablestore.types.TypeRoot;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of a table, a nested field, or a metadata column.
 *
 * @param name of the column, in the table's spelling
 * @param fields names of the nested fields, from the column inwards; empty for the column itself
 * @param type of the column or nested field
 * @param hidden whether it is a metadata column
 * @param comparable whether the reader compares its values: not those of BLOB, which Trino sees as VARBINARY
 */
public record TrinoColumn(String name, List<String> fields, Type type, boolean hidden, boolean comparable)
        implements ColumnHandle {

    /** The data file of a row; null for a row that was merged from several. */
    static final TrinoColumn FILE = new TrinoColumn("$file", List.of(), VarcharType.VARCHAR, true, false);

    /** The bucket of a row. */
    public static final TrinoColumn BUCKET = new TrinoColumn("$bucket", List.of(), IntegerType.INTEGER, true, false);

    /** The directory of a row's partition, {@code dt=2026-01-01/hour=3}; empty for a table without partitions. */
    public static final TrinoColumn PARTITION =
            new TrinoColumn("$partition", List.of(), VarcharType.VARCHAR, true, false);

    public static final List<TrinoColumn> HIDDEN = List.of(FILE, BUCKET, PARTITION);

    public TrinoColumn {
        fields = List.copyOf(fields);
    }

    public static TrinoColumn of(DataField field) {
        return new TrinoColumn(
                field.name(),
                List.of(),
                TrinoTypes.of(field),
                false,
                field.type().root() != TypeRoot.BLOB);
    }

    /** A nested field of this column or field. */
    public TrinoColumn field(List<String> steps, Type fieldType) {
        List<String> path = new ArrayList<>(fields);
        path.addAll(steps);
        return new TrinoColumn(name, path, fieldType, false, comparable);
    }

    /** The name in the reader, {@code address.city}. */
    @JsonIgnore
    public String path() {
        return fields.isEmpty() ? name : name + "." + String.join(".", fields);
    }

    @Override
    public String toString() {
        return path();
    }
}
