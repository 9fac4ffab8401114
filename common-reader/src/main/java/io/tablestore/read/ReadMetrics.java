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

/**
 * Counters of a reader so far.
 *
 * @param files data files opened to read rows
 * @param bytesRead bytes fetched from data files, including the key pass, and bytes of deletion vectors
 * @param rowsMerged stored rows that entered a key merge
 * @param rowsDropped stored rows that the merge dropped: older versions and retractions. If the merge engine keeps one version
 *     of a key, also rows outside the split's key range, and rows of merged files that a deletion vector deletes
 * @param rowsSkipped rows skipped by statistics of row groups and pages
 * @param rowsFiltered rows that a predicate dropped after decoding
 * @param rowsReturned rows returned
 * @param keyNanos nanoseconds spent in the key pass
 * @param decodeNanos nanoseconds spent decoding and filtering
 */
public record ReadMetrics(
        long files,
        long bytesRead,
        long rowsMerged,
        long rowsDropped,
        long rowsSkipped,
        long rowsFiltered,
        long rowsReturned,
        long keyNanos,
        long decodeNanos) {

    public static final ReadMetrics NONE = new ReadMetrics(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public ReadMetrics plus(ReadMetrics other) {
        return new ReadMetrics(
                files + other.files,
                bytesRead + other.bytesRead,
                rowsMerged + other.rowsMerged,
                rowsDropped + other.rowsDropped,
                rowsSkipped + other.rowsSkipped,
                rowsFiltered + other.rowsFiltered,
                rowsReturned + other.rowsReturned,
                keyNanos + other.keyNanos,
                decodeNanos + other.decodeNanos);
    }
}
