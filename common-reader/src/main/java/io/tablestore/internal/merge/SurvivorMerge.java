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
package io.tablestore.internal.merge;

import io.tablestore.types.RowKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/**
 * The key pass of the deduplicate engine: the newest version of each key survives, unless it is a retraction. The result is
 * one bit per stored row. Of the value columns only sequence fields are read, and only where versions must be compared.
 *
 * <p>An example: three runs with one BIGINT key, in blocks of at most four rows. {@code -D} is a retraction.
 *
 * <pre>
 *   run A (sequence numbers  1 to  8)   1  2  3  4  |  6  7  8  9
 *   run B (sequence numbers 10 to 13)      2     4        7     9
 *   run C (sequence numbers 20 to 21)            4-D  5
 * </pre>
 *
 * {@link KeyWindows} loads one block of each run. A window ends at the smallest last key of these blocks, so that it has all
 * versions of its keys:
 *
 * <pre>
 *              last keys of the blocks    window ends at    entries of A    of B    of C
 *   window 1   A 4,  B 9,  C 5            4                 1 2 3 4         2 4     4-D
 *   window 2   A 9,  B 9,  C 5            5                                         5
 *   window 3   A 9,  B 9                  9                 6 7 8 9         7 9
 * </pre>
 *
 * The sequence ranges, which the metadata of the files gives, are disjoint. So window 1 folds the runs from newest to oldest
 * into the union of their keys. A key that is already in the union has a newer version, and its bit is cleared. No sequence
 * number is read:
 *
 * <pre>
 *   fold C    the union becomes {4}       nothing is cleared
 *   fold B    the union becomes {2, 4}    4 of B is cleared
 *   fold A    it is the last run          2 and 4 of A are cleared; the union need not grow
 *   retractions                           4-D of C is cleared, because it is the newest version and not a row
 * </pre>
 *
 * Window 2 has entries of one run only, and folds nothing. Window 3 clears 7 and 9 of A. The bits that remain:
 *
 * <pre>
 *   A    1  .  3  .  |  6  .  8  .
 *   B       2     .        7     9
 *   C             .  5
 * </pre>
 *
 * Where sequence ranges overlap, or the table has a sequence field, the versions of a key are compared one by one, and the
 * union keeps the newest so far.
 */
public final class SurvivorMerge {

    private final RowOrder order;
    private final VersionOrder versions;
    private final KeyWindows windows;
    private final boolean wholePrefixes;

    private long[] unionKeys = new long[0];
    private long[] unionRefs = new long[0];
    private long[] nextKeys = new long[0];
    private long[] nextRefs = new long[0];
    private int unionSize;

    private SurvivorMerge(List<? extends KeyRun> runs, MergeRules rules) {
        this.order = rules.keys();
        this.versions = rules.versions();
        this.windows = new KeyWindows(runs, rules);
        this.wholePrefixes = order.prefixIsWhole();
    }

    /**
     * Merges runs.
     *
     * @param runs read from their start; the caller closes them
     * @param rules the rule on levels has no effect, because without sequence fields the newest version is at the lowest level;
     * for tables with sequence fields, {@link GroupedSurvivors} applies it
     * @return for each run, one bit per row by its position in the run; rows out of bounds, and rows that a deletion vector
     * drops, are clear
     * @throws io.tablestore.error.CorruptFileException if the keys of a file do not ascend
     */
    public static List<RowBits> merge(List<? extends KeyRun> runs, MergeRules rules) {
        return new SurvivorMerge(runs, rules).merge(rules.bounds());
    }

    private List<RowBits> merge(KeyBounds bounds) {
        boolean bounded = bounds.lower() != null || bounds.upper() != null;
        while (windows.next()) {
            mergeWindow();
            if (!bounded && windows.onlyOneRunIsLeft() && restSurvives()) {
                break;
            }
        }
        List<RowBits> survivors = new ArrayList<>();
        for (RunCursor cursor : windows.cursors) {
            survivors.add(cursor.bits);
        }
        return survivors;
    }

    /**
     * Whether the rest of the only remaining run survives: it has no rival, so it survives if none of its rows can be a
     * retraction or deleted.
     */
    private boolean restSurvives() {
        for (RunCursor cursor : windows.cursors) {
            if (cursor.block != null && (cursor.block.mayRetract() || cursor.mayDropLater())) {
                return false;
            }
        }
        return true;
    }

    private void mergeWindow() {
        List<Integer> active = windows.active;
        if (active.size() > 1) {
            boolean byRun = !versions.hasSequenceFields() && sortIfDisjoint(active);
            unionSize = 0;
            for (int i = 0; i < active.size(); i++) {
                fold(active.get(i), byRun, i == active.size() - 1);
            }
        }
        for (int run : active) {
            clearRetracts(windows.cursors.get(run), windows.ends[run]);
        }
    }

    /**
     * Sorts the runs by their largest sequence number, descending. Returns whether the sequence ranges of their current files
     * are disjoint, so that this is the order from newest to oldest.
     */
    private boolean sortIfDisjoint(List<Integer> active) {
        active.sort((a, b) -> Long.compare(block(b).maxSequence(), block(a).maxSequence()));
        for (int i = 1; i < active.size(); i++) {
            KeyBlock newer = block(active.get(i - 1));
            KeyBlock older = block(active.get(i));
            boolean known = older.minSequence() >= 0 && newer.minSequence() >= 0;
            if (!known || older.maxSequence() >= newer.minSequence()) {
                return false;
            }
        }
        return true;
    }

    private KeyBlock block(int run) {
        return windows.cursors.get(run).current();
    }

    /** @param last whether no other run follows, so that the union need not be built */
    private void fold(int run, boolean byRun, boolean last) {
        RunCursor cursor = windows.cursors.get(run);
        int end = windows.ends[run];
        if (unionSize == 0) {
            startUnion(cursor, run, end);
            return;
        }
        if (last && byRun && wholePrefixes) {
            clearSuperseded(cursor, end);
            return;
        }
        reserve(unionSize + end - cursor.position);
        int i = cursor.position;
        int j = 0;
        int size = 0;
        while (i < end && j < unionSize) {
            int comparison = compareWithUnion(cursor, i, j);
            if (comparison < 0) {
                nextKeys[size] = cursor.prefixes[i];
                nextRefs[size++] = ref(run, cursor.row(i++));
            } else {
                nextKeys[size] = unionKeys[j];
                nextRefs[size++] = unionRefs[j];
                if (comparison == 0) {
                    if (byRun || isOlder(cursor, i, unionRefs[j])) {
                        cursor.bits.clear(cursor.blockStart + cursor.row(i));
                    } else {
                        clear(unionRefs[j]);
                        nextRefs[size - 1] = ref(run, cursor.row(i));
                    }
                    i++;
                }
                j++;
            }
        }
        for (; i < end; i++) {
            nextKeys[size] = cursor.prefixes[i];
            nextRefs[size++] = ref(run, cursor.row(i));
        }
        System.arraycopy(unionKeys, j, nextKeys, size, unionSize - j);
        System.arraycopy(unionRefs, j, nextRefs, size, unionSize - j);
        size += unionSize - j;
        swapUnion(size);
    }

    /** Folds the oldest run, usually the longest, without building the union. Needs prefixes that are complete keys. */
    private void clearSuperseded(RunCursor cursor, int end) {
        long[] keys = cursor.prefixes;
        int i = cursor.position;
        for (int j = 0; j < unionSize && i < end; j++) {
            long key = unionKeys[j];
            while (i < end && keys[i] < key) {
                i++;
            }
            if (i < end && keys[i] == key) {
                cursor.bits.clear(cursor.blockStart + cursor.row(i++));
            }
        }
    }

    private void startUnion(RunCursor cursor, int run, int end) {
        int size = end - cursor.position;
        reserve(size);
        System.arraycopy(cursor.prefixes, cursor.position, nextKeys, 0, size);
        for (int i = 0; i < size; i++) {
            nextRefs[i] = ref(run, cursor.row(cursor.position + i));
        }
        swapUnion(size);
    }

    private void reserve(int size) {
        if (nextKeys.length < size) {
            nextKeys = new long[size * 2];
            nextRefs = new long[size * 2];
        }
    }

    private void swapUnion(int size) {
        long[] keys = unionKeys;
        long[] refs = unionRefs;
        unionKeys = nextKeys;
        unionRefs = nextRefs;
        nextKeys = keys;
        nextRefs = refs;
        unionSize = size;
    }

    private static long ref(int run, int row) {
        return (long) run << 32 | row;
    }

    private int compareWithUnion(RunCursor cursor, int entry, int unionEntry) {
        int comparison = Long.compare(cursor.prefixes[entry], unionKeys[unionEntry]);
        if (comparison != 0 || wholePrefixes) {
            return comparison;
        }
        long other = unionRefs[unionEntry];
        return order.compare(
                cursor.current().keys(),
                cursor.row(entry),
                block((int) (other >>> 32)).keys(),
                (int) other);
    }

    private boolean isOlder(RunCursor cursor, int entry, long other) {
        KeyBlock otherBlock = block((int) (other >>> 32));
        return versions.compare(cursor.current(), cursor.row(entry), otherBlock, (int) other) < 0;
    }

    private void clear(long ref) {
        RunCursor cursor = windows.cursors.get((int) (ref >>> 32));
        cursor.bits.clear(cursor.blockStart + (int) ref);
    }

    /** Clears retractions: each hides older versions, like any other version, but is not a row. */
    private static void clearRetracts(RunCursor cursor, int end) {
        KeyBlock block = cursor.current();
        if (!block.mayRetract()) {
            return;
        }
        FieldVector kinds = block.kinds();
        for (int i = cursor.position; i < end; i++) {
            int row = cursor.row(i);
            if (RowKind.isRetract(kinds.getDataBuffer().getByte(row))) {
                cursor.bits.clear(cursor.blockStart + row);
            }
        }
    }
}
