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
package io.tablestore.scan;

/**
 * What planning met and what it could leave out, by rule.
 *
 * @param manifests manifests of the snapshot
 * @param manifestsSkipped those not opened, by partition or bucket range
 * @param files live files of the snapshot; with a limit, of the manifests that were opened
 * @param bytes size of those whose partition and bucket are wanted
 * @param filesByPartition live files left out because of their partition
 * @param filesByBucket because their bucket cannot hold the keys asked for
 * @param filesByKey because of the statistics of their key columns
 * @param filesByValue because of the statistics of other columns
 * @param bytesSkipped size of the files left out
 * @param sections sections of the files that are read
 * @param overlapDepth most sorted runs in one section
 * @param rowsToMerge stored rows in sections of several runs
 * @param storedRows stored rows in all files that are read
 * @param planNanos time that planning took
 */
public record PlanMetrics(
        long manifests,
        long manifestsSkipped,
        long files,
        long bytes,
        long filesByPartition,
        long filesByBucket,
        long filesByKey,
        long filesByValue,
        long bytesSkipped,
        long sections,
        int overlapDepth,
        long rowsToMerge,
        long storedRows,
        long planNanos) {

    /** What two parts of a plan met. */
    public PlanMetrics plus(PlanMetrics other) {
        return new PlanMetrics(
                manifests + other.manifests,
                manifestsSkipped + other.manifestsSkipped,
                files + other.files,
                bytes + other.bytes,
                filesByPartition + other.filesByPartition,
                filesByBucket + other.filesByBucket,
                filesByKey + other.filesByKey,
                filesByValue + other.filesByValue,
                bytesSkipped + other.bytesSkipped,
                sections + other.sections,
                Math.max(overlapDepth, other.overlapDepth),
                rowsToMerge + other.rowsToMerge,
                storedRows + other.storedRows,
                planNanos + other.planNanos);
    }
}
