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
 * What planning found, and what each rule skipped.
 *
 * @param manifests manifests of the snapshot
 * @param manifestsSkipped manifests not opened because of their partition or bucket range
 * @param files live files of the snapshot; with a limit, only those of the opened manifests
 * @param bytes size in bytes of the files in matching partitions and buckets
 * @param filesByPartition live files skipped because of their partition
 * @param filesByBucket files skipped because their bucket cannot contain the requested keys
 * @param filesByKey files skipped because of their key statistics
 * @param filesByValue files skipped because of statistics of other columns
 * @param bytesSkipped size in bytes of the skipped files
 * @param sections sections of the files that are read
 * @param overlapDepth maximum number of sorted runs in one section
 * @param rowsToMerge stored rows in sections with several runs
 * @param storedRows stored rows in all files that are read
 * @param planNanos nanoseconds spent planning
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

    /** The sum of the metrics of two parts of a plan. */
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
