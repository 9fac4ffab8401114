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

import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TablePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullUnmarked;

/** The files of this machine as those of an object store, which publishes a file when it is closed, and may wait with it. */
@NullUnmarked // nulls are values of these tests
public class SlowStore extends ForwardingFileSystem {

    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Queue<Integer> deletions = new ConcurrentLinkedQueue<>();
    private final Queue<String> reads = new ConcurrentLinkedQueue<>();
    private volatile CyclicBarrier meeting;
    private volatile CyclicBarrier readMeeting;

    /** The next manifests wait until so many of them are being opened at once; one that waits in vain cannot be read. */
    public void meetReads(int manifests) {
        readMeeting = new CyclicBarrier(manifests, () -> readMeeting = null);
    }

    /**
     * The names of the files and directories that were opened or listed since the last call, and those that were looked up with
     * {@code exists} before the name, in order.
     */
    public List<String> reads() {
        List<String> names = List.copyOf(reads);
        reads.clear();
        return names;
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        reads.add(path.name());
        if (path.name().startsWith("manifest-") && !path.name().startsWith("manifest-list")) {
            await(readMeeting);
        }
        return super.open(path);
    }

    @Override
    public List<Entry> list(TablePath path) throws IOException {
        reads.add(path.name());
        return super.list(path);
    }

    @Override
    public boolean exists(TablePath path) throws IOException {
        reads.add("exists " + path.name());
        return super.exists(path);
    }

    /** The next files wait until so many of them are being closed at once; one that waits in vain cannot be written. */
    public void meet(int files) {
        meeting = new CyclicBarrier(files, () -> meeting = null);
    }

    /** How many files the calls that delete several had, call by call. */
    public List<Integer> deletions() {
        return List.copyOf(deletions);
    }

    @Override
    public void deleteAll(Collection<TablePath> files) throws IOException {
        deletions.add(files.size());
        for (TablePath file : files) {
            super.delete(file);
        }
    }

    @Override
    public void delete(TablePath file) throws IOException {
        deletions.add(1);
        super.delete(file);
    }

    /** The names of the files that are not complete yet. */
    public Set<String> underWay() {
        return Set.copyOf(underWay);
    }

    /** Called when a file is closed, before it is there. */
    protected void beforeWriting(TablePath path) throws IOException {
        await(meeting);
    }

    private static void await(CyclicBarrier barrier) throws IOException {
        if (barrier != null) {
            try {
                barrier.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
                throw new IOException("not enough files at once", alone);
            }
        }
    }

    @Override
    public boolean isObjectStore(TablePath path) {
        return true;
    }

    @Override
    public OutputStream write(TablePath path) {
        underWay.add(path.name());
        return new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
                if (!underWay.contains(path.name())) {
                    return;
                }
                try {
                    beforeWriting(path);
                    try (OutputStream file = SlowStore.super.write(path)) {
                        file.write(toByteArray());
                    }
                } finally {
                    underWay.remove(path.name());
                }
            }
        };
    }
}
