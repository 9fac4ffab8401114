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

import io.tablestore.fs.RangeReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An object that is read by ranges. The end of the object is kept, because the footer of a data file and the indexes that it
 * points to are there; small objects are kept completely.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class S3RangeReader implements RangeReader {

    /** The end that is kept. */
    static final int TAIL_BYTES = 64 << 10;

    /** Objects up to this size are fetched by the first read. */
    static final int SMALL_BYTES = 512 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final S3Client client;
    private final S3Path path;
    private final long size;

    /** The bytes from {@code size - kept.capacity()} on. */
    private ByteBuffer kept;

    private S3RangeReader(S3Client client, S3Path path, long size, ByteBuffer kept) {
        this.client = client;
        this.path = path;
        this.size = size;
        this.kept = kept;
    }

    /** Asks the store for the end of the object, and thereby for its size. */
    static S3RangeReader open(S3Client client, S3Path path) throws IOException {
        S3Client.Tail tail = client.tail(path, TAIL_BYTES);
        return new S3RangeReader(client, path, tail.objectBytes(), ByteBuffer.wrap(tail.bytes()));
    }

    /** Asks the store for nothing; the first read checks the size. */
    static S3RangeReader ofSize(S3Client client, S3Path path, long size) {
        return new S3RangeReader(client, path, size, NOTHING);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void readFully(long position, ByteBuffer target) throws IOException {
        readFully(List.of(new Range(position, target)));
    }

    @Override
    public void readFully(List<Range> ranges) throws IOException {
        boolean touchesTail = false;
        for (Range range : ranges) {
            long end = range.position() + range.target().remaining();
            if (range.position() < 0 || end > size) {
                throw new EOFException(path + " has " + size + " bytes; those from " + range.position() + " to " + end
                        + " cannot be read");
            }
            touchesTail |= end > tailStart() && range.target().hasRemaining();
        }
        List<Range> missing = new ArrayList<>();
        ByteBuffer newlyKept = kept;
        if (touchesTail && kept.capacity() == 0) {
            newlyKept = ByteBuffer.allocate(Math.toIntExact(size - tailStart()));
            missing.add(new Range(tailStart(), newlyKept));
        }
        long keptStart = size - newlyKept.capacity();
        for (Range range : ranges) {
            long beforeTail =
                    Math.min(keptStart - range.position(), range.target().remaining());
            if (beforeTail > 0) {
                ByteBuffer target = range.target();
                missing.add(new Range(range.position(), target.slice(target.position(), (int) beforeTail)));
            }
        }
        if (!missing.isEmpty()) {
            client.read(path, size, missing);
        }
        kept = newlyKept;
        ranges.forEach(this::finish);
    }

    /** Where the part begins that is worth keeping. */
    private long tailStart() {
        return size <= SMALL_BYTES ? 0 : size - TAIL_BYTES;
    }

    /** Copies what the kept bytes have of a range, and marks its buffer as full. */
    private void finish(Range range) {
        ByteBuffer target = range.target();
        long keptStart = size - kept.capacity();
        long from = Math.max(range.position(), keptStart);
        long to = range.position() + target.remaining();
        if (from < to) {
            target.put(target.position() + (int) (from - range.position()), kept, (int) (from - keptStart), (int)
                    (to - from));
        }
        target.position(target.limit());
    }

    @Override
    public void close() {
        kept = NOTHING;
    }
}
