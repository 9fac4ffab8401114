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
package io.tablestore.spark.read;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.TableStoreException;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.spark.TaskContext;
import org.apache.spark.memory.MemoryConsumer;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.TaskMemoryManager;

/** The off-heap memory of one reader, acquired from Spark's task memory manager and released to it. */
final class SparkMemory implements AutoCloseable {

    private final BufferAllocator allocator;

    /** Must be called within a task. */
    SparkMemory() {
        TaskContext task = TaskContext.get();
        allocator = task == null
                ? ArrowMemory.newRoot(Long.MAX_VALUE)
                : ArrowMemory.newRoot(Long.MAX_VALUE, new Grants(task.taskMemoryManager()));
    }

    BufferAllocator allocator() {
        return allocator;
    }

    @Override
    public void close() {
        allocator.close();
    }

    /** Acquires memory from Spark before Arrow allocates it. */
    private static final class Grants implements AllocationListener {

        private final Consumer consumer;

        Grants(TaskMemoryManager manager) {
            this.consumer = new Consumer(manager);
        }

        @Override
        public void onPreAllocation(long bytes) {
            long granted = consumer.acquireMemory(bytes);
            if (granted < bytes) {
                consumer.freeMemory(granted);
                throw new TableStoreException(
                        "A task that holds " + consumer.getUsed() + " bytes to read a table needs "
                                + bytes + " more, and Spark has no memory left for it. Give executors more"
                                + " (spark.memory.offHeap.enabled and spark.memory.offHeap.size, or spark.executor.memory), or run"
                                + " fewer tasks at a time (spark.executor.cores).");
            }
        }

        @Override
        public boolean onFailedAllocation(long bytes, org.apache.arrow.memory.AllocationOutcome outcome) {
            consumer.freeMemory(bytes);
            return false;
        }

        @Override
        public void onRelease(long bytes) {
            consumer.freeMemory(bytes);
        }
    }

    /** Accounts against Spark's off-heap memory, or against its heap memory if no off-heap memory is configured. */
    private static final class Consumer extends MemoryConsumer {

        Consumer(TaskMemoryManager manager) {
            super(manager, manager.pageSizeBytes(), mode(manager));
        }

        private static MemoryMode mode(TaskMemoryManager manager) {
            return manager.getTungstenMemoryMode();
        }

        /** Spills nothing, since all memory is in use by the read. */
        @Override
        public long spill(long size, MemoryConsumer trigger) {
            return 0;
        }
    }
}
