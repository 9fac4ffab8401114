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
 * An object that is read by ranges. If its size was not known, the store was asked for its end, which is kept; who knows the size
 * decides what to keep.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class S3RangeReader implements RangeReader {

    /** The end that is asked for. */
    static final int TAIL_BYTES = 64 << 10;

    private final S3Client client;
    private final S3Path path;
    private final long size;

    /** The bytes from {@code size - kept.capacity()} on. */
    private final ByteBuffer kept;

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
        return new S3RangeReader(client, path, size, ByteBuffer.allocate(0));
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
        List<Range> missing = new ArrayList<>();
        for (Range range : ranges) {
            ByteBuffer target = range.target();
            long end = range.position() + target.remaining();
            if (range.position() < 0 || end > size) {
                throw new EOFException(path + " has " + size + " bytes; those from " + range.position() + " to " + end
                        + " cannot be read");
            }
            long beforeKept = Math.min(keptStart() - range.position(), target.remaining());
            if (beforeKept > 0) {
                missing.add(new Range(range.position(), target.slice(target.position(), (int) beforeKept)));
            }
        }
        if (!missing.isEmpty()) {
            client.read(path, size, missing);
        }
        ranges.forEach(this::finish);
    }

    private long keptStart() {
        return size - kept.capacity();
    }

    /** Copies what the kept bytes have of a range, and marks its buffer as full. */
    private void finish(Range range) {
        ByteBuffer target = range.target();
        long from = Math.max(range.position(), keptStart());
        long to = range.position() + target.remaining();
        if (from < to) {
            int at = target.position() + (int) (from - range.position());
            target.put(at, kept, (int) (from - keptStart()), (int) (to - from));
        }
        target.position(target.limit());
    }

    @Override
    public void close() {}
}
