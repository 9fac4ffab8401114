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
package io.tablestore.writer;

import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.internal.file.BucketDirectory;
import io.tablestore.writer.internal.file.FileNamer;
import io.tablestore.writer.internal.file.RunWriter;
import io.tablestore.writer.internal.file.UncommittedFile;
import java.util.List;

/** Opens new files in bucket directories, and deletes files that were never committed. */
final class BucketFiles {

    private final TableFiles files;
    private final TableSchema schema;
    private final FileNamer names;

    /** @param schema the schema of the written rows */
    BucketFiles(TableFiles files, TableSchema schema) {
        this.files = files;
        this.schema = schema;
        this.names = new FileNamer(schema);
    }

    /** Opens a run of new rows, at level 0. */
    RunWriter openAppended(BucketId id) {
        return open(schema, id, 0, DataFile.APPENDED);
    }

    /** Opens a run of compacted rows. */
    RunWriter openCompacted(TableSchema in, BucketId id, int level) {
        return open(in, id, level, DataFile.COMPACTED);
    }

    private RunWriter open(TableSchema in, BucketId id, int level, int source) {
        return new RunWriter(directory(in, id), in, names, level, source);
    }

    private BucketDirectory directory(TableSchema in, BucketId id) {
        String name = PartitionPath.bucketDirectory(in, id.partition(), id.bucket());
        return new BucketDirectory(files.fileSystem(), files.root(), name);
    }

    /**
     * The schema for the result of a compaction. It may be newer than this writer's, because other writers may have written
     * files after the table was altered.
     */
    TableSchema newestSchema(List<DataFile> compacted) {
        long newest = compacted.stream().mapToLong(DataFile::schemaId).max().orElse(0);
        return newest > schema.id() ? files.schemas().get(newest) : schema;
    }

    /** Where a new file of a bucket is. */
    TablePath path(BucketId id, DataFile file) {
        return directory(schema, id).path(file.name());
    }

    /** Deletes files that were never committed. */
    void deleteAll(List<TablePath> paths) {
        UncommittedFile.deleteAll(files.fileSystem(), paths);
    }

    /** Deletes a file that was never committed. */
    void delete(BucketId id, DataFile file) {
        directory(schema, id).deleteUncommitted(file.name());
    }
}
