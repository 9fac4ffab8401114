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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a table cannot take: the error says which column and why, and nothing is written. */
class RefusedRowsTest {

    @TempDir
    Path directory;

    private void refused(boolean keyed, Map<String, String> options, RowKind kind, RowValues row, String... why) {
        Path root = directory.resolve("t");
        DataType key = DataType.of(TypeRoot.BIGINT);
        TableDefinition definition = new TableDefinition(
                List.of(
                        new DataField(0, "k", keyed ? key.asNotNull() : key),
                        new DataField(1, "op", DataType.string()),
                        new DataField(2, "at", DataType.of(TypeRoot.TIMESTAMP, 6))),
                List.of(),
                keyed ? List.of("k") : List.of(),
                options,
                null);
        Table table = TableStore.openTable(new LocalFileSystem(), TablePath.of(root.toString()));
        StoredTable.of(table).files().schemas().create(FirstSchema.of(definition));
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            assertThatThrownBy(() -> write.write(kind, row)).hasMessageContainingAll(why);
        }
        assertThat(StoredTable.of(table).files().snapshots().latest()).isNull();
        assertThat(root.resolve("bucket-0")).doesNotExist();
    }

    private static RowValues row(Long key, String op) {
        return RowValues.of(key, op, null);
    }

    @Test
    void aKeyWithoutAValue() {
        refused(true, Map.of("bucket", "1"), RowKind.INSERT, row(null, "a"), "Column k", "NOT NULL");
    }

    @Test
    void aKindThatIsNone() {
        Map<String, String> options = Map.of("bucket", "1", "rowkind.field", "op");
        refused(true, options, RowKind.INSERT, row(1L, "delete"), "Column op", "'delete'");
    }

    @Test
    void aKindThatIsNull() {
        Map<String, String> options = Map.of("bucket", "1", "rowkind.field", "op");
        refused(true, options, RowKind.INSERT, row(1L, null), "Column op", "null");
    }

    @Test
    void aDeleteWhereTheFirstRowStays() {
        Map<String, String> options = Map.of("bucket", "1", "merge-engine", "first-row");
        refused(true, options, RowKind.DELETE, row(1L, null), "first-row", "'ignore-delete'");
    }

    @Test
    void aDeleteWithoutAKey() {
        refused(false, Map.of("bucket", "-1"), RowKind.DELETE, row(1L, null), "insertions only");
    }

    @Test
    void aTimeThatMicrosecondsDoNotReach() {
        RowValues row = RowValues.of(1L, "a", new TimestampValue(Long.MAX_VALUE / 100, 0));
        refused(true, Map.of("bucket", "1"), RowKind.INSERT, row, "Column at", "too far from 1970");
    }
}
