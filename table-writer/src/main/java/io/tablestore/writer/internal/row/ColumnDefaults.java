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
package io.tablestore.writer.internal.row;

import io.tablestore.error.InvalidTableException;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.ValueCast;
import io.tablestore.writer.row.InputValues;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces nulls with column defaults ({@code defaultValue} of a schema file; format reference, 2.4). A default is a string, cast
 * to the column's type as old string values of the column are. As in Paimon 1.4.2, explicit nulls are replaced too, in rows of
 * every kind. NOT NULL is checked before.
 */
public final class ColumnDefaults {

    /** Null if no column has a default. */
    private final @Nullable DefaultedRow row;

    /** @throws InvalidTableException if a default is invalid for its column, or belongs to a nested field */
    public ColumnDefaults(TableSchema schema) {
        List<DataField> fields = schema.fields();
        @Nullable Object[] defaults = new @Nullable Object[fields.size()];
        boolean any = false;
        for (int i = 0; i < defaults.length; i++) {
            DataField field = fields.get(i);
            refuseInside(schema, field.name(), field.type());
            defaults[i] = value(schema, field);
            any |= defaults[i] != null;
        }
        this.row = any ? new DefaultedRow(new ConvertedValues(defaults)) : null;
    }

    /** The row with nulls replaced by defaults. Valid until the next call. */
    public InputValues fill(InputValues values) {
        DefaultedRow filled = row;
        return filled == null || filled == values ? values : filled.of(values);
    }

    private static @Nullable Object value(TableSchema schema, DataField field) {
        String text = field.defaultValue();
        if (text == null) {
            return null;
        }
        if (!(field.type() instanceof DataType.Atomic type)) {
            throw refused(schema, field, text, "defaults of " + field.type().root() + " columns are not written yet");
        }
        Function<Object, @Nullable Object> cast = ValueCast.between(DataType.string(), type);
        if (cast == null) {
            throw refused(schema, field, text, "defaults of " + type.root() + " columns are not written yet");
        }
        try {
            Object value = cast.apply(text.getBytes(StandardCharsets.UTF_8));
            if (value != null) {
                return value instanceof BigDecimal decimal ? decimal.setScale(type.scale()) : value;
            }
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException notOfTheType) {
            throw refused(schema, field, text, "it is not a value of the type");
        }
        throw refused(schema, field, text, "it does not fit in the type");
    }

    private static void refuseInside(TableSchema schema, String path, DataType type) {
        if (type instanceof DataType.Row row) {
            for (DataField field : row.fields()) {
                if (field.defaultValue() != null) {
                    throw new InvalidTableException(schema.file() + ": Field " + path + "." + field.name()
                            + " has the default '" + field.defaultValue()
                            + "'. Defaults inside a column are not written"
                            + " (nor does Apache Paimon apply them); remove it, or give it to the whole column.");
                }
                refuseInside(schema, path + "." + field.name(), field.type());
            }
        } else if (type instanceof DataType.Mapping map) {
            refuseInside(schema, path + ".key", map.key());
            refuseInside(schema, path + ".value", map.value());
        } else if (type instanceof DataType.Collection collection) {
            refuseInside(schema, path + ".element", collection.element());
        }
    }

    private static InvalidTableException refused(TableSchema schema, DataField field, String text, String reason) {
        return new InvalidTableException(schema.file() + ": Column " + field.name() + " of type " + field.type()
                + " has the default '" + text + "', which cannot be stored: " + reason
                + ". Change or remove the default, or write the table with Apache Paimon.");
    }
}
