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
package io.tablestore.internal.catalog;

import io.tablestore.catalog.TableCaches;
import io.tablestore.internal.metadata.ManifestCache;
import io.tablestore.internal.read.SurvivorCache;

/** The only implementation of {@link TableCaches}. */
public record StoredTableCaches(ManifestCache manifests, SurvivorCache survivors) implements TableCaches {

    public static final StoredTableCaches NONE = new StoredTableCaches(ManifestCache.NONE, SurvivorCache.NONE);

    public static StoredTableCaches ofBytes(long manifestBytes, long mergeBytes) {
        return new StoredTableCaches(
                manifestBytes == 0 ? ManifestCache.NONE : new ManifestCache(manifestBytes),
                mergeBytes == 0 ? SurvivorCache.NONE : new SurvivorCache(mergeBytes));
    }
}
