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
package io.tablestore.trino.table;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.BufferAllocator;
import org.weakref.jmx.Managed;

/** The splits that a node currently reads, and their memory, as an MBean. */
public final class ReadStatistics {

    private final Set<BufferAllocator> open = ConcurrentHashMap.newKeySet();

    public void opened(BufferAllocator memory) {
        open.add(memory);
    }

    public void closed(BufferAllocator memory) {
        open.remove(memory);
    }

    /** Number of splits whose memory is not freed yet. */
    @Managed
    public int getOpenSplits() {
        return open.size();
    }

    /** Off-heap bytes that these splits hold. */
    @Managed
    public long getAllocatedBytes() {
        return open.stream().mapToLong(BufferAllocator::getAllocatedMemory).sum();
    }
}
