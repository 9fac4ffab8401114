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
package io.tablestore.internal.schema;

import io.tablestore.error.InvalidTableException;
import io.tablestore.internal.options.StoredOptions;
import io.tablestore.options.KnownOption;
import io.tablestore.options.KnownOptions;
import io.tablestore.options.ReadOptions;
import io.tablestore.options.SchemaOptions;
import io.tablestore.types.DataField;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which options a table may be created with or be given later. */
public final class OptionRules {

    /** The option that names the primary-key columns when a table is created. */
    public static final String PRIMARY_KEY = SchemaOptions.PRIMARY_KEY.key();

    /** The option that names the partition columns when a table is created. */
    public static final String PARTITION = SchemaOptions.PARTITION.key();

    /** The option for a table's location. Only catalogs use it; tables do not store it. */
    static final String PATH = "path";

    private static final String CONNECTOR = "connector";
    private static final String OUR_CONNECTOR = "tablestore";

    private OptionRules() {}

    /**
     * Checks options that are new to a table.
     *
     * @param fields the columns of the table
     * @param options all options of the table
     * @param added keys of the options that are new or have a new value
     * @throws InvalidTableException naming the option
     */
    public static void check(List<DataField> fields, Map<String, String> options, Collection<String> added) {
        for (String key : new TreeSet<>(added)) {
            String value = options.get(key);
            if (value != null) {
                String wrong = StoredOptions.whyRefused(key, value);
                if (wrong != null) {
                    throw new InvalidTableException(wrong);
                }
                checkText(key, value);
                checkOneName(key, options);
                checkColumns(fields, key, value);
            }
        }
    }

    private static void checkText(String key, String value) {
        KnownOption option = KnownOptions.find(key);
        String expected = option == null ? null : option.option().expected(value);
        if (expected != null) {
            throw new InvalidTableException("Option '" + key + "' is '" + value + "', but must be " + expected + ".");
        }
        if (key.equals(CONNECTOR) && !value.equals(OUR_CONNECTOR)) {
            throw new InvalidTableException("Option 'connector' = '" + value
                    + "' cannot make a table of this catalog one of" + " another connector. Leave it out.");
        }
    }

    /** Rejects one option under two names with two values: no reader could decide which one applies. */
    private static void checkOneName(String key, Map<String, String> options) {
        String value = options.get(key);
        for (String other : KnownOptions.otherKeys(key)) {
            String otherValue = options.get(other);
            if (otherValue != null && !otherValue.equals(value)) {
                throw new InvalidTableException("Options '" + key + "' = '" + value + "' and '" + other + "' = '"
                        + otherValue + "' are one option under two names; leave one of them out.");
            }
        }
    }

    private static void checkColumns(List<DataField> fields, String key, String value) {
        List<String> names = fields.stream().map(DataField::name).toList();
        for (String named : ColumnOptions.columns(key, value)) {
            if (!names.contains(named)) {
                throw new InvalidTableException("Option '" + key + "' = '" + value + "' names the column " + named
                        + ", which the table does not have (there are: " + String.join(", ", names) + ").");
            }
        }
    }

    /**
     * Removes the columns of a key from the options, which may name them instead of the definition.
     *
     * @param key {@link #PRIMARY_KEY} or {@link #PARTITION}, in any case
     * @param declared the columns that the definition names
     * @param options the option is removed from these
     * @throws InvalidTableException if both name columns, or the option is empty
     */
    public static List<String> takeKey(String key, List<String> declared, Map<String, String> options) {
        String value = take(key, options);
        if (value == null) {
            return declared;
        }
        if (!declared.isEmpty()) {
            throw new InvalidTableException("The table has both an option '" + key + "' = '" + value
                    + "' and the columns " + declared + " in its definition; leave one of them out.");
        }
        List<String> columns = ColumnOptions.names(value);
        if (columns.isEmpty()) {
            throw new InvalidTableException("Option '" + key + "' names no column; leave it out.");
        }
        return columns;
    }

    /** @throws InvalidTableException if the options name a location for the table */
    public static void checkNoPath(Map<String, String> options) {
        String path = take(PATH, options);
        if (path != null) {
            throw new InvalidTableException(
                    "Option 'path' = '" + path + "' is not supported: a table of this catalog lies"
                            + " below its database. Leave the option out.");
        }
    }

    /** @throws InvalidTableException if the options name a branch, which a table that does not exist cannot have */
    public static void checkNoFallback(Map<String, String> options) {
        String branch = options.get(ReadOptions.FALLBACK_BRANCH.key());
        if (branch != null) {
            throw new InvalidTableException("Option 'scan.fallback-branch' names the branch " + branch
                    + ", which a new table does not have; set the option once the branch is there.");
        }
    }

    private static @Nullable String take(String key, Map<String, String> options) {
        List<String> written = options.keySet().stream()
                .filter(other -> other.toLowerCase(Locale.ROOT).equals(key))
                .sorted()
                .toList();
        if (written.size() > 1) {
            throw new InvalidTableException("Options "
                    + written.stream().map(name -> "'" + name + "'").collect(Collectors.joining(" and "))
                    + " are one option; leave one of them out.");
        }
        return written.isEmpty() ? null : options.remove(written.get(0));
    }
}
