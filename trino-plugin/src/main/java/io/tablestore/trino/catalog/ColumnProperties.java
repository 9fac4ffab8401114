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

import io.tablestore.schema.TypeText;
import io.tablestore.trino.types.TrinoTypes;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.type.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Column properties for what Trino's SQL cannot express about a column: its stored type and its default. Without them
 * {@code SHOW CREATE TABLE} would describe another table.
 */
final class ColumnProperties {

    private static final String STORED_TYPE = "stored_type";
    private static final String DEFAULT_VALUE = "default_value";

    private ColumnProperties() {}

    static List<PropertyMetadata<?>> all() {
        return List.of(
                PropertyMetadata.stringProperty(
                        STORED_TYPE, "Type as the table's schema has it, where Trino has no such type", null, false),
                PropertyMetadata.stringProperty(
                        DEFAULT_VALUE, "What writers store where a row gives no value", null, false));
    }

    /** The properties of a table's column. */
    static Map<String, Object> of(DataField field) {
        Map<String, Object> properties = new LinkedHashMap<>();
        String stored = TypeText.of(field.type().asNullable());
        if (!stored.equals(created(field)) || hasUpperCaseName(field.type())) {
            properties.put(STORED_TYPE, stored);
        }
        if (field.defaultValue() != null) {
            properties.put(DEFAULT_VALUE, field.defaultValue());
        }
        return properties;
    }

    /**
     * The type that a column would get if it were created with the type that Trino shows; null if Trino's type is
     * refused.
     */
    private static @Nullable String created(DataField field) {
        try {
            return TypeText.of(TrinoTypes.toTable(field.name(), TrinoTypes.of(field)));
        } catch (TrinoException noSuchType) {
            return null;
        }
    }

    /**
     * Whether a row type has field names in upper case. Trino prints them without quotes, and so reads them back in
     * lower case.
     */
    private static boolean hasUpperCaseName(DataType type) {
        if (type instanceof DataType.Row row) {
            return row.fields().stream()
                    .anyMatch(field -> !field.name().equals(field.name().toLowerCase(Locale.ENGLISH))
                            || hasUpperCaseName(field.type()));
        }
        if (type instanceof DataType.Collection list) {
            return hasUpperCaseName(list.element());
        }
        return type instanceof DataType.Mapping map && (hasUpperCaseName(map.key()) || hasUpperCaseName(map.value()));
    }

    /**
     * The type to store.
     *
     * @throws TrinoException if the property contradicts the type in SQL
     */
    static DataType type(ColumnMetadata column) {
        Object text = column.getProperties().get(STORED_TYPE);
        if (text == null) {
            return withNullability(column, TrinoTypes.toTable(column.getName(), column.getType()));
        }
        DataType stored = withNullability(column, TypeText.parse((String) text));
        Type shown = TrinoTypes.of(new DataField(-1, column.getName(), stored));
        if (!shown.getDisplayName().equalsIgnoreCase(column.getType().getDisplayName())) {
            throw new TrinoException(
                    StandardErrorCode.INVALID_COLUMN_PROPERTY,
                    "Column " + column.getName() + " is declared "
                            + column.getType().getDisplayName()
                            + ", but its property " + STORED_TYPE + " = '" + text + "' is " + shown.getDisplayName()
                            + " in Trino. Declare the column with that type, or remove the property.");
        }
        return stored;
    }

    private static DataType withNullability(ColumnMetadata column, DataType type) {
        return column.isNullable() ? type.asNullable() : type.asNotNull();
    }

    static @Nullable String defaultValue(ColumnMetadata column) {
        return (String) column.getProperties().get(DEFAULT_VALUE);
    }
}
