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

import io.tablestore.internal.merge.ColumnOrder;
import io.tablestore.internal.merge.column.Action;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.types.DataField;
import io.tablestore.types.RowKind;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Columns of a partial update that follow their own sequence: {@code fields.<g1>,<g2>.sequence-group = c1,c2}. The effect of each
 * version is decided once for all of them.
 */
final class SequenceGroup {

    final List<DataField> sequence;

    /** Ids of the columns that follow the sequence. */
    final Set<Integer> memberIds;

    /** Whether a delete that is the newest version of the group removes the row. */
    final boolean removesRow;

    private final ColumnOrder[] orders;
    private VersionColumn[] columns = new VersionColumn[0];

    /** The entry whose sequence the group has, or -1. */
    private int held;

    byte[] sequenceActions = new byte[0];
    byte[] plainActions = new byte[0];
    byte[] aggregateActions = new byte[0];

    /** @param removing names of the sequence columns whose groups remove the row on a delete */
    SequenceGroup(List<DataField> sequence, Set<Integer> memberIds, Collection<String> removing) {
        this.sequence = sequence;
        this.memberIds = memberIds;
        this.removesRow = sequence.stream().anyMatch(column -> removing.contains(column.name()));
        this.orders =
                sequence.stream().map(field -> ColumnOrder.of(field.type())).toArray(ColumnOrder[]::new);
    }

    void startWindow(int entryCount, VersionColumn[] sequenceColumns) {
        columns = sequenceColumns;
        sequenceActions = new byte[entryCount];
        plainActions = new byte[entryCount];
        aggregateActions = new byte[entryCount];
    }

    void startKey() {
        held = -1;
    }

    /** Replaces the group's values with those of the version. */
    void set(int entry) {
        held = entry;
        put(entry, Action.SET, Action.SET, Action.SET);
    }

    void add(int entry) {
        if (isEmpty(entry)) {
            put(entry, Action.SKIP, Action.SKIP, Action.SKIP);
        } else if (isNewest(entry)) {
            held = entry;
            put(entry, Action.SET, Action.ADD, Action.ADD);
        } else {
            put(entry, Action.SKIP, Action.ADD_REVERSED, Action.ADD_REVERSED);
        }
    }

    /**
     * Retracts the version, also one that has just been {@link #set}.
     *
     * @param kind the row kind of the version
     * @return whether the row is removed
     */
    boolean retract(int entry, byte kind) {
        boolean initial = held == entry;
        if (isEmpty(entry)) {
            if (!initial) {
                put(entry, Action.SKIP, Action.SKIP, Action.SKIP);
            }
            return false;
        }
        byte back = initial ? Action.SET_AND_RETRACT : Action.RETRACT;
        if (isNewest(entry)) {
            if (removesRow && kind == RowKind.DELETE.code()) {
                return true;
            }
            held = entry;
            put(entry, Action.SET, back, back);
        } else {
            put(entry, Action.SKIP, Action.SKIP, Action.RETRACT);
        }
        return false;
    }

    private void put(int entry, byte onSequence, byte onPlain, byte onAggregates) {
        sequenceActions[entry] = onSequence;
        plainActions[entry] = onPlain;
        aggregateActions[entry] = onAggregates;
    }

    private boolean isEmpty(int entry) {
        for (VersionColumn column : columns) {
            if (!column.isNull(entry)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the entry's sequence is at least the group's. Nulls come first in either sort order. */
    private boolean isNewest(int entry) {
        for (int i = 0; i < columns.length; i++) {
            VersionColumn column = columns[i];
            boolean mineNull = column.isNull(entry);
            boolean heldNull = held < 0 || column.isNull(held);
            if (mineNull || heldNull) {
                if (mineNull != heldNull) {
                    return heldNull;
                }
                continue;
            }
            int order =
                    orders[i].compare(column.vector(entry), column.row(entry), column.vector(held), column.row(held));
            if (order != 0) {
                return order > 0;
            }
        }
        return true;
    }
}
