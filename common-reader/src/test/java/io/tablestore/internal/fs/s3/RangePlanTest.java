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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.RangeReader.Range;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RangePlanTest {

    private static final int KIB = 1 << 10;

    private static Range range(long start, int length) {
        return new Range(start, ByteBuffer.allocate(length));
    }

    private static List<String> groups(Range... ranges) {
        return RangePlan.groups(List.of(ranges)).stream()
                .map(group -> group.start() + "-" + group.end() + " of "
                        + group.ranges().size())
                .toList();
    }

    @Test
    void closeRangesShareARequest() {
        assertThat(groups(range(0, 10), range(10 + 128 * KIB, 5), range(500 * KIB, 1)))
                .containsExactly("0-" + (15 + 128 * KIB) + " of 2", 500 * KIB + "-" + (500 * KIB + 1) + " of 1");
        assertThat(groups(range(0, 10), range(11 + 128 * KIB, 5))).hasSize(2);
    }

    @Test
    void theOrderDoesNotMatter() {
        assertThat(groups(range(200, 10), range(0, 100), range(20, 5))).containsExactly("0-210 of 3");
    }

    @Test
    void overlappingRangesShareARequest() {
        assertThat(groups(range(0, 300 * KIB), range(10, 10), range(280 * KIB, 40 * KIB)))
                .containsExactly("0-" + 320 * KIB + " of 3");
    }

    @Test
    void largeRangesAreFetchedInParts() {
        int mib = KIB * KIB;
        assertThat(groups(range(5, 20 * mib)))
                .containsExactly(
                        "5-" + (8 * mib + 5) + " of 1",
                        (8 * mib + 5) + "-" + (16 * mib + 5) + " of 1",
                        (16 * mib + 5) + "-" + (20 * mib + 5) + " of 1");
    }

    @Test
    void requestsStaySmall() {
        Range[] ranges = Stream.iterate(0, i -> i + 1)
                .limit(20)
                .map(i -> range(i * 1L * KIB * KIB, KIB * KIB))
                .toArray(Range[]::new);
        assertThat(RangePlan.groups(List.of(ranges)))
                .hasSize(3)
                .allMatch(group -> group.end() - group.start() <= RangePlan.LARGEST_REQUEST);
    }

    @Test
    void emptyRangesNeedNoRequest() {
        assertThat(groups(range(5, 0))).isEmpty();
    }

    @Test
    void partsWriteBehindThePositionOfTheirBuffer() {
        ByteBuffer target = ByteBuffer.allocate(10).position(4);
        Range part =
                RangePlan.groups(List.of(new Range(0, target))).get(0).ranges().get(0);
        part.target().put((byte) 7);
        assertThat(target.get(4)).isEqualTo((byte) 7);
        assertThat(target.position()).isEqualTo(4);
    }
}
