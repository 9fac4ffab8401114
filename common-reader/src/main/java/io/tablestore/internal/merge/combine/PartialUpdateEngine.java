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
package io.tablestore.internal.merge.combine;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.aggregate.AggregateFunctions;
import io.tablestore.internal.merge.aggregate.FunctionOptions;
import io.tablestore.internal.merge.column.Action;
import io.tablestore.internal.merge.column.AggregateFailure;
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.types.DataField;
import io.tablestore.types.RowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code merge-engine = partial-update}: every version sets the columns for which it has a value (format reference, 8.3). Columns
 * of a {@linkplain SequenceGroup sequence group} follow the group's own sequence.
 */
public final class PartialUpdateEngine implements CombiningEngine {

    private static final String GROUP_PREFIX = "fields.";
    private static final String GROUP_SUFFIX = ".sequence-group";

    private final OptionSet options;
    private final Set<Integer> keyIds;
    private final boolean ignoresDeletes;
    private final boolean removesOnDelete;
    private final List<SequenceGroup> groups = new ArrayList<>();
    private final Map<Integer, ColumnMerge> merges = new HashMap<>();

    private List<SequenceGroup> openGroups = List.of();
    private byte @Nullable [] plainActions;

    /**
     * @param fields the columns of the table
     * @param keyIds ids of the key columns
     */
    public PartialUpdateEngine(OptionSet options, List<DataField> fields, Set<Integer> keyIds) {
        this.options = options;
        this.keyIds = keyIds;
        this.ignoresDeletes = options.get(MergeOptions.IGNORE_DELETE);
        this.removesOnDelete = options.get(MergeOptions.REMOVE_RECORD_ON_DELETE_PARTIAL_UPDATE);
        List<String> removing = options.get(MergeOptions.REMOVE_RECORD_ON_SEQUENCE_GROUP);
        options.values().forEach((key, value) -> {
            if (key.startsWith(GROUP_PREFIX) && key.endsWith(GROUP_SUFFIX)) {
                String names = key.substring(GROUP_PREFIX.length(), key.length() - GROUP_SUFFIX.length());
                List<DataField> sequence = split(names).stream()
                        .map(name -> field(fields, key, name))
                        .toList();
                Set<Integer> members = new HashSet<>();
                split(value)
                        .forEach(name -> members.add(field(fields, key, name).id()));
                groups.add(new SequenceGroup(sequence, members, removing));
            }
        });
    }

    private static List<String> split(String names) {
        return Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    }

    private static DataField field(List<DataField> fields, String option, String name) {
        return fields.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new TableStoreException(
                        "Option '" + option + "' names the column '" + name + "', which the table does not have."));
    }

    @Override
    public void decide(
            MergePlan plan,
            byte @Nullable [] kinds,
            Set<Integer> wanted,
            Function<DataField, VersionColumn> columns,
            byte[] results) {
        openGroups = groups.stream()
                .filter(group -> group.removesRow && kinds != null || touches(group, wanted))
                .toList();
        for (SequenceGroup group : openGroups) {
            group.startWindow(
                    plan.entryCount(), group.sequence.stream().map(columns).toArray(VersionColumn[]::new));
        }
        plainActions = kinds == null ? null : new byte[plan.entryCount()];
        for (int group = 0; group < plan.groupCount(); group++) {
            if (plan.isSingle(group)) {
                results[group] = kinds == null ? RowKind.INSERT.code() : kinds[plan.start(group)];
            } else {
                results[group] = (merge(plan, group, kinds) ? RowKind.INSERT : RowKind.DELETE).code();
            }
        }
    }

    private static boolean touches(SequenceGroup group, Set<Integer> wanted) {
        return group.sequence.stream().anyMatch(field -> wanted.contains(field.id()))
                || group.memberIds.stream().anyMatch(wanted::contains);
    }

    /** Whether the key has a resulting row. */
    private boolean merge(MergePlan plan, int group, byte @Nullable [] kinds) {
        startKey();
        int first = plan.start(group);
        boolean inserted = false;
        boolean deleted = false;
        for (int entry = first; entry < plan.end(group); entry++) {
            if (deleted) { // the row is deleted: later versions start from nothing, as after a compaction
                forget(first, entry);
                first = entry;
                inserted = false;
                deleted = false;
            }
            if (kinds == null || !RowKind.isRetract(kinds[entry])) {
                for (SequenceGroup open : openGroups) {
                    open.add(entry);
                }
                act(entry, Action.ADD);
                inserted = true;
            } else {
                deleted = retract(group, entry, kinds[entry], entry == first);
            }
        }
        return inserted && !deleted;
    }

    private void startKey() {
        for (SequenceGroup open : openGroups) {
            open.startKey();
        }
    }

    /** Removes versions of a key from all columns; the end is exclusive. */
    private void forget(int start, int end) {
        startKey();
        for (byte[] actions : actions()) {
            Arrays.fill(actions, start, end, Action.SKIP);
        }
    }

    /** Whether the row is deleted. */
    private boolean retract(int group, int entry, byte kind, boolean initial) {
        if (initial) {
            setAll(entry);
        }
        if (ignoresDeletes) {
            return false;
        }
        if (!groups.isEmpty()) {
            for (SequenceGroup open : openGroups) {
                if (open.retract(entry, kind)) {
                    setAll(entry);
                    return true;
                }
            }
            return false;
        }
        if (!removesOnDelete) {
            throw AggregateFailure.ofKey(
                    group,
                    "a partial update without sequence groups takes no retractions; set 'ignore-delete' or '"
                            + MergeOptions.REMOVE_RECORD_ON_DELETE_PARTIAL_UPDATE.key() + "' = 'true'");
        }
        boolean delete = kind == RowKind.DELETE.code();
        if (delete) {
            setAll(entry);
        }
        return delete;
    }

    private void setAll(int entry) {
        for (SequenceGroup open : openGroups) {
            open.set(entry);
        }
        act(entry, Action.SET);
    }

    private void act(int entry, byte action) {
        if (plainActions != null) {
            plainActions[entry] = action;
        }
    }

    @Override
    public ColumnRule rule(DataField field) {
        ColumnMerge merge = merges.computeIfAbsent(field.id(), id -> merge(field));
        if (keyIds.contains(field.id())) {
            return new ColumnRule(merge, null);
        }
        for (SequenceGroup group : openGroups) {
            if (group.sequence.stream().anyMatch(column -> column.id() == field.id())) {
                return new ColumnRule(merge, group.sequenceActions);
            }
            if (group.memberIds.contains(field.id())) {
                return new ColumnRule(merge, isPlain(field) ? group.plainActions : group.aggregateActions);
            }
        }
        return new ColumnRule(merge, plainActions);
    }

    private boolean isPlain(DataField field) {
        return new FunctionOptions(options, field.name()).function("").isEmpty();
    }

    private ColumnMerge merge(DataField field) {
        boolean isSequence =
                groups.stream().flatMap(group -> group.sequence.stream()).anyMatch(column -> column.id() == field.id());
        if (keyIds.contains(field.id()) || isSequence) {
            return AggregateFunctions.lastValue(field);
        }
        FunctionOptions functionOptions = new FunctionOptions(options, field.name());
        String function = functionOptions.function("");
        if (!function.isEmpty()) {
            return AggregateFunctions.of(function, field, functionOptions);
        }
        boolean grouped = groups.stream().anyMatch(group -> group.memberIds.contains(field.id()));
        return grouped ? AggregateFunctions.lastValue(field) : AggregateFunctions.lastNonNullValue(field);
    }

    @Override
    public List<byte[]> actions() {
        List<byte[]> all = new ArrayList<>();
        if (plainActions != null) {
            all.add(plainActions);
        }
        for (SequenceGroup group : openGroups) {
            all.add(group.sequenceActions);
            all.add(group.plainActions);
            all.add(group.aggregateActions);
        }
        return all;
    }
}
