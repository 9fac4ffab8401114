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

import io.tablestore.options.LayoutOptions;
import io.tablestore.options.Option;
import io.tablestore.options.SchemaOptions;
import io.tablestore.options.TableOptions;
import io.trino.spi.session.PropertyMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table option as a Trino table property. The property has the option's name with underscores, and its type: number,
 * flag or text.
 *
 * @param key of the option in the schema file
 * @param kind the Java class of the property's values
 * @param description for {@code system.metadata.table_properties}
 */
record OptionProperty(String key, Class<?> kind, String description) {

    /** The options for a table's keys, which have table properties of their own. */
    private static final Set<String> KEYS = Set.of(SchemaOptions.PRIMARY_KEY.key(), SchemaOptions.PARTITION.key());

    /** Counts that an INTEGER may not hold. Other options with 64-bit values are sizes, and texts. */
    private static final Set<String> LARGE_COUNTS = Set.of(LayoutOptions.DYNAMIC_BUCKET_TARGET_ROWS.key());

    /** Options that other engines set on tables, and aliases of {@code ignore-delete}. */
    private static final List<OptionProperty> OF_OTHERS = List.of(
            new OptionProperty("deduplicate.ignore-delete", Boolean.class, "Older key of ignore-delete."),
            new OptionProperty("partial-update.ignore-delete", Boolean.class, "Older key of ignore-delete."),
            new OptionProperty("first-row.ignore-delete", Boolean.class, "Older key of ignore-delete."),
            new OptionProperty("row-tracking.enabled", Boolean.class, "Whether rows are numbered."),
            new OptionProperty(
                    "pk-clustering-override", Boolean.class, "Whether files are sorted by other columns than the key."),
            new OptionProperty(
                    "query-auth.enabled", Boolean.class, "Whether a catalog service filters what a user may read."),
            new OptionProperty("type", String.class, "Kind of table."),
            new OptionProperty("scan.primary-branch", String.class, "Branch that is read before the main branch."),
            new OptionProperty(
                    "chain-table.enabled", Boolean.class, "Whether partitions build on each other in two branches."),
            new OptionProperty(
                    "sequence.snapshot-ordering", Boolean.class, "Whether versions are ordered by their snapshots."),
            new OptionProperty(
                    "postpone.merge-on-read",
                    Boolean.class,
                    "Whether rows of the postponed bucket are merged when they are read."),
            new OptionProperty("full-compaction.delta-commits", Integer.class, "Option of writers"),
            new OptionProperty("record-level.expire-time", String.class, "Option of writers"),
            new OptionProperty("record-level.time-field", String.class, "Option of writers"),
            new OptionProperty("manifest.format", String.class, "Option of writers"));

    /** All option properties by name, in display order. */
    static final Map<String, OptionProperty> ALL = all();

    private static Map<String, OptionProperty> all() {
        Map<String, OptionProperty> all = new LinkedHashMap<>();
        for (Option<?> option : TableOptions.ALL) {
            if (option.isPattern() || KEYS.contains(option.key())) {
                continue;
            }
            Class<?> kind = option.defaultValue() instanceof Integer
                            || option.defaultValue() instanceof Boolean
                            || option.defaultValue() instanceof Double
                            || LARGE_COUNTS.contains(option.key())
                    ? option.defaultValue().getClass()
                    : String.class;
            all.put(name(option.key()), new OptionProperty(option.key(), kind, option.description()));
        }
        OF_OTHERS.forEach(option -> all.putIfAbsent(name(option.key()), option));
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
        if (kind == Long.class) {
            return PropertyMetadata.longProperty(name, what, null, false);
        }
        if (kind == Boolean.class) {
            return PropertyMetadata.booleanProperty(name, what, null, false);
        }
        return kind == Double.class
                ? PropertyMetadata.doubleProperty(name, what, null, false)
                : PropertyMetadata.stringProperty(name, what, null, false);
    }

    /**
     * The value of the property for an option's text in the schema file. Null if there is none, or if the value would
     * be written back as another text: other writers may store any text.
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
            if (kind == Long.class) {
                return Long.valueOf(text);
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
