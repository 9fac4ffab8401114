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

import io.tablestore.read.SurvivorCache;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.util.JavaUtils;
import org.jspecify.annotations.Nullable;

/**
 * What merges found, kept by a process for all its tasks: {@code spark.tablestore.mergeCache.size} of its heap, 64m where
 * nothing is set, 0 for nothing.
 */
final class MergeCache {

    private static final String SIZE = "spark.tablestore.mergeCache.size";

    private MergeCache() {}

    /** Of the process that asks, an executor. */
    static SurvivorCache ofExecutor() {
        return Holder.CACHE;
    }

    private static final class Holder {
        static final SurvivorCache CACHE = new SurvivorCache(size(SparkEnv.get()));

        private static long size(@Nullable SparkEnv executor) {
            String size = executor == null ? "0" : executor.conf().get(SIZE, "64m");
            return JavaUtils.byteStringAsBytes(size);
        }
    }
}
