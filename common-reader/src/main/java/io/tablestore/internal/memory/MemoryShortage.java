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

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.TableStoreException;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;

/**
 * Creates the error for data that does not fit in the memory of a reader or writer. It gives the memory's size and says how to
 * increase it.
 */
public final class MemoryShortage {

    private static final int MB = 1 << 20;

    private MemoryShortage() {}

    /**
     * An allocation of direct memory failed.
     *
     * @param what what needs it: a file and a column, or the step of the work
     * @param allocator whose limit was reached
     */
    public static TableStoreException offHeap(String what, BufferAllocator allocator, OutOfMemoryException full) {
        return new TableStoreException(
                what + " needs more than the " + allocator.getLimit()
                        + " bytes of memory off the heap that it may use ("
                        + full.getMessage()
                        + "). Raise 'tablestore.max-split-memory' in Trino, the task's memory in Spark, or the"
                        + " system property '" + ArrowMemory.LIMIT_PROPERTY
                        + "'; or read fewer columns.",
                full);
    }

    /** The heap is full. Only arrays as large as a value or a page are allocated at once, so the JVM itself is not affected. */
    public static TableStoreException onHeap(String what, OutOfMemoryError full) {
        String heap = String.format(Locale.ROOT, "%d MB", Runtime.getRuntime().maxMemory() / MB);
        return new TableStoreException(
                what + " needs more memory than is free in the heap of " + heap + " (" + full.getMessage()
                        + "). Give the JVM more with '-Xmx', or read and write fewer columns or smaller values.",
                full);
    }
}
