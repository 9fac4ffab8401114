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
package io.tablestore.read;

import org.jspecify.annotations.Nullable;

/**
 * Opens the splits of a list one after the other. In an object store, the first files of the next splits are fetched while others
 * are read; how many, the option {@code read.ahead-files} says.
 *
 * <p><b>Ownership:</b> a returned reader belongs to the caller, who closes it before the allocator.
 *
 * <p><b>Threads:</b> any, also several at once. Each returned reader then belongs to one of them.
 */
public interface SplitReaders extends AutoCloseable {

    /** A reader of the next split in the order of the list, or null after the last one. */
    @Nullable
    SplitReader next();

    /** Ends the fetches for splits that were not opened. Readers that were returned stay open. */
    @Override
    void close();
}
