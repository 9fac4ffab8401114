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
package io.tablestore.internal.metadata;

import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.options.FeatureOptions;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;

/** The locations of index files (format reference, 1.3): in {@code index/}, beside the data files, or outside the table. */
public final class IndexPath {

    private IndexPath() {}

    /** The path of an index file, relative to the table, or its location if it lies outside. */
    public static String of(TableSchema schema, IndexEntry entry) {
        if (entry.externalPath() != null) {
            return entry.externalPath();
        }
        String directory = schema.optionSet().get(FeatureOptions.INDEX_IN_DATA_DIRECTORY)
                ? PartitionPath.bucketDirectory(schema, entry.partition(), entry.bucket())
                : "index/";
        return directory + entry.fileName();
    }

    /**
     * The location to open.
     *
     * @param path as returned by {@link #of}; it may come from another process
     * @throws io.tablestore.error.TableStoreException if it lies outside the table, where the table's options do not allow it
     */
    public static TablePath location(TableSchema schema, TablePath table, String path) {
        boolean outside = path.startsWith("/") || path.contains(":/");
        return outside ? ExternalPaths.check(schema, table, path) : new TablePath(table.location() + "/" + path);
    }
}
