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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.SchemaChange.Position;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer goes on with the columns that it knows while others alter the table. */
class AlteredWhileWrittenTest {

    @TempDir
    Path directory;

    private static void alter(WrittenTable table) {
        table.table()
                .alter(List.of(
                        new SchemaChange.Add(
                                List.of(), new DataField(-1, "n", DataType.of(TypeRoot.BIGINT)), Position.FIRST),
                        new SchemaChange.Move(List.of("v"), Position.after("n")),
                        new SchemaChange.Rename(List.of("v"), "w")));
    }

    private static void commit(WrittenTable table, List<CommitMessage> messages) {
        new TableCommit(table.table(), "old").commit(TableCommit.BATCH, messages);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOldWriterCompactsWhatNewerOnesWrote(boolean keyed) throws Exception {
        WrittenTable table =
                WrittenTable.create(directory.resolve("t"), keyed, false, Map.of("bucket", "1", "bucket-key", "k"));
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite old = TableWrite.of(table.table(), allocator).open()) {
            alter(table);
            table.commit(write -> write.write(RowValues.of(10L, "new", "p", 1L)));
            table.commit(write -> write.write(RowValues.of(20L, "new", "p", 2L)));
            WrittenTable.put(old, "p", 3, "old");
            commit(table, old.prepareCommit());
            old.compactFully(BinaryRow.EMPTY, 0);
            commit(table, old.prepareCommitWhenCompacted());
        }
        assertThat(table.rows())
                .containsExactlyInAnyOrder(
                        "{\"n\":10,\"w\":\"new\",\"p\":\"p\",\"k\":1}",
                        "{\"n\":20,\"w\":\"new\",\"p\":\"p\",\"k\":2}",
                        "{\"n\":null,\"w\":\"old\",\"p\":\"p\",\"k\":3}");
        TableInvariants.check(table.table());
        assertThat(StoredTable.of(table.table()).files().snapshots().latest().schemaId())
                .as("who travels to it finds the new column")
                .isEqualTo(1);
    }

    @Test
    void aWriterTakesRowsInTheSchemaItIsToldTo() throws Exception {
        WrittenTable table = WrittenTable.create(directory.resolve("t"), true, false, Map.of("bucket", "1"));
        alter(table);
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite old = TableWrite.of(table.table(), allocator)
                        .schema(table.table().schema(0))
                        .open()) {
            WrittenTable.put(old, "p", 3, "old");
            commit(table, old.prepareCommitWhenCompacted());
        }
        assertThat(table.rows()).containsExactly("{\"n\":null,\"w\":\"old\",\"p\":\"p\",\"k\":3}");
    }
}
