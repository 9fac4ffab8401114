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
package io.tablestore.writer;

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.writer.internal.compaction.BucketCompaction;
import io.tablestore.writer.internal.compaction.CompactionResult;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counters of a {@link TableWrite}, readable by any thread. All but the pending compactions only increase. */
public final class WriteMetrics {

    private final LongAdder flushes = new LongAdder();
    private final LongAdder flushNanos = new LongAdder();
    private final LongAdder flushedFiles = new LongAdder();
    private final LongAdder flushedBytes = new LongAdder();
    private final LongAdder pending = new LongAdder();
    private final LongAdder compactions = new LongAdder();
    private final LongAdder compactionNanos = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();

    WriteMetrics() {}

    /** Number of times that rows in memory were written to files, or spilled. */
    public long flushCount() {
        return flushes.sum();
    }

    public long flushMillis() {
        return TimeUnit.NANOSECONDS.toMillis(flushNanos.sum());
    }

    public long flushedFiles() {
        return flushedFiles.sum();
    }

    public long flushedBytes() {
        return flushedBytes.sum();
    }

    /** Number of running and waiting compactions. */
    public long compactionsPending() {
        return pending.sum();
    }

    public long compactionCount() {
        return compactions.sum();
    }

    public long compactionMillis() {
        return TimeUnit.NANOSECONDS.toMillis(compactionNanos.sum());
    }

    /** Bytes of the files that compactions replaced. */
    public long compactionBytesRead() {
        return bytesRead.sum();
    }

    /** Bytes of the files that compactions produced. Files that only moved to another level count as both read and written. */
    public long compactionBytesWritten() {
        return bytesWritten.sum();
    }

    /** Milliseconds during which writing waited for compactions. */
    public long compactionWaitMillis() {
        return TimeUnit.NANOSECONDS.toMillis(waitNanos.sum());
    }

    void measureFlush(Runnable flush) {
        long start = System.nanoTime();
        flush.run();
        flushNanos.add(System.nanoTime() - start);
        flushes.increment();
    }

    void flushed(List<DataFile> files) {
        flushedFiles.add(files.size());
        flushedBytes.add(bytes(files));
    }

    void measureWait(Runnable wait) {
        long start = System.nanoTime();
        wait.run();
        waitNanos.add(System.nanoTime() - start);
    }

    void submitted() {
        pending.increment();
    }

    CompactionResult measure(BucketCompaction compaction) {
        long start = System.nanoTime();
        try {
            CompactionResult result = compaction.call();
            compactions.increment();
            bytesRead.add(bytes(result.before()));
            bytesWritten.add(bytes(result.after()));
            return result;
        } finally {
            compactionNanos.add(System.nanoTime() - start);
            pending.decrement();
        }
    }

    static long bytes(List<DataFile> files) {
        return files.stream().mapToLong(DataFile::sizeInBytes).sum();
    }
}
