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

import io.tablestore.fs.Abortable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes an object, which becomes visible when the output is closed. Small ones are one request; of larger ones, one part is
 * uploaded while the next is filled. After a failure to write, closing publishes nothing.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class S3Output extends OutputStream implements Abortable {

    static final int PART_BYTES = 8 << 20;

    private static final int FIRST_BUFFER_BYTES = 64 << 10;
    private static final byte[] NOTHING = {};

    private final S3Client client;
    private final ConditionalPut puts;
    private final S3Path path;
    private byte[] buffer = NOTHING;
    private int buffered;
    private @Nullable MultipartUpload upload;
    private boolean isClosed;
    private boolean hasFailed;

    S3Output(S3Client client, ConditionalPut puts, S3Path path) {
        this.client = client;
        this.puts = puts;
        this.path = path;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (isClosed || hasFailed) {
            throw new IOException(path + ": The file is " + (hasFailed ? "not complete" : "closed")
                    + "; nothing can be written to it");
        }
        int end = offset + length;
        int at = offset;
        while (at < end) {
            if (buffered == PART_BYTES) {
                sendPart();
            }
            int count = Math.min(end - at, PART_BYTES - buffered);
            grow(buffered + count);
            System.arraycopy(bytes, at, buffer, buffered, count);
            buffered += count;
            at += count;
        }
    }

    private void grow(int neededBytes) {
        if (buffer.length < neededBytes) {
            int doubled = Math.max(FIRST_BUFFER_BYTES, buffer.length * 2);
            buffer = Arrays.copyOf(buffer, Math.min(PART_BYTES, Math.max(doubled, neededBytes)));
        }
    }

    private void sendPart() throws IOException {
        boolean isSent = false;
        try {
            MultipartUpload begun = upload == null ? MultipartUpload.begin(client, path) : upload;
            upload = begun;
            begun.send(content());
            isSent = true;
        } finally {
            hasFailed = !isSent;
        }
        buffer = new byte[PART_BYTES]; // the other one is being sent
        buffered = 0;
    }

    private byte[] content() {
        return buffered == buffer.length ? buffer : Arrays.copyOf(buffer, buffered);
    }

    /**
     * Publishes the object.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is an object with other bytes
     */
    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        if (hasFailed) {
            abort();
            return;
        }
        isClosed = true;
        MultipartUpload begun = upload;
        try {
            if (begun == null) {
                byte[] content = content();
                if (!puts.create(path, content)) {
                    client.put(path, content); // no two writers use the name of a data file
                }
            } else {
                begun.send(content());
                begun.complete();
                upload = null;
            }
        } finally {
            release();
        }
    }

    @Override
    public void abort() {
        isClosed = true;
        release();
    }

    /** Aborts the upload if there is one that is not complete. */
    private void release() {
        buffer = NOTHING;
        MultipartUpload begun = upload;
        upload = null;
        if (begun != null) {
            begun.abort();
        }
    }
}
