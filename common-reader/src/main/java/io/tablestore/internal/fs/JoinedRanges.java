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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Ranges of a file in an object store, joined where they lie close together, so that they need fewer requests. */
final class JoinedRanges {

    /** Bytes between two ranges that are read rather than spend another request on the second range. */
    private static final int GAP_BYTES = 128 << 10;

    /** Bytes that are joined at most, because they are copied once more. */
    private static final long JOINED_BYTES = 8L << 20;

    private final List<Range> requests = new ArrayList<>();
    private final List<List<Range>> parts = new ArrayList<>();

    /** @param ranges disjoint, in any order */
    JoinedRanges(List<Range> ranges) {
        for (RangeGroups.Group group : RangeGroups.of(ranges, GAP_BYTES, JOINED_BYTES)) {
            boolean isAlone = group.ranges().size() == 1;
            requests.add(
                    isAlone
                            ? group.ranges().get(0)
                            : new Range(group.start(), ByteBuffer.allocate((int) (group.end() - group.start()))));
            parts.add(isAlone ? List.of() : group.ranges());
        }
    }

    /** The ranges to read. */
    List<Range> requests() {
        return requests;
    }

    /** Fills the original ranges, after the requests have been filled. */
    void distribute() {
        for (int i = 0; i < requests.size(); i++) {
            Range joined = requests.get(i);
            for (Range part : parts.get(i)) {
                int start = (int) (part.position() - joined.position());
                ByteBuffer target = part.target();
                int length = target.remaining();
                target.put(target.position(), joined.target(), start, length);
                target.position(target.position() + length);
            }
        }
    }
}
