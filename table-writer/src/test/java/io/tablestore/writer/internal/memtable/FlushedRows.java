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
package io.tablestore.writer.internal.memtable;

import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.DecodedFile;
import io.tablestore.writer.internal.file.BucketDirectory;
import io.tablestore.writer.internal.file.FileNamer;
import io.tablestore.writer.internal.file.RunWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes what a memtable flushes, into files of a directory. Sequence numbers of owner {@code n} start at 1000 n. */
public final class FlushedRows implements MemTable.Sink {

    private static final DataField SEQUENCE = new DataField(
            2_147_483_646, "_SEQUENCE_NUMBER", DataType.of(TypeRoot.BIGINT).asNotNull());
    private static final DataField KIND = new DataField(
            2_147_483_645, "_VALUE_KIND", DataType.of(TypeRoot.TINYINT).asNotNull());

    private final Path root;
    private final TableSchema schema;
    private final FileNamer names;
    private final Map<Integer, Integer> taken = new LinkedHashMap<>();
    private final Map<Integer, List<DataFile>> files = new LinkedHashMap<>();

    public FlushedRows(Path root, TableSchema schema) {
        this.root = root;
        this.schema = schema;
        this.names = new FileNamer(schema);
    }

    @Override
    public long firstSequence(int owner, int rows) {
        int before = taken.getOrDefault(owner, 0);
        taken.put(owner, before + rows);
        return 1000L * owner + before;
    }

    @Override
    public RunWriter open(int owner) {
        return new RunWriter(
                new BucketDirectory(new LocalFileSystem(), TablePath.of(root.toString()), "bucket-" + owner + "/"),
                schema,
                names,
                0,
                DataFile.APPENDED);
    }

    @Override
    public void written(int owner, RunWriter run) {
        files.computeIfAbsent(owner, key -> new ArrayList<>()).addAll(run.finish());
    }

    /** Owners in the order in which their rows came. */
    public List<Integer> owners() {
        return List.copyOf(files.keySet());
    }

    public List<DataFile> files(int owner) {
        return files.getOrDefault(owner, List.of());
    }

    /** The values of a column of an owner's rows, as text, in the order of the files. */
    public List<String> column(int owner, String name) {
        DataField column = name.equals(SEQUENCE.name())
                ? SEQUENCE
                : name.equals(KIND.name())
                        ? KIND
                        : schema.field(name).withType(schema.field(name).type().asNullable());
        List<String> values = new ArrayList<>();
        for (DataFile file : files(owner)) {
            Path path = root.resolve("bucket-" + owner).resolve(file.name());
            values.addAll(DecodedFile.column(path, file.rowCount(), column));
        }
        return values;
    }

    public List<String> sequences(int owner) {
        return column(owner, SEQUENCE.name());
    }

    public List<String> kinds(int owner) {
        return column(owner, KIND.name());
    }
}
