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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.ReadCancelledException;
import io.tablestore.error.StoreException;
import io.tablestore.error.StoreException.Reason;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreReaderTest {

    private static final TablePath PATH = TablePath.of("/warehouse/t/bucket-0/data-0.parquet");
    private static final String FILE = "bucket-0/data-0.parquet";

    /** A file of the bytes 0 to 9 whose next reads fail with what is queued. */
    private static final class FailingStore implements TableFileSystem {
        final Deque<Exception> failures = new ArrayDeque<>();
        int opened;
        int closed;

        void fail() throws IOException {
            Exception failure = failures.poll();
            if (failure instanceof IOException checked) {
                throw checked;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
        }

        @Override
        public RangeReader open(TablePath path) throws IOException {
            opened++;
            return new RangeReader() {
                @Override
                public long size() {
                    return 10;
                }

                @Override
                public void readFully(long position, ByteBuffer target) throws IOException {
                    target.put((byte) position); // a part of the bytes has come when it fails
                    fail();
                    while (target.hasRemaining()) {
                        target.put((byte) (position + target.position()));
                    }
                }

                @Override
                public void close() {
                    closed++;
                }
            };
        }

        @Override
        public List<Entry> list(TablePath directory) {
            return List.of();
        }

        @Override
        public boolean exists(TablePath path) {
            return true;
        }
    }

    private final FailingStore store = new FailingStore();

    @AfterEach
    void noThreadStaysInterrupted() {
        assertThat(Thread.interrupted()).isFalse();
    }

    private StoreReader open() {
        return StoreReader.open(store, PATH, FILE, () -> "manifest/manifest-1");
    }

    private byte[] read() throws IOException {
        byte[] bytes = new byte[4];
        try (StoreReader reader = open()) {
            reader.readFully(3, ByteBuffer.wrap(bytes));
        }
        assertThat(store.closed).isEqualTo(store.opened);
        return bytes;
    }

    private void fails(Reason reason, String message) {
        assertThatThrownBy(this::read).isInstanceOfSatisfying(StoreException.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed).hasMessage(message);
            assertThat(failed.getCause()).isNotNull();
        });
        assertThat(store.closed).isEqualTo(store.opened);
    }

    @Test
    void aTimeOutIsTriedOnceMoreOverANewConnection() throws IOException {
        store.failures.add(new SocketTimeoutException("Read timed out"));
        assertThat(read()).containsExactly(3, 4, 5, 6);
        assertThat(store.opened).isEqualTo(2);
    }

    @Test
    void timeOutsInSuccessionFailTheRead() {
        store.failures.add(new SocketTimeoutException("Read timed out"));
        store.failures.add(new IOException("S3 failed", new SocketTimeoutException("Read timed out")));
        fails(
                Reason.TIMED_OUT,
                FILE + ": Bytes 3 to 7 cannot be read: S3 failed. Run the query again; if this happens often, give the"
                        + " store's client more time."
                        + " The file is named by manifest/manifest-1.");
    }

    @Test
    void anEndInsideTheFileIsABrokenConnection() {
        store.failures.add(new EOFException("Premature EOF"));
        store.failures.add(new SocketException("Connection reset"));
        fails(
                Reason.DISCONNECTED,
                FILE + ": Bytes 3 to 7 cannot be read: Connection reset. Run the query again; if this happens often,"
                        + " look at the network and the store's log."
                        + " The file is named by manifest/manifest-1.");
    }

    @Test
    void deniedAccessIsNotTriedAgain() {
        store.failures.add(new AccessDeniedException("data-0.parquet"));
        fails(
                Reason.DENIED,
                FILE + ": Bytes 3 to 7 cannot be read: access denied (data-0.parquet). Give this user the right to read"
                        + " it, or renew the credentials if they have expired."
                        + " The file is named by manifest/manifest-1.");
        assertThat(store.opened).isEqualTo(1);
    }

    @Test
    void aMissingFileIsNamedWithWhatRefersToIt() {
        store.failures.add(new FileNotFoundException("data-0.parquet"));
        fails(
                Reason.MISSING,
                FILE + ": The file is missing, though manifest/manifest-1 refers to it. Its snapshot may have been"
                        + " expired while it was read; read a newer one, or restore the file.");
    }

    /** Some clients answer with the path alone. */
    @Test
    void aMissingFileIsSaidToBeMissing() {
        assertThat(StoreException.from(
                        "snapshot/snapshot-3", "The file cannot be looked up", new FileNotFoundException("/t/s")))
                .hasMessage("snapshot/snapshot-3: The file cannot be looked up: the file is missing (/t/s). If it was"
                        + " expired while it was read, read a newer snapshot; otherwise restore the file.");
    }

    @Test
    void anUncheckedFailureOfTheClientIsTheStores() {
        store.failures.add(new IndexOutOfBoundsException("buffer"));
        fails(
                Reason.FAILED,
                FILE + ": Bytes 3 to 7 cannot be read: buffer. The content of the file is not in doubt. Run the query"
                        + " again, or look into the store's log."
                        + " The file is named by manifest/manifest-1.");
    }

    @Test
    void anInterruptCancelsAndLeavesTheThreadInterrupted() {
        for (IOException interrupt : List.of(
                new ClosedByInterruptException(),
                new InterruptedIOException("interrupted while reading"),
                new InterruptedIOException())) { // as Trino's client for S3 says it
            store.failures.add(interrupt);
            assertThatThrownBy(this::read)
                    .isInstanceOf(ReadCancelledException.class)
                    .hasCause(interrupt);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aTimeOutOfAClientIsNoInterrupt() {
        store.failures.add(new InterruptedIOException("timeout"));
        store.failures.add(new InterruptedIOException("timeout"));
        fails(
                Reason.TIMED_OUT,
                FILE + ": Bytes 3 to 7 cannot be read: timeout. Run the query again; if this happens often, give the"
                        + " store's client more time."
                        + " The file is named by manifest/manifest-1.");
    }

    @Test
    void onlyARangeOutsideTheFileEndsIt() {
        try (StoreReader reader = open()) {
            assertThatThrownBy(() -> reader.readFully(8, ByteBuffer.allocate(3)))
                    .isInstanceOf(EOFException.class)
                    .hasMessage("bytes 8 to 11 are outside the file, which has 10 bytes");
            assertThatThrownBy(() -> reader.readFully(-1, ByteBuffer.allocate(3)))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void allRangesAreFilledAgain() throws IOException {
        store.failures.add(new SocketException("Connection reset"));
        ByteBuffer first = ByteBuffer.allocate(2);
        ByteBuffer second = ByteBuffer.allocate(3);
        try (StoreReader reader = open()) {
            reader.readFully(List.of(new RangeReader.Range(0, first), new RangeReader.Range(5, second)));
        }
        assertThat(first.array()).containsExactly(0, 1);
        assertThat(second.array()).containsExactly(5, 6, 7);
    }
}
