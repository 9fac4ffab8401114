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
package io.tablestore.internal.read.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.ReadCancelledException;
import io.tablestore.error.StoreException;
import io.tablestore.fs.CountedStore;
import io.tablestore.fs.InMemoryFileSystem;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.RangeReader.Range;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.fs.StoreReader;
import io.tablestore.internal.memory.BufferPool;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FileTailsTest {

    private static final int SMALL = 1000;
    private static final int LARGE = 3 << 20;

    private final InMemoryFileSystem files = new InMemoryFileSystem();
    private final CountedStore store = new CountedStore(files);
    private final BufferAllocator allocator = ArrowMemory.newRoot(256L << 20);
    private final BufferPool pool = new BufferPool(allocator);
    private final FileTails tails = new FileTails(pool, 8, 16L << 20);

    @AfterEach
    void everythingIsGivenBack() {
        tails.close();
        pool.close();
        allocator.close(); // fails if a buffer is left
        assertThat(Thread.interrupted()).isFalse();
    }

    private TailedFile file(String name, int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = at(i);
        }
        TablePath path = new TablePath("/t/" + name);
        files.overwrite(path, content);
        return source(name, size);
    }

    private TailedFile source(String name, int size) {
        return new TailedFile(
                name, size, () -> StoreReader.open(store, new TablePath("/t/" + name), name, size, () -> "manifest-1"));
    }

    private static byte at(int position) {
        return (byte) (position * 31 + (position >> 8));
    }

    private static void check(RangeReader reader, int position, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        reader.readFully(position, target);
        check(target, position, length);
    }

    private static void check(ByteBuffer target, int position, int length) {
        assertThat(target.position()).isEqualTo(length);
        for (int i = 0; i < length; i++) {
            assertThat(target.get(i)).as("byte " + (position + i)).isEqualTo(at(position + i));
        }
    }

    @Test
    void aSmallFileTakesOneRequestHoweverOftenItIsOpened() throws IOException {
        TailedFile file = file("a", SMALL);
        for (int i = 0; i < 3; i++) {
            try (RangeReader reader = tails.open(file)) {
                assertThat(reader.size()).isEqualTo(SMALL);
                check(reader, SMALL - 8, 8);
                check(reader, 0, SMALL);
                check(reader, 17, 0);
            }
        }
        assertThat(store.requests()).isEqualTo("{GET=1}");
    }

    @Test
    void theEndOfALargeFileIsFetchedOnce() throws IOException {
        TailedFile file = file("a", LARGE);
        int start = LARGE - TailedFile.TAIL_BYTES;
        try (RangeReader reader = tails.open(file)) {
            check(reader, LARGE - 8, 8);
            check(reader, start, TailedFile.TAIL_BYTES);
            assertThat(store.requests()).isEqualTo("{GET=1}");
            check(reader, start - 1, 2);
            assertThat(store.requests()).isEqualTo("{GET=1}");
        }
        ByteBuffer first = ByteBuffer.allocate(100);
        ByteBuffer near = ByteBuffer.allocate(100);
        ByteBuffer far = ByteBuffer.allocate(100);
        ByteBuffer last = ByteBuffer.allocate(100);
        try (RangeReader reader = tails.open(file)) {
            reader.readFully(List.of(
                    new Range(0, first),
                    new Range(LARGE - 100, last),
                    new Range(1 << 20, far),
                    new Range(100_000, near)));
        }
        check(first, 0, 100);
        check(near, 100_000, 100);
        check(far, 1 << 20, 100);
        check(last, LARGE - 100, 100);
        assertThat(store.requests()).as("near is fetched with first").isEqualTo("{GET=2}");
    }

    @Test
    void aRangeOutsideTheFileIsItsEnd() throws IOException {
        try (RangeReader reader = tails.open(file("a", SMALL))) {
            assertThatThrownBy(() -> reader.readFully(SMALL - 4, ByteBuffer.allocate(5)))
                    .isInstanceOf(EOFException.class);
            assertThatThrownBy(() -> reader.readFully(-1, ByteBuffer.allocate(5)))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void nextFilesAreFetchedSideBySideAndMoreOfThemWithTime() throws IOException {
        List<TailedFile> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(file("f" + i, SMALL));
        }
        tails.announce(all);
        int[] newFetches = {2, 3, 5, 1, 1}; // up to 2, 4, 8 files that have not been opened yet
        for (int i = 0; i < newFetches.length; i++) {
            store.requests();
            store.meet(newFetches[i]); // they are answered only if they are under way at once
            try (RangeReader reader = tails.open(all.get(i))) {
                store.awaitReads(newFetches[i]);
                check(reader, 0, SMALL);
            }
            assertThat(store.requests()).isEqualTo("{GET=" + (newFetches[i] + (i == 0 ? 1 : 0)) + "}");
        }
    }

    @Test
    void aLimitOfOneFileFetchesFewInVain() throws IOException {
        List<TailedFile> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(file("f" + i, SMALL));
        }
        tails.announce(all);
        try (RangeReader reader = tails.open(all.get(0))) {
            check(reader, 0, SMALL);
        }
        tails.close();
        assertThat(store.requests()).isEqualTo("{GET=3}");
    }

    @Test
    void withoutMemoryFilesAreReadDirectly() throws IOException {
        try (FileTails few = new FileTails(pool, 8, 2 * SMALL)) {
            List<TailedFile> all = List.of(file("a", SMALL), file("b", SMALL), file("c", SMALL), file("d", SMALL));
            RangeReader a = few.open(all.get(0));
            RangeReader b = few.open(all.get(1));
            RangeReader c = few.open(all.get(2));
            check(a, 0, 10);
            check(b, 0, 10);
            check(c, 0, 10);
            check(c, 20, 10);
            assertThat(store.requests()).as("c is not kept").isEqualTo("{GET=4}");
            a.close();
            RangeReader d = few.open(all.get(3));
            check(d, 0, 10);
            check(d, 20, 10);
            assertThat(store.requests()).as("d takes the place of a").isEqualTo("{GET=1}");
            b.close();
            c.close();
            d.close();
        }
    }

    @Test
    void aFailureAheadIsThatOfTheFile() throws IOException {
        List<TailedFile> all = List.of(file("a", SMALL), source("missing", SMALL), file("c", SMALL));
        tails.announce(all);
        try (RangeReader a = tails.open(all.get(0))) {
            check(a, 0, SMALL);
        }
        try (RangeReader c = tails.open(all.get(2))) {
            check(c, 0, SMALL);
        }
        try (RangeReader missing = tails.open(all.get(1))) {
            assertThatThrownBy(() -> missing.readFully(0, ByteBuffer.allocate(4)))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failed -> assertThat(failed.reason()).isEqualTo(StoreException.Reason.MISSING))
                    .hasMessageContaining("missing")
                    .hasMessageContaining("manifest-1");
        }
    }

    @Test
    void anInterruptEndsTheWaitForAFetchAndCloseWaitsForIt() throws Exception {
        List<TailedFile> all = List.of(file("a", SMALL), file("b", SMALL));
        tails.announce(all);
        store.meet(2); // the fetch of b waits for another read
        tails.open(all.get(0)).close();
        RangeReader b = tails.open(all.get(1));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> b.readFully(0, ByteBuffer.allocate(4))).isInstanceOf(ReadCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        b.close();
        Thread closing = new Thread(tails::close);
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(allocator.getAllocatedMemory()).isPositive();
        try (RangeReader other = store.open(new TablePath("/t/a"), SMALL)) {
            check(other, 0, 1); // lets the fetch go on
        }
        closing.join();
        pool.close();
        assertThat(allocator.getAllocatedMemory()).isZero();
    }
}
