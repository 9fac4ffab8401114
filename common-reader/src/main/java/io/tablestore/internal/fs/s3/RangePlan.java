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
package io.tablestore.internal.fs.s3;

import io.tablestore.fs.RangeReader.Range;
import io.tablestore.internal.fs.RangeGroups;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Turns ranges into requests: close ones share a request, and large ones are cut so that they are fetched side by side. */
final class RangePlan {

    /** Fetching up to this many unwanted bytes is faster than another request. */
    static final int LARGEST_GAP = 128 << 10;

    static final int LARGEST_REQUEST = 8 << 20;

    private RangePlan() {}

    /** @param ranges in any order; they may overlap */
    static List<RangeGroups.Group> groups(List<Range> ranges) {
        List<Range> parts = new ArrayList<>();
        ranges.forEach(range -> cut(range, parts));
        return RangeGroups.of(parts, LARGEST_GAP, LARGEST_REQUEST);
    }

    private static void cut(Range range, List<Range> parts) {
        ByteBuffer target = range.target();
        for (int offset = 0; offset < target.remaining(); offset += LARGEST_REQUEST) {
            int length = Math.min(LARGEST_REQUEST, target.remaining() - offset);
            parts.add(new Range(range.position() + offset, target.slice(target.position() + offset, length)));
        }
    }
}
