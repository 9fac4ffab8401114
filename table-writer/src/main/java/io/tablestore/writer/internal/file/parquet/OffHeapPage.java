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
package io.tablestore.writer.internal.file.parquet;

import io.tablestore.writer.internal.file.encoder.ArrowBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.parquet.bytes.ByteBufferAllocator;
import org.apache.parquet.bytes.ByteBufferReleaser;
import org.apache.parquet.bytes.ConcatenatingByteBufferCollector;
import org.apache.parquet.bytes.HeapByteBufferAllocator;

/**
 * A compressed page off the heap. It extends parquet-java's collector and leaves its buffers empty, because {@code BytesInput}
 * cannot be extended outside of its package. The owner closes it.
 */
final class OffHeapPage extends ConcatenatingByteBufferCollector {

    private final ArrowBuf memory;
    private final int size;

    /** @param memory its first {@code size} bytes are the page; owned by the new object */
    OffHeapPage(ArrowBuf memory, int size) {
        super(HeapByteBufferAllocator.getInstance());
        this.memory = memory;
        this.size = size;
    }

    @Override
    public void writeAllTo(OutputStream out) throws IOException {
        ArrowBytes.write(memory, size, out);
    }

    @Override
    public void writeInto(ByteBuffer target) {
        target.put(bytes());
    }

    /** Returns the page without a copy, because only its checksum is computed from it. */
    @Override
    public ByteBuffer toByteBuffer(ByteBufferReleaser releaser) {
        return bytes();
    }

    @Override
    public ByteBuffer toByteBuffer(ByteBufferAllocator allocator, Consumer<ByteBuffer> callback) {
        return bytes();
    }

    private ByteBuffer bytes() {
        return memory.nioBuffer(0, size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void close() {
        memory.close();
    }
}
