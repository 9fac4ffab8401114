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
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Collects written bytes: the first ones on the heap, the rest off the heap in pieces. */
final class SpillingBytes extends OutputStream {

    private static final int FIRST_CAPACITY = 80 << 10;
    private static final int LARGEST_HEAD = 256 << 10;
    private static final int PIECE = 4 << 20;

    private final BufferAllocator memory;
    private byte[] head = new byte[FIRST_CAPACITY];
    private int headSize;
    private final List<ArrowBuf> pieces = new ArrayList<>();
    private int lastPieceSize = PIECE;

    /** @param memory allocates the pieces; closed after this */
    SpillingBytes(BufferAllocator memory) {
        this.memory = memory;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int first = Math.min(length, LARGEST_HEAD - headSize);
        if (headSize + first > head.length) {
            head = Arrays.copyOf(head, Math.min(LARGEST_HEAD, Math.max(headSize + first, 2 * head.length)));
        }
        System.arraycopy(bytes, offset, head, headSize, first);
        headSize += first;
        for (int done = first; done < length; ) {
            if (lastPieceSize == PIECE) {
                pieces.add(memory.buffer(PIECE));
                lastPieceSize = 0;
            }
            int part = Math.min(length - done, PIECE - lastPieceSize);
            pieces.get(pieces.size() - 1).setBytes(lastPieceSize, bytes, offset + done, part);
            lastPieceSize += part;
            done += part;
        }
    }

    long size() {
        return pieces.isEmpty() ? headSize : headSize + (long) PIECE * (pieces.size() - 1) + lastPieceSize;
    }

    boolean isOnHeap() {
        return pieces.isEmpty();
    }

    /** The array whose first {@link #size} bytes are the content, if all of it is on the heap. */
    byte[] onHeap() {
        return head;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(head, 0, headSize);
        if (pieces.isEmpty()) {
            return;
        }
        byte[] part = new byte[64 << 10];
        for (int i = 0; i < pieces.size(); i++) {
            int size = i < pieces.size() - 1 ? PIECE : lastPieceSize;
            for (int done = 0; done < size; done += part.length) {
                int length = Math.min(part.length, size - done);
                pieces.get(i).getBytes(done, part, 0, length);
                out.write(part, 0, length);
            }
        }
    }

    /** Appends the bytes to a buffer, which must have room for them. */
    void copyTo(ByteBuffer target) {
        target.put(head, 0, headSize);
        for (int i = 0; i < pieces.size(); i++) {
            target.put(pieces.get(i).nioBuffer(0, i < pieces.size() - 1 ? PIECE : lastPieceSize));
        }
    }

    /** Discards the bytes and frees memory off the heap. */
    void clear() {
        headSize = 0;
        pieces.forEach(ArrowBuf::close);
        pieces.clear();
        lastPieceSize = PIECE;
    }
}
