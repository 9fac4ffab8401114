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
package io.tablestore.internal.file.parquet.encoding;

import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/**
 * BYTE_STREAM_SPLIT of FIXED_LEN_BYTE_ARRAY: all first bytes, then all second bytes, and so on. All values are assembled at once.
 */
public final class FixedStreams implements ValueDecoder {

    private final BufferPool pool;
    private final int length;
    private final int valueCount;
    private @Nullable ArrowBuf values;
    private int next;

    public FixedStreams(PageBytes bytes, int length, int valueCount, BufferPool pool) throws IOException {
        this.pool = pool;
        this.length = length;
        this.valueCount = valueCount;
        long size = (long) valueCount * length;
        if (length < 0 || bytes.remaining() != size) {
            throw new IOException("a page of " + bytes.remaining() + " bytes holds no " + valueCount + " values");
        }
        long source = bytes.take(size);
        ArrowBuf together = pool.take(size);
        values = together;
        long target = together.memoryAddress();
        for (int b = 0; b < length; b++) {
            for (int i = 0; i < valueCount; i++) {
                MemoryUtil.putByte(target + (long) i * length + b, MemoryUtil.getByte(source++));
            }
        }
    }

    @Override
    public void read(int count, Values target) throws IOException {
        if (values == null || count > valueCount - next) {
            throw new IOException("a page has fewer values than its header says");
        }
        long[] addresses = target.addresses(count);
        for (int i = 0; i < count; i++, next++) {
            addresses[i] = values.memoryAddress() + (long) next * length;
            target.lengths[i] = length;
        }
    }

    @Override
    public void skip(int count) {
        next += count;
    }

    @Override
    public void close() {
        if (values != null) {
            pool.give(values);
            values = null;
        }
    }
}
