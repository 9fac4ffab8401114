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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.RangeReader.Range;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedRangesTest {

    private static final int GAP = 128 << 10;

    private final List<Range> ranges = new ArrayList<>();

    private void range(long position, int length) {
        ranges.add(new Range(position, ByteBuffer.allocate(length)));
    }

    /** Reads the requests from a file whose byte at each position is that position modulo 251; returns start+length of each. */
    private List<String> read() {
        JoinedRanges joined = new JoinedRanges(ranges);
        List<String> requests = new ArrayList<>();
        for (Range request : joined.requests()) {
            requests.add(request.position() + "+" + request.target().remaining());
            for (long at = request.position(); request.target().hasRemaining(); at++) {
                request.target().put((byte) (at % 251));
            }
        }
        joined.distribute();
        for (Range range : ranges) {
            assertThat(range.target().hasRemaining()).isFalse();
            for (int i = 0; i < range.target().limit(); i++) {
                assertThat(range.target().get(i)).isEqualTo((byte) ((range.position() + i) % 251));
            }
        }
        return requests;
    }

    @Test
    void rangesUpToTheGapApartAreOneRequest() {
        range(1000 + GAP, 10);
        range(990, 10);
        assertThat(read()).containsExactly("990+" + (GAP + 20));
    }

    @Test
    void rangesFartherApartAreTwo() {
        range(1001 + GAP, 10);
        range(990, 10);
        assertThat(read()).containsExactly("990+10", 1001 + GAP + "+10");
    }

    @Test
    void manyRangesAreJoinedUpToEightMegabytes() {
        for (int i = 0; i < 20; i++) {
            range((long) i << 20, 1 << 20);
        }
        assertThat(read()).containsExactly("0+8388608", "8388608+8388608", "16777216+4194304");
    }

    @Test
    void aRangeLargerThanThatStaysAsItIs() {
        range(0, 9 << 20);
        range(9 << 20, 5);
        assertThat(read()).containsExactly("0+9437184", "9437184+5");
    }

    @Test
    void emptyRangesAndNoneAreFine() {
        assertThat(read()).isEmpty();
        range(5, 0);
        range(5, 3);
        assertThat(read()).containsExactly("5+3");
    }
}
