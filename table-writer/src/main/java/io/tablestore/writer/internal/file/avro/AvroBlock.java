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
package io.tablestore.writer.internal.file.avro;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The current block of an Avro file. A block of ordinary size is compressed at its end. Data beyond the buffer is compressed as
 * it arrives, so that only its compressed form uses memory.
 */
final class AvroBlock extends OutputStream {

    /** Large enough for a block of ordinary size and its last record. */
    private static final int BUFFER_BYTES = 128 << 10;

    private final AvroCompressor compressor;
    private final SpillingBytes stored;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int buffered;
    private long plainBytes;
    private @Nullable OutputStream compressing;

    AvroBlock(AvroCompressor compressor, BufferAllocator memory) {
        this.compressor = compressor;
        this.stored = new SpillingBytes(memory);
    }

    @Override
    public void write(int value) throws IOException {
        if (buffered == buffer.length) {
            compressBuffer();
        }
        buffer[buffered++] = (byte) value;
        plainBytes++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        plainBytes += length;
        for (int done = 0; done < length; ) {
            if (buffered == buffer.length) {
                compressBuffer();
            }
            int part = Math.min(length - done, buffer.length - buffered);
            System.arraycopy(bytes, offset + done, buffer, buffered, part);
            buffered += part;
            done += part;
        }
    }

    private OutputStream compressBuffer() throws IOException {
        OutputStream open = compressing;
        if (open == null) {
            open = compressor.open(stored);
            compressing = open;
        }
        open.write(buffer, 0, buffered);
        buffered = 0;
        return open;
    }

    /** Uncompressed bytes of the records. */
    long plainBytes() {
        return plainBytes;
    }

    /** Ends the block. The result is valid until {@link #clear}. */
    SpillingBytes end() throws IOException {
        compressBuffer().close();
        compressing = null;
        return stored;
    }

    /** Starts the next block. */
    void clear() {
        stored.clear();
        buffered = 0;
        plainBytes = 0;
    }

    /** Frees the memory of a block, ended or not. */
    void abandon() {
        OutputStream open = compressing;
        compressing = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException | RuntimeException alreadyFailed) {
                // A failed compression does not matter, because nothing will read the block.
            }
        }
        clear();
    }
}
