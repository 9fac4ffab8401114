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
import io.tablestore.options.FieldOptions;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Checks options of partial updates that contradict each other (format reference, 8.3). */
final class PartialUpdateRules {

    private static final String LAST_NON_NULL = "last_non_null_value";

    private final TableSchema schema;
    private final OptionSet options;

    /** The option that assigns a column to a group. */
    private final Map<String, String> memberships = new HashMap<>();

    private final Set<String> sequenceColumns = new HashSet<>();

    private PartialUpdateRules(TableSchema schema) {
        this.schema = schema;
        this.options = new OptionSet("The table", schema.options());
    }

    /** @throws InvalidTableException naming the options */
    static void check(TableSchema schema) {
        PartialUpdateRules rules = new PartialUpdateRules(schema);
        new TreeMap<>(schema.options()).forEach(rules::addGroup);
        rules.checkDeletes();
        schema.fields().forEach(rules::checkFunction);
    }

    private void addGroup(String key, String value) {
        if (!ColumnOptions.isSequenceGroup(key)) {
            return;
        }
        sequenceColumns.addAll(ColumnOptions.sequenceColumns(key));
        for (String column : ColumnOptions.names(value)) {
            String other = memberships.put(column, key);
            if (other != null) {
                throw new InvalidTableException("Column " + column + " is in two sequence groups, of option '" + other
                        + "' and of option '" + key + "'.");
            }
        }
    }

    private void checkDeletes() {
        boolean ignored = options.get(MergeOptions.IGNORE_DELETE);
        String removing = MergeOptions.REMOVE_RECORD_ON_DELETE_PARTIAL_UPDATE.key();
        if (options.get(MergeOptions.REMOVE_RECORD_ON_DELETE_PARTIAL_UPDATE)) {
            refuseTogether(ignored, removing, MergeOptions.IGNORE_DELETE.key());
            refuseTogether(!memberships.isEmpty(), removing, "fields.<column>.sequence-group");
        }
        String byGroup = MergeOptions.REMOVE_RECORD_ON_SEQUENCE_GROUP.key();
        for (String column : options.get(MergeOptions.REMOVE_RECORD_ON_SEQUENCE_GROUP)) {
            refuseTogether(ignored, byGroup, MergeOptions.IGNORE_DELETE.key());
            if (!sequenceColumns.contains(column)) {
                throw new InvalidTableException("Option '" + byGroup + "' names " + column
                        + ", which is not the sequence column of a group (there are: " + sequenceColumns + ").");
            }
        }
    }

    private static void refuseTogether(boolean both, String one, String other) {
        if (both) {
            throw new InvalidTableException("Options '" + one + "' and '" + other
                    + "' contradict each other about deletes; leave one of them out.");
        }
    }

    /** A function other than the engine's own needs a sequence group, which decides what is newer and what is retracted. */
    private void checkFunction(DataField field) {
        String column = field.name();
        if (schema.primaryKeys().contains(column)
                || memberships.containsKey(column)
                || sequenceColumns.contains(column)
                || options.get(MergeOptions.SEQUENCE_FIELD).contains(column)) {
            return;
        }
        String key = FieldOptions.AGGREGATE_FUNCTION.keyOf(column);
        String standard = options.get(MergeOptions.DEFAULT_AGGREGATE_FUNCTION);
        String function = schema.options().getOrDefault(key, standard);
        if (!function.isEmpty() && !function.equals(LAST_NON_NULL)) {
            throw new InvalidTableException("Column " + column + " has the function " + function
                    + ", but is in no sequence group, which a partial update needs for it; name it in an option"
                    + " 'fields.<column>.sequence-group', or leave the function out.");
        }
    }
}
