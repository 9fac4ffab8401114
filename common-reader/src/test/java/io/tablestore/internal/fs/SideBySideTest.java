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

import io.tablestore.fs.CountedStore;
import io.tablestore.fs.InMemoryFileSystem;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.RangeReader.Range;
import io.tablestore.fs.TablePath;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    private static final TablePath PATH = new TablePath("/f");

    private final InMemoryFileSystem files = new InMemoryFileSystem();
    private final CountedStore store = new CountedStore(files);
    private final RangeReader reader = store.open(PATH, 8);

    SideBySideTest() {
        files.overwrite(PATH, new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
    }

    private static Range range(int position, int length) {
        return new Range(position, ByteBuffer.allocate(length));
    }

    @Test
    void rangesAreReadAtOnce() throws IOException {
        List<Range> ranges = List.of(range(0, 2), range(3, 1), range(5, 3));
        store.meet(3);
        SideBySide.read(reader, ranges);
        assertThat(ranges.get(0).target().array()).containsExactly(0, 1);
        assertThat(ranges.get(1).target().array()).containsExactly(3);
        assertThat(ranges.get(2).target().array()).containsExactly(5, 6, 7);
    }

    @Test
    void aFailureOfAnyRangeIsThatOfTheRead() {
        assertThatThrownBy(() -> SideBySide.read(reader, List.of(range(7, 4), range(0, 1))))
                .isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> SideBySide.read(reader, List.of(range(0, 1), range(1, 1), range(7, 4))))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void anInterruptedReadEndsWhenAllRangesHave() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        RangeReader slow = new RangeReader() {
            @Override
            public long size() {
                return 8;
            }

            @Override
            public void readFully(long position, ByteBuffer target) throws IOException {
                if (position > 0) {
                    begun.countDown();
                    awaitUninterruptibly(answer);
                }
                reader.readFully(position, target);
            }

            @Override
            public boolean isConcurrent() {
                return true;
            }

            @Override
            public void close() {}
        };
        List<Range> ranges = List.of(range(0, 1), range(1, 1));
        AtomicReference<Exception> thrown = new AtomicReference<>();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread reading = new Thread(() -> {
            try {
                SideBySide.read(slow, ranges);
            } catch (IOException failed) {
                thrown.set(failed);
            }
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        reading.start();
        begun.await();
        reading.interrupt();
        while (reading.isInterrupted()) { // until it has noticed
            Thread.onSpinWait();
        }
        answer.countDown();
        reading.join();
        assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
        assertThat(stillInterrupted).isTrue();
        assertThat(ranges.get(1).target().hasRemaining()).isFalse();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException goOn) {
                // the range is read all the same
            }
        }
    }
}
