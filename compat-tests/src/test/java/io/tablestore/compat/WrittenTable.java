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
package io.tablestore.compat;

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;

/** A small table, {@code (p STRING, k BIGINT, v STRING)}, and what tests of the writer do with it. */
final class WrittenTable {

    private final Path root;
    private final Table table;

    private WrittenTable(Path root) {
        this.root = root;
        this.table = TableStore.openTable(new LocalFileSystem(), TablePath.of(root.toString()));
    }

    /** @param partitioned whether {@code p} is the partition; it is part of the key then */
    static WrittenTable create(Path root, boolean keyed, boolean partitioned, Map<String, String> options) {
        WrittenTable created = new WrittenTable(root);
        TableDefinition definition = new TableDefinition(
                List.of(
                        new DataField(0, "p", DataType.string()),
                        new DataField(1, "k", DataType.of(TypeRoot.BIGINT)),
                        new DataField(2, "v", DataType.string())),
                partitioned ? List.of("p") : List.of(),
                keyed ? partitioned ? List.of("p", "k") : List.of("k") : List.of(),
                options,
                null);
        StoredTable.of(created.table).files().schemas().create(FirstSchema.of(definition));
        return created;
    }

    /** The table in a directory as it is now, whoever wrote what is in it. */
    static WrittenTable open(Path root) {
        return new WrittenTable(root);
    }

    Table table() {
        return table;
    }

    Path root() {
        return root;
    }

    interface Work {
        void on(TableWrite write);
    }

    /** Does something with a writer of its own; returns what it prepared. */
    List<CommitMessage> prepare(Work work) {
        try (BufferAllocator allocator = ArrowMemory.newRoot(128L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            work.on(write);
            return write.prepareCommitWhenCompacted();
        }
    }

    void commit(Work work) {
        new TableCommit(table, "test").commit(TableCommit.BATCH, prepare(work));
    }

    /** Writes and commits rows; a value of null is a delete. */
    void put(String partition, long key, String value) {
        commit(write -> put(write, partition, key, value));
    }

    static void put(TableWrite write, String partition, long key, String value) {
        RowKind kind = value == null ? RowKind.DELETE : RowKind.INSERT;
        write.write(kind, RowValues.of(partition, key, value));
    }

    /** The rows as {@code tablestore scan} prints them, sorted. */
    List<String> rows() throws Exception {
        return CommandLines.scan(root);
    }

    static String row(String partition, long key, String value) {
        return "{\"p\":\"" + partition + "\",\"k\":" + key + ",\"v\":\"" + value + "\"}";
    }

    /** Number of files in a directory of the table, at any depth. */
    long files(String directory) throws IOException {
        Path path = root.resolve(directory);
        if (!Files.exists(path)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(path)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
