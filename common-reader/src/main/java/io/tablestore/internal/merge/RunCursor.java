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

import io.tablestore.error.CorruptFileException;
import io.tablestore.types.RowKind;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Iterates over one run: its current block, the block's key prefixes, and the merge position. */
final class RunCursor {

    private final KeyRun run;
    private final RowOrder order;
    private final KeyBounds bounds;
    private final boolean ignoresRetractions;

    /** Bits of rows that no longer take part are cleared here. */
    final RowBits bits;

    @Nullable
    KeyBlock block;

    /** Position in the run of the block's first row. */
    long blockStart;

    private long nextBlockStart;

    /** Prefixes of the entries. An entry is a row of the block that takes part. */
    long[] prefixes = new long[0];

    /** The row of each entry; null if every row is an entry. */
    private int @Nullable [] rows;

    private int[] rowSpace = new int[0];

    /** Number of entries in the block. */
    int count;

    /** First entry that has not been merged yet. */
    int position;

    RunCursor(KeyRun run, MergeRules rules) {
        this.run = run;
        this.order = rules.keys();
        this.bounds = rules.bounds();
        this.ignoresRetractions = rules.retractions() == MergeRules.Retractions.IGNORED;
        this.bits = RowBits.ones(run.rowCount());
    }

    int row(int entry) {
        int[] known = rows;
        return known == null ? entry : known[entry];
    }

    KeyBlock current() {
        if (block == null) {
            throw new IllegalStateException("the run is at its end");
        }
        return block;
    }

    /** Loads blocks until one has a remaining entry; false at the end of the run. */
    boolean fill() {
        while (position == count) {
            KeyBlock next = run.next();
            block = next;
            if (next == null) {
                return false;
            }
            blockStart = nextBlockStart;
            nextBlockStart += next.rowCount();
            load(next);
        }
        return true;
    }

    boolean mayDropLater() {
        return run.mayDropLater();
    }

    private void load(KeyBlock next) {
        int rowCount = next.rowCount();
        if (prefixes.length < rowCount) {
            prefixes = new long[Math.max(rowCount, 1024)];
        }
        order.prefixes(next.keys(), rowCount, prefixes);
        checkOrder(next, rowCount);
        count = rowCount;
        position = 0;
        rows = null;
        List<FieldVector> lower = bounds.lower();
        if (lower != null) {
            position = lowerBound(next, lower, rowCount);
            bits.clear(blockStart, blockStart + position);
        }
        List<FieldVector> upper = bounds.upper();
        if (upper != null) {
            count = Math.max(position, lowerBound(next, upper, rowCount));
            bits.clear(blockStart + count, blockStart + rowCount);
        }
        boolean dropsRetracts = ignoresRetractions && next.mayRetract();
        if (dropsRetracts || next.alive() != null) {
            dropRows(next, dropsRetracts ? next.kinds() : null);
        }
    }

    private void checkOrder(KeyBlock next, int rowCount) {
        boolean whole = order.prefixIsWhole();
        long[] keys = prefixes;
        for (int i = 1; i < rowCount; i++) {
            boolean ascending = keys[i - 1] < keys[i]
                    || !whole && keys[i - 1] == keys[i] && order.compare(next.keys(), i - 1, next.keys(), i) < 0;
            if (!ascending) {
                throw new CorruptFileException(
                        next.origin(),
                        "The keys of the file do not ascend at row " + i + " of a batch of " + rowCount + ".");
            }
        }
    }

    /** The first row whose key is not below the bound. */
    private int lowerBound(KeyBlock next, List<FieldVector> bound, int rowCount) {
        int low = 0;
        int high = rowCount;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (order.compare(next.keys(), middle, bound, 0) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Drops deleted rows and, if kinds are given, retractions. */
    private void dropRows(KeyBlock next, @Nullable FieldVector kinds) {
        if (rowSpace.length < count) {
            rowSpace = new int[prefixes.length];
        }
        RowBits alive = next.alive();
        long aliveStart = next.aliveStart();
        int kept = 0;
        for (int row = position; row < count; row++) {
            boolean deleted = alive != null && !alive.get(aliveStart + row);
            if (deleted
                    || kinds != null && RowKind.isRetract(kinds.getDataBuffer().getByte(row))) {
                bits.clear(blockStart + row);
            } else {
                prefixes[kept] = prefixes[row];
                rowSpace[kept++] = row;
            }
        }
        rows = rowSpace;
        position = 0;
        count = kept;
    }

    /** The end, exclusive, of the block's entries up to and including a key. */
    int endOf(long prefix, KeyBlock keyBlock, int keyRow) {
        boolean whole = order.prefixIsWhole();
        KeyBlock mine = current();
        int low = position;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            boolean after = prefixes[middle] > prefix
                    || !whole
                            && prefixes[middle] == prefix
                            && order.compare(mine.keys(), row(middle), keyBlock.keys(), keyRow) > 0;
            if (after) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
