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
package io.tablestore.internal.merge;

import org.jspecify.annotations.Nullable;

/** The keys of one sorted run, block after block in key order. */
public interface KeyRun extends AutoCloseable {

    /** Number of rows in the run. */
    long rowCount();

    /** The next block, with at least one row, or null at the end. Invalidates the previous block. */
    @Nullable
    KeyBlock next();

    /** Whether some row after the current block may be a retraction or deleted. */
    boolean mayDropLater();

    @Override
    void close();
}
