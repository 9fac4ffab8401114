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
package io.tablestore.fs.hadoop;

import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Positioned reads of a Hadoop stream.
 *
 * @param opening the stream, which an object store may still be opening
 */
record StreamReader(TablePath path, long size, CompletableFuture<FSDataInputStream> opening) implements RangeReader {

    /** Spark 3.5 brings Hadoop 3.3.4, which has none. */
    private static final boolean HAS_VECTORED_READS = isPresent("org.apache.hadoop.fs.FileRange");

    private static boolean isPresent(String name) {
        try {
            Class.forName(name, false, StreamReader.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException older) {
            return false;
        }
    }

    @Override
    public void readFully(long position, ByteBuffer target) throws IOException {
        FSDataInputStream stream = await(opening);
        if (target.hasArray()) {
            stream.readFully(position, target.array(), target.arrayOffset() + target.position(), target.remaining());
            target.position(target.limit());
        } else {
            byte[] bytes = new byte[target.remaining()];
            stream.readFully(position, bytes);
            target.put(bytes);
        }
    }

    @Override
    public void readFully(List<Range> ranges) throws IOException {
        if (ranges.size() < 2 || !HAS_VECTORED_READS) {
            RangeReader.super.readFully(ranges);
            return;
        }
        List<CompletableFuture<ByteBuffer>> reads = VectoredReads.start(await(opening), ranges);
        for (int i = 0; i < ranges.size(); i++) {
            ranges.get(i).target().put(await(reads.get(i)));
        }
    }

    private <T> T await(CompletableFuture<T> result) throws IOException {
        try {
            return result.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            InterruptedIOException wrapped = new InterruptedIOException("interrupted while reading " + path);
            wrapped.initCause(interrupted);
            throw wrapped;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause());
        }
    }

    /** A stream that could not be opened has nothing to close. */
    @Override
    public void close() throws IOException {
        if (!opening.isCompletedExceptionally()) {
            await(opening).close();
        }
    }
}
