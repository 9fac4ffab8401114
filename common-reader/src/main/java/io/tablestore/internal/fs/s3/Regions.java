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
package io.tablestore.internal.fs.s3;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The regions of buckets. A store says the region of a bucket when a request went to another one.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class Regions {

    private final String configured;
    private final Map<String, String> learned = new ConcurrentHashMap<>();

    /** @param configured the region of buckets of which nothing else is known */
    Regions(String configured) {
        this.configured = configured;
    }

    String of(String bucket) {
        return learned.getOrDefault(bucket, configured);
    }

    void learn(String bucket, String region) {
        learned.put(bucket, region);
    }
}
