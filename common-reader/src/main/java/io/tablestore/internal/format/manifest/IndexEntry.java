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

import io.tablestore.types.BinaryRow;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One index file of a snapshot (format reference, 4.7).
 *
 * @param type {@code HASH}, {@code DELETION_VECTORS} or a global index
 * @param fileName inside the table's {@code index} directory unless there is an external path
 * @param vectors for a {@code DELETION_VECTORS} entry, the vector of each data file, by the file's name
 */
public record IndexEntry(
        BinaryRow partition,
        int bucket,
        String type,
        String fileName,
        long sizeInBytes,
        long rowCount,
        Map<String, DeletionVectorRef> vectors,
        @Nullable String externalPath) {

    public static final String HASH = "HASH";
    public static final String DELETION_VECTORS = "DELETION_VECTORS";
}
