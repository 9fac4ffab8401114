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
package io.tablestore.spark;

import io.tablestore.metadata.ManifestCache;
import io.tablestore.read.SurvivorCache;

/**
 * What a process keeps from one statement to the next, on its heap: the driver manifests ({@code
 * spark.tablestore.metadataCache.size}, 128m), an executor what merges found ({@code spark.tablestore.mergeCache.size}, 64m).
 * 0 keeps nothing. Both are named after contents that never change, so nothing in them goes stale.
 */
final class ProcessCaches {

    private ProcessCaches() {}

    static ManifestCache manifests() {
        return Manifests.CACHE;
    }

    static SurvivorCache survivors() {
        return Survivors.CACHE;
    }

    private static final class Manifests {
        static final ManifestCache CACHE =
                new ManifestCache(SparkSettings.bytesOfApplication(SparkSettings.METADATA_CACHE, "128m"));
    }

    private static final class Survivors {
        static final SurvivorCache CACHE =
                new SurvivorCache(SparkSettings.bytesOfApplication(SparkSettings.MERGE_CACHE, "64m"));
    }
}
