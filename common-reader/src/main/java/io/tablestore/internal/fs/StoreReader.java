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
package io.tablestore.internal.fs;

import io.tablestore.error.StoreException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TableFileSystem.Entry;
import io.tablestore.fs.TablePath;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the table. On every file system, its reads distinguish a failure of the store from a file that is shorter than the
 * reader expects. A decoder sees {@link EOFException} only for a range outside the file, which means that the file is damaged.
 * Every failure of the store is a {@link StoreException}, and an interrupt is a {@link
 * io.tablestore.error.ReadCancelledException}.
 *
 * <p>A read that timed out or lost its connection is retried once over a new connection. The file cannot have changed, because
 * files of a table are written once. Further retries are left to the store's client and to the engine, whose policies the user
 * sets.
 */
public final class StoreReader implements RangeReader {

    private static final Logger LOG = LoggerFactory.getLogger(StoreReader.class);

    private final TableFileSystem fileSystem;
    private final TablePath path;
    private final String file;
    private final Supplier<String> namedBy;
    private final long knownSize;
    private RangeReader reader;
    private long size = -1;

    private StoreReader(
            TableFileSystem fileSystem, TablePath path, String file, long knownSize, Supplier<String> namedBy) {
        this.fileSystem = fileSystem;
        this.path = path;
        this.file = file;
        this.knownSize = knownSize;
        this.namedBy = namedBy;
        try {
            this.reader = opened();
        } catch (IOException | RuntimeException failed) {
            throw translated("The file cannot be opened", failed);
        }
    }

    /**
     * Opens a file, which the caller closes.
     *
     * @param file its name in errors, relative to the table unless it lies outside
     * @param namedBy returns what refers to the file; called only if the store fails
     * @throws StoreException if the store fails or the file is missing
     */
    public static StoreReader open(TableFileSystem fileSystem, TablePath path, String file, Supplier<String> namedBy) {
        return new StoreReader(fileSystem, path, file, Entry.UNKNOWN_SIZE, namedBy);
    }

    /**
     * As {@link #open(TableFileSystem, TablePath, String, Supplier)}. An object store is not asked for the size, and a missing file
     * is noticed by the first read.
     *
     * @param sizeInBytes from metadata, or {@link Entry#UNKNOWN_SIZE}
     */
    public static StoreReader open(
            TableFileSystem fileSystem, TablePath path, String file, long sizeInBytes, Supplier<String> namedBy) {
        return new StoreReader(fileSystem, path, file, sizeInBytes, namedBy);
    }

    private RangeReader opened() throws IOException {
        return knownSize == Entry.UNKNOWN_SIZE ? fileSystem.open(path) : fileSystem.open(path, knownSize);
    }

    @Override
    public long size() {
        if (size < 0) {
            try {
                size = reader.size();
            } catch (IOException | RuntimeException failed) {
                throw translated("The length of the file cannot be read", failed);
            }
        }
        return size;
    }

    @Override
    public void readFully(long position, ByteBuffer target) throws EOFException {
        readRanges(List.of(new Range(position, target)));
    }

    /**
     * Fills several buffers. The file system receives them together unless they overlap; in an object store, those that lie close
     * together are fetched as one.
     */
    @Override
    public void readFully(List<Range> ranges) throws EOFException {
        if (areDisjoint(ranges)) {
            readRanges(ranges);
            return;
        }
        for (Range range : ranges) {
            readRanges(List.of(range));
        }
    }

    private static boolean areDisjoint(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(Range::position));
        for (int i = 1; i < sorted.size(); i++) {
            Range before = sorted.get(i - 1);
            if (before.target().remaining() > sorted.get(i).position() - before.position()) {
                return false;
            }
        }
        return true;
    }

    private void readRanges(List<Range> ranges) throws EOFException {
        int[] starts = new int[ranges.size()];
        for (int i = 0; i < starts.length; i++) {
            Range range = ranges.get(i);
            starts[i] = range.target().position();
            if (range.position() < 0 || range.target().remaining() > size() - range.position()) {
                throw new EOFException(
                        "bytes " + bytes(range) + " are outside the file, which has " + size() + " bytes");
            }
        }
        try {
            read(ranges);
        } catch (IOException | RuntimeException failed) {
            StoreException.Reason reason = StoreException.reasonOf(failed);
            boolean worthAnother =
                    reason == StoreException.Reason.TIMED_OUT || reason == StoreException.Reason.DISCONNECTED;
            TableStoreException translated = translated(attempt(ranges, starts), failed);
            if (!worthAnother || !(translated instanceof StoreException)) {
                throw translated;
            }
            LOG.warn("{} could not be read and is tried once more over a new connection.", file, failed);
            for (int i = 0; i < starts.length; i++) {
                ranges.get(i).target().position(starts[i]);
            }
            readAnew(ranges, starts, translated);
        }
    }

    private void read(List<Range> ranges) throws IOException {
        if (ranges.size() == 1) {
            reader.readFully(ranges.get(0).position(), ranges.get(0).target());
        } else if (!fileSystem.isObjectStore(path)) {
            reader.readFully(ranges);
        } else {
            JoinedRanges joined = new JoinedRanges(ranges);
            SideBySide.read(reader, joined.requests());
            joined.distribute();
        }
    }

    private void readAnew(List<Range> ranges, int[] starts, TableStoreException first) {
        try {
            closeQuietly(first);
            reader = opened();
            read(ranges);
        } catch (IOException | RuntimeException failed) {
            TableStoreException second = translated(attempt(ranges, starts), failed);
            second.addSuppressed(first);
            throw second;
        }
    }

    private void closeQuietly(Exception failed) {
        try {
            reader.close();
        } catch (IOException | RuntimeException second) {
            failed.addSuppressed(second);
        }
    }

    private static String attempt(List<Range> ranges, int[] starts) {
        ranges.get(0).target().position(starts[0]);
        String more = ranges.size() == 1 ? "" : " and " + (ranges.size() - 1) + " more ranges";
        return "Bytes " + bytes(ranges.get(0)) + more + " cannot be read";
    }

    private static String bytes(Range range) {
        return range.position() + " to " + (range.position() + range.target().remaining());
    }

    private TableStoreException translated(String attempt, Exception failure) {
        TableStoreException translated = StoreException.from(file, attempt, failure);
        boolean isMissing = translated instanceof StoreException store
                && translated != failure
                && store.reason() == StoreException.Reason.MISSING;
        if (isMissing) {
            return StoreException.missing(file, namedBy.get(), failure);
        }
        return translated == failure ? translated : translated.namedBy(namedBy);
    }

    /**
     * Does not fail: the data that was read is correct, and a caller that closes several files must reach the next one. An error
     * here would also end Flink's task managers, which treat an error during the cleanup of a failed task as fatal.
     */
    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException | RuntimeException unclosed) {
            LOG.warn("{} was read, but cannot be closed; it is left open.", file, unclosed);
        }
    }
}
