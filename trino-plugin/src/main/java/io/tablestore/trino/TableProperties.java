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
package io.tablestore.trino;

import io.tablestore.format.TableSchema;
import io.tablestore.options.Option;
import io.tablestore.options.TableOptions;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.TypeOperators;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table's properties in SQL: its keys, its options under names with underscores ({@code merge_engine}), and the
 * options that have no such name in the map {@code options}.
 */
final class TableProperties {

    static final String PRIMARY_KEY = "primary_key";
    static final String PARTITIONED_BY = "partitioned_by";
    static final String OPTIONS = "options";

    /** Options of writers that users of other engines set on most tables. */
    private static final List<String> OF_WRITERS = List.of(
            "file.compression",
            "file.compression.zstd-level",
            "file.block-size",
            "target-file-size",
            "write-only",
            "write-buffer-size",
            "num-sorted-run.stop-trigger",
            "compaction.max-size-amplification-percent",
            "full-compaction.delta-commits",
            "snapshot.time-retained",
            "snapshot.num-retained.min",
            "snapshot.num-retained.max",
            "rowkind.field",
            "record-level.expire-time",
            "record-level.time-field",
            "dynamic-bucket.target-row-num",
            "metadata.stats-mode",
            "manifest.format",
            "row-tracking.enabled");

    /** The key of the option behind each property, in the order shown. */
    private static final Map<String, String> KEYS = Stream.concat(
                    TableOptions.ALL.stream().map(Option::key), OF_WRITERS.stream())
            .collect(Collectors.toMap(
                    TableProperties::propertyName, Function.identity(), (a, b) -> a, LinkedHashMap::new));

    private TableProperties() {}

    private static String propertyName(String key) {
        return key.toLowerCase(Locale.ENGLISH).replace('-', '_').replace('.', '_');
    }

    static List<PropertyMetadata<?>> all() {
        List<PropertyMetadata<?>> properties = new ArrayList<>();
        properties.add(names(PRIMARY_KEY, "Columns of the primary key"));
        properties.add(names(PARTITIONED_BY, "Partition columns, in the order of the directories"));
        Map<String, Option<?>> known =
                TableOptions.ALL.stream().collect(Collectors.toMap(Option::key, option -> option));
        KEYS.forEach((name, key) -> {
            Option<?> option = known.get(key);
            String what = option == null ? "Option of writers" : option.description();
            properties.add(PropertyMetadata.stringProperty(name, key + ": " + what, null, false));
        });
        properties.add(new PropertyMetadata<>(
                OPTIONS,
                "Options that have no property of their own",
                new MapType(VarcharType.VARCHAR, VarcharType.VARCHAR, new TypeOperators()),
                Map.class,
                null,
                false,
                TableProperties::texts,
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
                        .stream()
                                .map(column -> ((String) column).toLowerCase(Locale.ENGLISH))
                                .toList(),
                value -> value);
    }

    private static Map<String, String> texts(Object value) {
        Map<String, String> texts = new TreeMap<>();
        ((Map<?, ?>) value).forEach((key, text) -> {
            if (text == null) {
                throw new TrinoException(
                        StandardErrorCode.INVALID_TABLE_PROPERTY, "Option '" + key + "' has no value; leave it out.");
            }
            if (KEYS.containsValue(key)) {
                throw new TrinoException(
                        StandardErrorCode.INVALID_TABLE_PROPERTY,
                        "Option '" + key + "' has a property of its own, " + propertyName((String) key) + ".");
            }
            texts.put((String) key, (String) text);
        });
        return texts;
    }

    static List<String> columns(Map<String, Object> properties, String name) {
        Object columns = properties.get(name);
        return columns == null
                ? List.of()
                : ((List<?>) columns).stream().map(String.class::cast).toList();
    }

    /** The options of a new table. */
    static Map<String, String> options(Map<String, Object> properties) {
        Map<String, String> options = new HashMap<>();
        changes(properties.entrySet().stream()
                        .filter(entry -> entry.getValue() != null)
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Optional.of(entry.getValue()))))
                .forEach((key, value) -> {
                    if (value != null) {
                        options.put(key, value);
                    }
                });
        return options;
    }

    /** What properties say of single options; those that have no property of their own as they stand in the map. */
    private static Map<String, @Nullable String> changes(Map<String, Optional<Object>> properties) {
        Map<String, @Nullable String> changes = new TreeMap<>();
        properties.forEach((name, value) -> {
            String key = KEYS.get(name);
            if (key != null) {
                changes.put(key, (String) value.orElse(null));
            } else if (name.equals(OPTIONS)) {
                value.ifPresent(map ->
                        ((Map<?, ?>) map).forEach((option, text) -> changes.put((String) option, (String) text)));
            }
        });
        return changes;
    }

    /**
     * The options to set, and to take away (null): what {@code SET PROPERTIES} says of a table. The map {@code options}
     * stands for all options that have no property of their own.
     */
    static Map<String, @Nullable String> changes(TableSchema schema, Map<String, Optional<Object>> properties) {
        for (String key : List.of(PRIMARY_KEY, PARTITIONED_BY)) {
            if (properties.containsKey(key)) {
                throw new TrinoException(
                        StandardErrorCode.INVALID_TABLE_PROPERTY,
                        "Property '" + key + "' is chosen when a table is created and cannot change.");
            }
        }
        Map<String, @Nullable String> changes = new TreeMap<>();
        if (properties.containsKey(OPTIONS)) {
            schema.options().keySet().stream()
                    .filter(key -> !KEYS.containsValue(key))
                    .forEach(key -> changes.put(key, null));
        }
        changes.putAll(changes(properties));
        return changes;
    }

    /** The properties of a table, as {@code SHOW CREATE TABLE} shows them. */
    static Map<String, Object> of(TableSchema schema) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (schema.hasPrimaryKey()) {
            properties.put(PRIMARY_KEY, lower(schema.primaryKeys()));
        }
        if (!schema.partitionKeys().isEmpty()) {
            properties.put(PARTITIONED_BY, lower(schema.partitionKeys()));
        }
        Map<String, String> rest = new TreeMap<>(schema.options());
        KEYS.forEach((name, key) -> {
            String value = rest.remove(key);
            if (value != null) {
                properties.put(name, value);
            }
        });
        rest.remove("path"); // where the table lies is the catalog's
        if (!rest.isEmpty()) {
            properties.put(OPTIONS, rest);
        }
        return properties;
    }

    private static List<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ENGLISH)).toList();
    }
}
