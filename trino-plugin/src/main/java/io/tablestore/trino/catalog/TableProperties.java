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

import io.tablestore.schema.TableSchema;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A table's properties in SQL: its keys, its options under names with underscores ({@code merge_engine}), and all other
 * options in {@code options}, an array of {@code 'key=value'}. It is an array because Trino cannot print a map in
 * {@code SHOW CREATE TABLE}.
 */
final class TableProperties {

    static final String PRIMARY_KEY = "primary_key";
    static final String PARTITIONED_BY = "partitioned_by";
    static final String OPTIONS = "options";

    private TableProperties() {}

    static List<PropertyMetadata<?>> all() {
        List<PropertyMetadata<?>> properties = new ArrayList<>();
        properties.add(names(PRIMARY_KEY, "Columns of the primary key"));
        properties.add(names(PARTITIONED_BY, "Partition columns, in the order of the directories"));
        OptionProperty.ALL.values().forEach(option -> properties.add(option.metadata()));
        properties.add(new PropertyMetadata<>(
                OPTIONS,
                "Options that have no property of their own, each as 'key=value'",
                new ArrayType(VarcharType.VARCHAR),
                List.class,
                null,
                false,
                value -> entries((List<?>) value),
                value -> value));
        return properties;
    }

    private static PropertyMetadata<?> names(String name, String what) {
        return new PropertyMetadata<>(
                name,
                what,
                new ArrayType(VarcharType.VARCHAR),
                List.class,
                List.of(),
                false,
                value -> ((List<?>) value)
                        .stream().map(column -> lower(name, (String) column)).toList(),
                value -> value);
    }

    private static String lower(String property, @Nullable String column) {
        if (column == null) {
            throw invalid("Property '" + property + "' holds NULL where the name of a column belongs.");
        }
        return column.toLowerCase(Locale.ENGLISH);
    }

    private static TrinoException invalid(String message) {
        return new TrinoException(StandardErrorCode.INVALID_TABLE_PROPERTY, message);
    }

    /** Checks the entries of the array {@code options}. */
    private static List<String> entries(List<?> given) {
        List<String> entries = new ArrayList<>();
        for (Object entry : given) {
            if (!(entry instanceof String text) || text.indexOf('=') < 1) {
                throw invalid("Property 'options' holds " + (entry == null ? "NULL" : "'" + entry + "'")
                        + "; each element must be 'key=value', as in ARRAY['fields.amount.aggregate-function=sum'].");
            }
            entries.add(text);
        }
        return entries;
    }

    static List<String> columns(Map<String, Object> properties, String name) {
        Object columns = properties.get(name);
        return columns == null
                ? List.of()
                : ((List<?>) columns).stream().map(String.class::cast).toList();
    }

    /** The options of a new table. */
    static Map<String, String> options(Map<String, Object> properties) {
        Map<String, Optional<Object>> given = new HashMap<>();
        properties.forEach((name, value) -> {
            if (value != null) {
                given.put(name, Optional.of(value));
            }
        });
        Map<String, String> options = new HashMap<>();
        changes(given).forEach((key, value) -> {
            if (value != null) {
                options.put(key, value);
            }
        });
        return options;
    }

    /** The options that the properties set, or remove (null). */
    private static Map<String, @Nullable String> changes(Map<String, Optional<Object>> properties) {
        Map<String, @Nullable String> changes = new TreeMap<>();
        properties.forEach((name, value) -> {
            OptionProperty option = OptionProperty.ALL.get(name);
            if (option != null) {
                changes.put(option.key(), value.map(Object::toString).orElse(null));
            }
        });
        for (Object entry :
                (List<?>) properties.getOrDefault(OPTIONS, Optional.empty()).orElse(List.of())) {
            String text = (String) entry;
            String key = text.substring(0, text.indexOf('=')).strip();
            if (changes.containsKey(key)) {
                throw invalid("Option '" + key + "' is given twice; leave one of them out.");
            }
            changes.put(key, text.substring(text.indexOf('=') + 1).strip());
        }
        return changes;
    }

    /**
     * The options that {@code SET PROPERTIES} of a table sets, or removes (null). The property {@code options} replaces
     * all options that have no property of their own.
     */
    static Map<String, @Nullable String> changes(TableSchema schema, Map<String, Optional<Object>> properties) {
        for (String key : List.of(PRIMARY_KEY, PARTITIONED_BY)) {
            if (properties.containsKey(key)) {
                throw invalid("Property '" + key + "' is chosen when a table is created and cannot change.");
            }
        }
        Map<String, @Nullable String> changes = new TreeMap<>();
        if (properties.containsKey(OPTIONS)) {
            Map<String, String> rest = new TreeMap<>(schema.options());
            OptionProperty.ALL.values().forEach(option -> rest.remove(option.key()));
            rest.remove("path");
            rest.keySet().forEach(key -> changes.put(key, null));
        }
        changes.putAll(changes(properties));
        return changes;
    }

    /** The properties of a table, as {@code SHOW CREATE TABLE} prints them. */
    static Map<String, Object> of(TableSchema schema) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (schema.hasPrimaryKey()) {
            properties.put(PRIMARY_KEY, lower(schema.primaryKeys()));
        }
        if (!schema.partitionKeys().isEmpty()) {
            properties.put(PARTITIONED_BY, lower(schema.partitionKeys()));
        }
        Map<String, String> rest = new TreeMap<>(schema.options());
        rest.remove("path"); // the catalog determines the location
        OptionProperty.ALL.forEach((name, option) -> {
            Object value = option.value(rest.get(option.key()));
            if (value != null) {
                properties.put(name, value);
                rest.remove(option.key());
            }
        });
        if (!rest.isEmpty()) {
            properties.put(
                    OPTIONS,
                    rest.entrySet().stream()
                            .map(option -> option.getKey() + "=" + option.getValue())
                            .toList());
        }
        return properties;
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ENGLISH)).toList();
    }
}
