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
package io.tablestore.compat.s3;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.compat.ReaderRows;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.scan.Scan;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** A small table of keys and numbers. */
final class SweptTable {

    static final int ROWS_PER_COMMIT = 3;

    private SweptTable() {}

    /** Without a key: a row that is written twice is there twice. */
    static TableDefinition appended() {
        return definition(List.of(), Map.of("bucket", "-1", "manifest.merge-min-count", "2"));
    }

    /** Every commit but the first one compacts. */
    static TableDefinition merged() {
        return definition(List.of("k"), Map.of("bucket", "1", "num-sorted-run.compaction-trigger", "2"));
    }

    private static TableDefinition definition(List<String> primaryKeys, Map<String, String> options) {
        return new TableDefinition(
                List.of(
                        new DataField(0, "k", DataType.of(TypeRoot.BIGINT).asNotNull()),
                        new DataField(1, "v", DataType.of(TypeRoot.INT))),
                List.of(),
                primaryKeys,
                options,
                null);
    }

    static void create(Table table, TableDefinition definition) {
        files(table).schemas().create(FirstSchema.of(definition));
    }

    static TableFiles files(Table table) {
        return StoredTable.of(table).files();
    }

    /** Commits rows whose values are the number of the commit; the keys of the next commit begin at the last of them. */
    static void commit(Table table, int number) {
        new TableCommit(table, "before").commit(TableCommit.BATCH, write(table, number));
    }

    static List<CommitMessage> write(Table table, int number) {
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            for (int i = 0; i < ROWS_PER_COMMIT; i++) {
                write.write(RowValues.of(firstKey(number) + i, number));
            }
            return write.prepareCommitWhenCompacted();
        }
    }

    private static long firstKey(int number) {
        return (long) number * (ROWS_PER_COMMIT - 1);
    }

    /** The rows, sorted. */
    static List<String> rows(Table table, Scan scan) {
        List<String> rows = new ArrayList<>(ReaderRows.of(table, scan));
        rows.sort(null);
        return rows;
    }

    /** The rows of the first commits, sorted, as {@link #rows} returns them. */
    static List<String> expected(int commits, boolean isMerged) {
        List<String> rows = new ArrayList<>();
        for (int number = 1; number <= commits; number++) {
            boolean isOverwritten = isMerged && number < commits;
            for (int i = 0; i < ROWS_PER_COMMIT - (isOverwritten ? 1 : 0); i++) {
                rows.add((firstKey(number) + i) + "|" + number + "|");
            }
        }
        rows.sort(null);
        return rows;
    }

    /** All snapshots that a user committed. */
    static List<Snapshot> snapshotsOf(Table table, String user) {
        return files(table).snapshots().ids().keySet().stream()
                .map(id -> files(table).snapshots().get(id))
                .filter(snapshot -> snapshot.commitUser().equals(user))
                .toList();
    }

    static TablePath file(TablePath table, String name) {
        return new TablePath(table + "/" + name);
    }
}
