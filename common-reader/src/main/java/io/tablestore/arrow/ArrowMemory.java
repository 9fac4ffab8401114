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
package io.tablestore.arrow;

import io.tablestore.error.TableStoreException;
import io.tablestore.options.Option;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.memory.unsafe.UnsafeAllocationManager;

/** Creates root allocators with an explicit allocation manager, regardless of what is on the engine's class path. */
public final class ArrowMemory {

    /** System property that limits each root allocator, whatever limit its creator requests. */
    public static final String LIMIT_PROPERTY = "tablestore.max-memory";

    private static final Option<Long> LIMIT =
            Option.bytes(LIMIT_PROPERTY, Long.MAX_VALUE, "Most bytes off the heap of one reader or writer.");

    private ArrowMemory() {}

    /**
     * Creates a root allocator. Close it last; closing fails if anything is still allocated.
     *
     * @param limitInBytes maximum number of bytes allocated at one time
     * @throws TableStoreException if the JVM does not open the packages that Arrow needs; the message names the flag
     */
    public static BufferAllocator newRoot(long limitInBytes) {
        return newRoot(limitInBytes, AllocationListener.NOOP);
    }

    /**
     * As {@link #newRoot(long)}, with a listener for every allocation.
     *
     * @param listener may refuse an allocation by throwing before it
     */
    public static BufferAllocator newRoot(long limitInBytes, AllocationListener listener) {
        try {
            return new RootAllocator(RootAllocator.configBuilder()
                    .allocationManagerFactory(UnsafeAllocationManager.FACTORY)
                    .listener(listener)
                    .maxAllocation(Math.min(limitInBytes, propertyLimit()))
                    .build());
        } catch (ExceptionInInitializerError | NoClassDefFoundError closed) {
            throw new TableStoreException(
                    "Arrow's memory cannot be used in this JVM. Start it with"
                            + " --add-opens=java.base/java.nio=ALL-UNNAMED.",
                    closed);
        }
    }

    private static long propertyLimit() {
        String declared = System.getProperty(LIMIT_PROPERTY);
        try {
            return declared == null ? Long.MAX_VALUE : LIMIT.type().parser().apply(declared);
        } catch (IllegalArgumentException malformed) {
            throw new TableStoreException(
                    "The system property '" + LIMIT_PROPERTY + "' is '" + declared + "', but must be "
                            + LIMIT.type().valid() + ".",
                    malformed);
        }
    }
}
