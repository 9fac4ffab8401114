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
package io.tablestore.internal.format.manifest;

import org.jspecify.annotations.Nullable;

/**
 * A manifest list's entry for one manifest (format reference, 4.2).
 *
 * @param addedFiles ADD entries in the manifest
 * @param deletedFiles DELETE entries in the manifest
 * @param partitionStats never truncated
 * @param minBucket smallest bucket of the entries, or null if unknown
 * @param maxBucket largest bucket, or null if unknown
 * @param minLevel smallest level of the entries, or null if unknown
 * @param maxLevel largest level, or null if unknown
 * @param minRowId smallest first row id of the entries, or null if some have none
 * @param maxRowId largest row id, or null
 */
public record ManifestFile(
        String name,
        long sizeInBytes,
        long addedFiles,
        long deletedFiles,
        SimpleStats partitionStats,
        long schemaId,
        @Nullable Integer minBucket,
        @Nullable Integer maxBucket,
        @Nullable Integer minLevel,
        @Nullable Integer maxLevel,
        @Nullable Long minRowId,
        @Nullable Long maxRowId) {}
