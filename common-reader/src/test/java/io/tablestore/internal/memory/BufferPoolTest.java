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
package io.tablestore.internal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.ReadCancelledException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;

/** Buffers are used again, counted by their allocator, and refused beyond its limit. */
class BufferPoolTest {

    @Test
    void aBufferHasRoomForWhatWasAskedForAndTheSlack() {
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30);
                BufferPool pool = new BufferPool(allocator)) {
            for (long bytes : new long[] {0, 1, 1008, 1009, 5000, (1 << 24) - 16, (1 << 24) - 15, 20_000_000}) {
                ArrowBuf buffer = pool.take(bytes);
                assertThat(buffer.capacity()).isGreaterThanOrEqualTo(bytes + BufferPool.SLACK_BYTES);
                assertThat(buffer.capacity()).isLessThanOrEqualTo(Math.max(1024, 2 * bytes + 64));
                if (bytes >= 1 << 24) {
                    assertThat(buffer.capacity()).as("large ones waste little").isLessThanOrEqualTo(bytes + bytes / 4);
                }
                pool.give(buffer);
            }
        }
    }

    @Test
    void aReturnedBufferIsTakenAgain() {
        try (BufferAllocator allocator = ArrowMemory.newRoot(1 << 20);
                BufferPool pool = new BufferPool(allocator)) {
            ArrowBuf first = pool.take(1000);
            long address = first.memoryAddress();
            pool.give(first);
            long allocated = allocator.getAllocatedMemory();
            ArrowBuf second = pool.take(900);
            assertThat(second.memoryAddress()).isEqualTo(address);
            assertThat(allocator.getAllocatedMemory()).isEqualTo(allocated);
            ArrowBuf third = pool.take(900);
            assertThat(third.memoryAddress()).isNotEqualTo(address);
            pool.give(second);
            pool.give(third);
        }
    }

    @Test
    void closingFreesWhatIsBack() {
        try (BufferAllocator allocator = ArrowMemory.newRoot(1 << 20)) {
            BufferPool pool = new BufferPool(allocator);
            ArrowBuf kept = pool.take(1000);
            pool.give(pool.take(5000));
            pool.close();
            assertThat(allocator.getAllocatedMemory()).isEqualTo(kept.capacity());
            pool.give(kept);
            pool.close();
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void aBufferThatSomebodyElseHoldsIsNotUsedAgain() {
        try (BufferAllocator allocator = ArrowMemory.newRoot(1 << 20);
                BufferPool pool = new BufferPool(allocator)) {
            ArrowBuf shared = pool.take(1000);
            shared.getReferenceManager().retain();
            long address = shared.memoryAddress();
            pool.give(shared);
            ArrowBuf next = pool.take(1000);
            assertThat(next.memoryAddress()).isNotEqualTo(address);
            pool.give(next);
            shared.close();
        }
    }

    @Test
    void memoryBeyondTheLimitIsRefusedAndIdleBuffersMakeRoom() {
        try (BufferAllocator allocator = ArrowMemory.newRoot(64 << 10);
                BufferPool pool = new BufferPool(allocator)) {
            assertThatThrownBy(() -> pool.take(65 << 10)).isInstanceOf(OutOfMemoryException.class);
            assertThat(allocator.getAllocatedMemory()).isZero();
            pool.give(pool.take(16000));
            pool.give(pool.take(8000));
            assertThat(allocator.getAllocatedMemory()).isPositive();
            ArrowBuf large = pool.take((64 << 10) - 16);
            assertThat(large.capacity()).isEqualTo(64 << 10);
            pool.give(large);
            assertThat(allocator.getAllocatedMemory())
                    .as("more than half is not kept idle")
                    .isZero();
        }
    }

    @Test
    void atMostSomeBuffersOfASizeStayIdle() {
        try (BufferAllocator allocator = ArrowMemory.newRoot(1 << 20);
                BufferPool pool = new BufferPool(allocator)) {
            List<ArrowBuf> taken = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                taken.add(pool.take(1000));
            }
            taken.forEach(pool::give);
            assertThat(allocator.getAllocatedMemory()).isEqualTo(16 * 1024);
        }
    }

    @Test
    void nothingIsTakenOnceItIsCancelled() {
        try (BufferAllocator allocator = ArrowMemory.newRoot(1 << 20);
                BufferPool pool = new BufferPool(allocator)) {
            ArrowBuf before = pool.take(10);
            pool.checkNotCancelled();
            pool.cancel();
            assertThatThrownBy(() -> pool.take(10)).isInstanceOf(ReadCancelledException.class);
            assertThatThrownBy(pool::checkNotCancelled).isInstanceOf(ReadCancelledException.class);
            pool.give(before);
        }
    }
}
