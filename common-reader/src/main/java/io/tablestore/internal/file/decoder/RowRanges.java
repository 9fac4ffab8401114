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
package io.tablestore.internal.file.decoder;

import java.util.Arrays;

/** Disjoint ascending ranges of rows. */
public final class RowRanges {

    private long[] bounds = new long[8];
    private int size;

    public static RowRanges all(long rowCount) {
        RowRanges ranges = new RowRanges();
        ranges.add(0, rowCount);
        return ranges;
    }

    /** Appends a range, end exclusive; merges it with the last range if they touch. */
    public void add(long start, long end) {
        if (start >= end) {
            return;
        }
        if (size > 0 && bounds[size - 1] >= start) {
            bounds[size - 1] = Math.max(bounds[size - 1], end);
            return;
        }
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, size * 2);
        }
        bounds[size++] = start;
        bounds[size++] = end;
    }

    public int count() {
        return size / 2;
    }

    /** First row of a range, inclusive. */
    public long start(int range) {
        return bounds[2 * range];
    }

    /** End of a range, exclusive. */
    public long end(int range) {
        return bounds[2 * range + 1];
    }

    public long rowCount() {
        long rows = 0;
        for (int i = 0; i < count(); i++) {
            rows += end(i) - start(i);
        }
        return rows;
    }

    /** The rows in both. */
    public RowRanges and(RowRanges other) {
        RowRanges both = new RowRanges();
        int i = 0;
        int j = 0;
        while (i < count() && j < other.count()) {
            both.add(Math.max(start(i), other.start(j)), Math.min(end(i), other.end(j)));
            if (end(i) < other.end(j)) {
                i++;
            } else {
                j++;
            }
        }
        return both;
    }
}
