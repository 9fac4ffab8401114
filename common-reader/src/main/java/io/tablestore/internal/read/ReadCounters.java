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

import io.tablestore.read.ReadMetrics;

/** The counters for {@link ReadMetrics}, shared by the parts of one reader. */
final class ReadCounters {
    long files;
    long bytesRead;
    long rowsMerged;
    long rowsDropped;
    long rowsSkipped;
    long rowsFiltered;
    long rowsReturned;
    long keyNanos;
    long decodeNanos;

    ReadMetrics snapshot() {
        return new ReadMetrics(
                files,
                bytesRead,
                rowsMerged,
                rowsDropped,
                rowsSkipped,
                rowsFiltered,
                rowsReturned,
                keyNanos,
                decodeNanos);
    }
}
