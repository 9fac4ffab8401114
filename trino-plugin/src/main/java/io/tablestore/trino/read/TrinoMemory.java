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
package io.tablestore.trino.read;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.trino.table.ReadStatistics;
import io.trino.spi.connector.MemoryContext;
import org.apache.arrow.memory.BufferAllocator;

/** The off-heap memory of one split. It is reported to the engine and counted in the node's statistics. */
final class TrinoMemory implements AutoCloseable {

    private final BufferAllocator allocator;
    private final MemoryContext context;
    private final ReadStatistics statistics;

    /** @param limitBytes maximum that may be allocated */
    TrinoMemory(long limitBytes, MemoryContext context, ReadStatistics statistics) {
        this.allocator = ArrowMemory.newRoot(limitBytes);
        this.context = context;
        this.statistics = statistics;
        statistics.opened(allocator);
    }

    BufferAllocator allocator() {
        return allocator;
    }

    /** Reports the allocated memory to the engine. Called by the driver's thread. */
    void report() {
        context.setBytes(allocator.getAllocatedMemory());
    }

    /** Reports zero to the engine, though a step that is still running may hold memory for a moment. */
    void reportNone() {
        context.setBytes(0);
    }

    @Override
    public void close() {
        try {
            allocator.close();
        } finally {
            statistics.closed(allocator);
        }
    }
}
