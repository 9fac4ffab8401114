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
package io.tablestore.spark.table;

import io.tablestore.TableStore;
import io.tablestore.catalog.TableCaches;

/**
 * What a process keeps from one statement to the next, on its heap: the driver manifests ({@code
 * spark.tablestore.metadataCache.size}, 128m), an executor what merges found ({@code spark.tablestore.mergeCache.size}, 64m).
 * 0 keeps nothing. Both are named after contents that never change, so nothing in them goes stale.
 */
public final class SparkCaches {

    private SparkCaches() {}

    /** Decoded manifests, for planning. */
    static TableCaches ofPlanning() {
        return Planning.CACHES;
    }

    /** The results of merges, for reading. */
    public static TableCaches ofReading() {
        return Reading.CACHES;
    }

    private static final class Planning {
        static final TableCaches CACHES =
                TableStore.newCaches(SparkSettings.bytesOfApplication(SparkSettings.METADATA_CACHE, "128m"), 0);
    }

    private static final class Reading {
        static final TableCaches CACHES =
                TableStore.newCaches(0, SparkSettings.bytesOfApplication(SparkSettings.MERGE_CACHE, "64m"));
    }
}
