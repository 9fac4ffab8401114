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

import io.tablestore.testing.PaimonWarehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowKind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of combining engines that a delete removed and that were inserted again: the new row has nothing of the old one,
 * whether or not the delete was compacted away. Apache Paimon 1.4.2 writes the files; it reads the same of them after a
 * compaction, and the old values before it.
 */
class RemovedRowsTest {

    private static final Identifier NAME = Identifier.create("db", "t");

    private static final Map<String, String> PARTIAL_UPDATE =
            Map.of("merge-engine", "partial-update", "partial-update.remove-record-on-delete", "true");
    private static final Map<String, String> AGGREGATION = Map.of(
            "merge-engine",
            "aggregation",
            "aggregation.remove-record-on-delete",
            "true",
            "fields.a.aggregate-function",
            "sum",
            "fields.b.aggregate-function",
            "max");
    private static final Map<String, String> SEQUENCE_GROUP = Map.of(
            "merge-engine",
            "partial-update",
            "fields.g.sequence-group",
            "a",
            "fields.a.aggregate-function",
            "sum",
            "partial-update.remove-record-on-sequence-group",
            "g");

    @TempDir
    Path warehouse;

    private static Stream<Arguments> histories() {
        GenericRow old = row(RowKind.INSERT, 10, 20, 1);
        GenericRow gone = row(RowKind.DELETE, 10, 20, 2);
        List<Arguments> histories = new ArrayList<>();
        for (Map<String, String> engine : List.of(PARTIAL_UPDATE, AGGREGATION, SEQUENCE_GROUP)) {
            histories.add(Arguments.of(engine, List.of(old, gone), null));
            histories.add(Arguments.of(
                    engine, List.of(old, gone, row(RowKind.INSERT, null, 7, 3)), "\"a\":null,\"b\":7,\"g\":3"));
            histories.add(Arguments.of(
                    engine, List.of(old, gone, row(RowKind.INSERT, 5, null, 3)), "\"a\":5,\"b\":null,\"g\":3"));
            histories.add(Arguments.of(
                    engine,
                    List.of(old, gone, row(RowKind.INSERT, 5, null, 3), row(RowKind.DELETE, 5, null, 4)),
                    null));
            histories.add(Arguments.of(
                    engine,
                    List.of(gone, row(RowKind.INSERT, null, 1, 3), gone2(), row(RowKind.INSERT, 6, null, 5)),
                    "\"a\":6,\"b\":null,\"g\":5"));
        }
        return histories.stream();
    }

    private static GenericRow gone2() {
        return row(RowKind.DELETE, null, 1, 4);
    }

    private static GenericRow row(RowKind kind, Integer a, Integer b, Integer g) {
        return GenericRow.ofKind(kind, 1, a, b, g);
    }

    /** @param expected the columns of the row, or null if there is none */
    @ParameterizedTest
    @MethodSource("histories")
    void whatIsInsertedAgainStartsFromNothing(Map<String, String> engine, List<GenericRow> changes, String expected)
            throws Exception {
        List<String> rows = expected == null ? List.of() : List.of("{\"k\":1," + expected + "}");
        Path path = warehouse.resolve("db.db").resolve("t");
        FileStoreTable table = create(engine);
        for (GenericRow change : changes) {
            write(table, change);
        }
        assertThat(CommandLines.scan(path)).as("not compacted").isEqualTo(rows);

        table = create(engine);
        for (GenericRow change : changes) {
            write(table, change);
            if (change.getRowKind() == RowKind.DELETE) {
                compact(table);
            }
        }
        assertThat(CommandLines.scan(path)).as("compacted").isEqualTo(rows);
        assertThat(PaimonRows.read(table, null)).as("compacted, by Paimon").isEqualTo(rows);
    }

    private FileStoreTable create(Map<String, String> engine) throws Exception {
        PaimonWarehouse paimon = new PaimonWarehouse(warehouse);
        paimon.catalog().dropTable(NAME, true);
        Schema.Builder schema = Schema.newBuilder()
                .column("k", DataTypes.INT().notNull())
                .column("a", DataTypes.INT())
                .column("b", DataTypes.INT())
                .column("g", DataTypes.INT())
                .primaryKey("k")
                .option("bucket", "1")
                .option("write-only", "true");
        engine.forEach(schema::option);
        return paimon.create(NAME, schema.build());
    }

    private static void write(FileStoreTable table, GenericRow row) throws Exception {
        PaimonWarehouse.write(table, List.of(row));
    }

    private void compact(FileStoreTable table) throws Exception {
        PaimonWarehouse.write(table.copy(Map.of("write-only", "false")), write -> {
            write.withIOManager(IOManager.create(warehouse.resolve("io").toString()));
            write.compact(BinaryRow.EMPTY_ROW, 0, true);
        });
    }
}
