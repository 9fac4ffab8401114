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
package io.tablestore.internal.fs;

import io.tablestore.fs.RangeReader.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Groups ranges of a file that lie close together, so that each group is read with one request. */
public final class RangeGroups {

    private RangeGroups() {}

    /** The bytes from {@code start} to {@code end}, exclusive, of which {@code ranges} are wanted, in ascending order. */
    public record Group(long start, long end, List<Range> ranges) {}

    /**
     * @param ranges in any order; they may overlap
     * @param mostGap maximum number of unwanted bytes between two ranges of a group
     * @param mostBytes maximum size of a group of several ranges
     */
    public static List<Group> of(List<Range> ranges, long mostGap, long mostBytes) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(Range::position));
        List<Group> groups = new ArrayList<>();
        List<Range> joined = new ArrayList<>();
        long start = 0;
        long end = 0;
        for (Range range : sorted) {
            long rangeEnd = range.position() + range.target().remaining();
            boolean isClose = range.position() - end <= mostGap && rangeEnd - start <= mostBytes;
            if (!joined.isEmpty() && !isClose) {
                groups.add(new Group(start, end, List.copyOf(joined)));
                joined.clear();
            }
            if (joined.isEmpty()) {
                start = range.position();
                end = rangeEnd;
            }
            joined.add(range);
            end = Math.max(end, rangeEnd);
        }
        if (!joined.isEmpty()) {
            groups.add(new Group(start, end, List.copyOf(joined)));
        }
        return groups;
    }
}
