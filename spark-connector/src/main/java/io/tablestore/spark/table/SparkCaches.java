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
 * Heap caches of a process, shared by its statements. The driver caches manifests ({@code
 * spark.tablestore.metadataCache.size}, 128m). An executor caches results of merges ({@code
 * spark.tablestore.mergeCache.size}, 64m). 0 turns a cache off. Keys name files whose contents never change, so entries
 * are never stale.
 */
public final class SparkCaches {

    private SparkCaches() {}

    /** Caches decoded manifests, for planning on the driver. */
    static TableCaches ofPlanning() {
        return Planning.CACHES;
    }

    /** Caches the results of merges, for reading on executors. */
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
