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
package io.tablestore.internal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.ReadMetrics;
import io.tablestore.read.SplitReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadersAheadTest {

    private final BufferAllocator allocator = ArrowMemory.newRoot(1 << 20);
    private final List<FakeReader> created = new ArrayList<>();

    @AfterEach
    void closeAllocator() {
        allocator.close();
    }

    private static final class FakeReader implements ReadersAhead.Fetching {

        private final @Nullable RuntimeException failure;
        private boolean fetches;
        private boolean closed;

        FakeReader(@Nullable RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public void fetchAhead() {
            if (failure != null) {
                throw failure;
            }
            fetches = true;
        }

        @Override
        public @Nullable ArrowBatch next() {
            return null;
        }

        @Override
        public void narrow(Predicate predicate) {}

        @Override
        public void cancel() {}

        @Override
        public ReadMetrics metrics() {
            return ReadMetrics.NONE;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private ReadersAhead readers(int splits, int depth, @Nullable RuntimeException failure) {
        Iterator<Integer> numbers = IntStream.range(0, splits).iterator();
        return new ReadersAhead(
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return numbers.hasNext();
                    }

                    @Override
                    public ReadersAhead.Fetching next() {
                        numbers.next();
                        FakeReader reader = new FakeReader(failure);
                        created.add(reader);
                        return reader;
                    }
                },
                depth,
                allocator);
    }

    private long fetching() {
        return created.stream().filter(reader -> reader.fetches).count();
    }

    @Test
    void moreIsFetchedTheMoreSplitsAreOpened() {
        ReadersAhead readers = readers(40, 8, null);
        List<Long> fetching = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            assertThat(readers.next()).isSameAs(created.get(i));
            fetching.add(fetching());
        }
        assertThat(fetching).containsExactly(1L, 3L, 6L, 11L, 12L); // 1, 2, 4, 8, 8 after the one that is returned
    }

    @Test
    void everySplitIsOpenedOnceInOrder() {
        ReadersAhead readers = readers(20, 8, null);
        List<SplitReader> returned = new ArrayList<>();
        for (SplitReader reader = readers.next(); reader != null; reader = readers.next()) {
            returned.add(reader);
        }
        assertThat(returned).hasSize(20).isEqualTo(created);
        assertThat(fetching()).isEqualTo(19);
    }

    @Test
    void nothingIsFetchedWithoutDepth() {
        ReadersAhead readers = readers(3, 0, null);
        readers.next();
        readers.next();
        assertThat(created).hasSize(2);
        assertThat(fetching()).isZero();
    }

    @Test
    void halfOfTheMemoryIsLeftToTheReadersAtWork() {
        ReadersAhead readers = readers(9, 8, null);
        try (ArrowBuf used = allocator.buffer(600 << 10)) {
            assertThat(used.capacity()).isPositive();
            readers.next();
            assertThat(fetching()).isZero();
        }
        readers.next();
        assertThat(fetching()).isPositive();
    }

    @Test
    void aFetchThatFailsIsLeftToTheReaderOfItsSplit() {
        ReadersAhead readers = readers(2, 8, new IllegalStateException("no answer"));
        assertThat(readers.next()).isSameAs(created.get(0));
        assertThat(readers.next()).isSameAs(created.get(1));
        assertThat(readers.next()).isNull();
    }

    @Test
    void aReaderIsClosedIfThoseAfterItCannotBeCreated() {
        FakeReader first = new FakeReader(null);
        Iterator<ReadersAhead.Fetching> splits = new Iterator<>() {
            private int number;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public ReadersAhead.Fetching next() {
                if (number++ > 0) {
                    throw new IllegalStateException("no schema");
                }
                return first;
            }
        };
        ReadersAhead readers = new ReadersAhead(splits, 8, allocator);
        assertThatThrownBy(readers::next).hasMessage("no schema");
        assertThat(first.closed).isTrue();
    }

    @Test
    void closingClosesThoseThatNobodyHas() {
        ReadersAhead readers = readers(9, 8, null);
        readers.next();
        readers.next();
        readers.close();
        assertThat(created).hasSize(4);
        assertThat(created.stream().map(reader -> reader.closed)).containsExactly(false, false, true, true);
    }
}
