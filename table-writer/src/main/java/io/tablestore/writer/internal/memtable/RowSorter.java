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
package io.tablestore.writer.internal.memtable;

import io.tablestore.internal.merge.MergePlan;
import java.util.List;

/**
 * Sorts row positions by owner, key and version. The rows of an owner are sorted by key prefix with an LSD radix sort, which is
 * stable and so keeps the order of arrival. Only rows with equal prefixes are compared.
 */
final class RowSorter {

    /** With fewer rows than this, comparing is cheaper than a radix sort. */
    private static final int FEW = 512;

    private final RowLayout layout;
    private final List<Chunk> chunks;
    private final boolean wholePrefixes;
    private final boolean comparesVersions;

    /** Sorted rows; each entry is a chunk and a row in it. */
    final long[] refs;

    /** Key prefix of each row, in the same order. */
    final long[] prefixes;

    /** First row of each owner, plus the end of the last one. */
    final int[] starts;

    private final long[] spareRefs;
    private final long[] sparePrefixes;

    /** @param ownerCount exclusive upper limit of the owner numbers */
    RowSorter(RowLayout layout, List<Chunk> chunks, int rows, int ownerCount) {
        this.layout = layout;
        this.chunks = chunks;
        this.wholePrefixes = layout.keyPositions().isEmpty() || layout.order().prefixIsWhole();
        this.comparesVersions = layout.versions().hasSequenceFields();
        this.refs = new long[rows];
        this.prefixes = new long[rows];
        this.starts = new int[ownerCount + 1];
        this.spareRefs = new long[rows];
        this.sparePrefixes = new long[rows];
    }

    /** Groups rows by owner, in order of arrival. */
    void groupByOwner() {
        for (Chunk chunk : chunks) {
            for (int row = 0; row < chunk.rowCount(); row++) {
                starts[chunk.owner(row) + 1]++;
            }
        }
        for (int owner = 1; owner < starts.length; owner++) {
            starts[owner] += starts[owner - 1];
        }
        int[] next = starts.clone();
        long[] chunkPrefixes =
                new long[chunks.stream().mapToInt(Chunk::rowCount).max().orElse(0)];
        boolean keyed = !layout.keyPositions().isEmpty();
        for (int c = 0; c < chunks.size(); c++) {
            Chunk chunk = chunks.get(c);
            if (keyed) {
                layout.order().prefixes(chunk.keys(), chunk.rowCount(), chunkPrefixes);
            }
            for (int row = 0; row < chunk.rowCount(); row++) {
                int at = next[chunk.owner(row)]++;
                refs[at] = MergePlan.ref(c, row);
                prefixes[at] = chunkPrefixes[row];
            }
        }
    }

    /** Sorts the rows of one owner. */
    void sort(int owner) {
        int start = starts[owner];
        int end = starts[owner + 1];
        if (end - start < FEW) {
            mergeSort(start, end, false);
            return;
        }
        radixSort(start, end);
        if (wholePrefixes && !comparesVersions) {
            return;
        }
        int first = start;
        for (int i = start + 1; i <= end; i++) {
            if (i == end || prefixes[i] != prefixes[first]) {
                if (i - first > 1) {
                    mergeSort(first, i, true);
                }
                first = i;
            }
        }
    }

    private void radixSort(int start, int end) {
        long varying = 0;
        boolean sorted = true;
        for (int i = start + 1; i < end; i++) {
            varying |= prefixes[i] ^ prefixes[start];
            sorted &= prefixes[i - 1] <= prefixes[i];
        }
        if (sorted) {
            return;
        }
        long[] fromRefs = refs;
        long[] fromPrefixes = prefixes;
        long[] toRefs = spareRefs;
        long[] toPrefixes = sparePrefixes;
        for (int shift = 0; shift < 64; shift += 8) {
            if ((varying >>> shift & 0xFF) == 0) {
                continue;
            }
            int flip = shift == 56 ? 0x80 : 0; // prefixes are signed
            int[] next = new int[257];
            for (int i = start; i < end; i++) {
                next[((int) (fromPrefixes[i] >>> shift & 0xFF) ^ flip) + 1]++;
            }
            next[0] = start;
            for (int digit = 1; digit < 257; digit++) {
                next[digit] += next[digit - 1];
            }
            for (int i = start; i < end; i++) {
                int at = next[(int) (fromPrefixes[i] >>> shift & 0xFF) ^ flip]++;
                toRefs[at] = fromRefs[i];
                toPrefixes[at] = fromPrefixes[i];
            }
            long[] swap = fromRefs;
            fromRefs = toRefs;
            toRefs = swap;
            swap = fromPrefixes;
            fromPrefixes = toPrefixes;
            toPrefixes = swap;
        }
        if (fromRefs != refs) {
            System.arraycopy(fromRefs, start, refs, start, end - start);
            System.arraycopy(fromPrefixes, start, prefixes, start, end - start);
        }
    }

    /** A stable sort. */
    private void mergeSort(int start, int end, boolean equalPrefixes) {
        for (int width = 1; width < end - start; width *= 2) {
            for (int left = start; left + width < end; left += 2 * width) {
                merge(left, left + width, Math.min(left + 2 * width, end), equalPrefixes);
            }
        }
    }

    private void merge(int left, int middle, int end, boolean equalPrefixes) {
        if (compare(middle - 1, middle, equalPrefixes) <= 0) {
            return;
        }
        System.arraycopy(refs, left, spareRefs, left, middle - left);
        System.arraycopy(prefixes, left, sparePrefixes, left, middle - left);
        int i = left;
        int j = middle;
        int out = left;
        while (i < middle && j < end) {
            int order = equalPrefixes ? 0 : Long.compare(sparePrefixes[i], prefixes[j]);
            if (order == 0) {
                order = compare(spareRefs[i], refs[j]);
            }
            if (order <= 0) {
                refs[out] = spareRefs[i];
                prefixes[out++] = sparePrefixes[i++];
            } else {
                refs[out] = refs[j];
                prefixes[out++] = prefixes[j++];
            }
        }
        System.arraycopy(spareRefs, i, refs, out, middle - i);
        System.arraycopy(sparePrefixes, i, prefixes, out, middle - i);
    }

    private int compare(int i, int j, boolean equalPrefixes) {
        int order = equalPrefixes ? 0 : Long.compare(prefixes[i], prefixes[j]);
        return order != 0 ? order : compare(refs[i], refs[j]);
    }

    /** Compares rows with equal prefixes by the rest of the key, then by version. 0 keeps the order of arrival. */
    private int compare(long left, long right) {
        if (layout.keyPositions().isEmpty()) {
            return 0;
        }
        int byKey = wholePrefixes ? 0 : compareKeys(left, right);
        return byKey != 0 || !comparesVersions
                ? byKey
                : layout.versions().compare(chunk(left), (int) left, chunk(right), (int) right);
    }

    private int compareKeys(long left, long right) {
        return layout.order()
                .compare(chunk(left).keys(), (int) left, chunk(right).keys(), (int) right);
    }

    private Chunk chunk(long ref) {
        return chunks.get((int) (ref >>> 32));
    }

    /** Whether two adjacent sorted rows have the same key. */
    boolean sameKey(int i, int j) {
        return prefixes[i] == prefixes[j] && (wholePrefixes || compareKeys(refs[i], refs[j]) == 0);
    }
}
