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
package io.tablestore.writer.internal.maintenance;

import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Deletes files that no snapshot refers to. */
public final class Deletion {

    private final TableFiles files;
    private final TableSchema schema;
    private long deleted;
    private long dataBytes;

    public Deletion(TableFiles files, TableSchema schema) {
        this.files = files;
        this.schema = schema;
    }

    /** Deletes data files and their extra files, except those in {@code used}. */
    public void dataFiles(Collection<ManifestEntry> entries, Set<String> used) {
        List<String> unused = new ArrayList<>();
        for (ManifestEntry entry : entries) {
            if (entry.file().externalPath() != null) {
                continue; // files outside the table are never deleted
            }
            String directory = PartitionPath.bucketDirectory(schema, entry.partition(), entry.bucket());
            for (String name : UsedFiles.names(entry.file())) {
                if (!used.contains(name)) {
                    unused.add(directory + name);
                    dataBytes += name.equals(entry.file().name()) ? entry.file().sizeInBytes() : 0;
                }
            }
        }
        delete(unused);
    }

    /** Deletes metadata files. */
    public void metadata(Collection<String> names, Set<String> used) {
        delete(names.stream().filter(name -> !used.contains(name)).toList());
    }

    private void delete(List<String> unused) {
        if (!unused.isEmpty()) {
            files.deleteAll(unused);
            deleted += unused.size();
        }
    }

    /** Number of files deleted so far. */
    public long count() {
        return deleted;
    }

    /** Bytes of the deleted data files. */
    public long dataBytes() {
        return dataBytes;
    }
}
