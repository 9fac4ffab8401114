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

import io.tablestore.options.Option;
import io.tablestore.options.TableOptions;
import io.trino.spi.session.PropertyMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table option that is a property under its name with underscores: a number, a flag or a text as the option is.
 *
 * @param key of the option, as the schema file has it
 * @param kind the class of the property's values
 * @param description for {@code system.metadata.table_properties}
 */
record OptionProperty(String key, Class<?> kind, String description) {

    /** Options of writers that users of other engines set on most tables. */
    private static final List<OptionProperty> OF_WRITERS = List.of(
            new OptionProperty("full-compaction.delta-commits", Integer.class, "Option of writers"),
            new OptionProperty("record-level.expire-time", String.class, "Option of writers"),
            new OptionProperty("record-level.time-field", String.class, "Option of writers"),
            new OptionProperty("manifest.format", String.class, "Option of writers"));

    /** By the name of the property, in the order shown. */
    static final Map<String, OptionProperty> ALL = all();

    private static Map<String, OptionProperty> all() {
        Map<String, OptionProperty> all = new LinkedHashMap<>();
        for (Option<?> option : TableOptions.ALL) {
            Class<?> kind = option.defaultValue() instanceof Integer
                            || option.defaultValue() instanceof Boolean
                            || option.defaultValue() instanceof Double
                    ? option.defaultValue().getClass()
                    : String.class;
            all.put(name(option.key()), new OptionProperty(option.key(), kind, option.description()));
        }
        OF_WRITERS.forEach(option -> all.putIfAbsent(name(option.key()), option));
        return all;
    }

    private static String name(String key) {
        return key.toLowerCase(Locale.ENGLISH).replace('-', '_').replace('.', '_');
    }

    PropertyMetadata<?> metadata() {
        String name = name(key);
        String what = key + ": " + description;
        if (kind == Integer.class) {
            return PropertyMetadata.integerProperty(name, what, null, false);
        }
        if (kind == Boolean.class) {
            return PropertyMetadata.booleanProperty(name, what, null, false);
        }
        return kind == Double.class
                ? PropertyMetadata.doubleProperty(name, what, null, false)
                : PropertyMetadata.stringProperty(name, what, null, false);
    }

    /**
     * The value of the property for the text of a schema file, or null where there is none or where the property would
     * come back as another text: other writers store any text.
     */
    @Nullable
    Object value(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Object value = parse(text);
        return value != null && value.toString().equals(text) ? value : null;
    }

    private @Nullable Object parse(String text) {
        try {
            if (kind == Integer.class) {
                return Integer.valueOf(text);
            }
            if (kind == Double.class) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException notANumber) {
            return null;
        }
        return kind == Boolean.class ? (Object) Boolean.valueOf(text) : text;
    }
}
