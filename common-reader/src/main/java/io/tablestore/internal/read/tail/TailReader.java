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
package io.tablestore.internal.read.tail;

import io.tablestore.fs.RangeReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads a file whose last bytes are kept. Closing it leaves them to the next reader of the file. */
final class TailReader implements RangeReader {

    private final FileTail tail;

    TailReader(FileTail tail) {
        this.tail = tail;
    }

    @Override
    public long size() {
        return tail.sizeInBytes();
    }

    @Override
    public void readFully(long position, ByteBuffer target) throws IOException {
        if (tail.holds(position, target.remaining())) {
            tail.copy(position, target);
        } else {
            tail.reader().readFully(position, target);
        }
    }

    @Override
    public void readFully(List<Range> ranges) throws IOException {
        List<Range> others = new ArrayList<>();
        for (Range range : ranges) {
            if (tail.holds(range.position(), range.target().remaining())) {
                tail.copy(range.position(), range.target());
            } else {
                others.add(range);
            }
        }
        if (!others.isEmpty()) {
            tail.reader().readFully(others);
        }
    }

    @Override
    public void close() {
        tail.closed();
    }
}
