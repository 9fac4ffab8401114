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

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.RowKind;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.NullUnmarked;

/** A small table in a directory, and what tests do with it. */
@NullUnmarked // nulls are values of these tests
public final class WrittenTable {

    private final Path root;
    private final Table table;

    private WrittenTable(Path root, TableFileSystem fileSystem) {
        this.root = root;
        this.table = TableStore.openTable(fileSystem, TablePath.of(root.toString()));
    }

    /** The table in a directory, through a file system of its own. */
    public static WrittenTable open(Path root) {
        return open(root, new LocalFileSystem());
    }

    public static WrittenTable open(Path root, TableFileSystem fileSystem) {
        return new WrittenTable(root, fileSystem);
    }

    public static WrittenTable create(Path root, TableSchema schema) {
        return create(root, schema, new LocalFileSystem());
    }

    public static WrittenTable create(Path root, TableSchema schema, TableFileSystem fileSystem) {
        WrittenTable created = new WrittenTable(root, fileSystem);
        created.files().schemas().create(schema);
        return created;
    }

    public Table table() {
        return table;
    }

    public TableFiles files() {
        return StoredTable.of(table).files();
    }

    /** Does something with a writer of its own; returns what it prepared. */
    public List<CommitMessage> prepare(Consumer<TableWrite> work) {
        try (BufferAllocator allocator = ArrowMemory.newRoot(128L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            work.accept(write);
            return write.prepareCommitWhenCompacted();
        }
    }

    public TableCommit newCommit() {
        return new TableCommit(table, "test");
    }

    public void commit(Consumer<TableWrite> work) {
        newCommit().commit(TableCommit.BATCH, prepare(work));
    }

    /** Writes and commits a row. */
    public void put(Object... values) {
        commit(write -> write.write(RowValues.of(values)));
    }

    /** Commits the deletion of a row. */
    public void delete(Object... values) {
        commit(write -> write.write(RowKind.DELETE, RowValues.of(values)));
    }

    /** The rows as text, in the order of the text. */
    public List<String> rows() {
        List<String> rows = new ArrayList<>();
        try (BufferAllocator allocator = ArrowMemory.newRoot(256L << 20)) {
            ScanPlan plan = table.plan(Scan.ALL);
            for (Split split : plan.splits()) {
                try (SplitReader reader = table.open(plan, split, allocator)) {
                    for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                        add(batch, rows);
                    }
                }
            }
        }
        rows.sort(null);
        return rows;
    }

    private static void add(ArrowBatch batch, List<String> rows) {
        for (int i = 0; i < batch.selection().count(); i++) {
            int row = batch.selection().row(i);
            List<Object> values = new ArrayList<>();
            for (int c = 0; c < batch.fields().size(); c++) {
                FieldVector vector = batch.column(c).vector();
                FieldVector dictionary = batch.column(c).dictionary();
                boolean plain = dictionary == null || vector.isNull(row);
                values.add(
                        plain
                                ? vector.getObject(row)
                                : dictionary.getObject(vector.getDataBuffer().getInt(4L * row)));
            }
            rows.add(values.toString());
        }
    }

    /** The paths below a directory of the table, relative to the table, in order; without hints and checksums. */
    public List<String> paths(String directory) {
        Path below = root.resolve(directory);
        if (!Files.exists(below)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(below)) {
            return walk.filter(Files::isRegularFile)
                    .map(path -> root.relativize(path).toString().replace('\\', '/'))
                    .filter(path -> !path.endsWith("LATEST") && !path.endsWith("EARLIEST"))
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The data files that are there, in any bucket. */
    public List<String> dataFiles() {
        return paths("").stream().filter(path -> path.contains("bucket-")).toList();
    }
}
