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
import io.tablestore.error.InvalidTableException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.InputValues;
import io.tablestore.writer.row.RowValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowKind;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Defaults of columns that Paimon has set: rows written by us hold what rows written by Paimon hold. */
class ColumnDefaultsTest {

    private final TimeZone zoneBefore = TimeZone.getDefault();

    @TempDir
    Path directory;

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zoneBefore);
    }

    /** Two tables of one schema, one to be written by Paimon and one by us. */
    private record Pair(FileStoreTable theirs, FileStoreTable likeTheirs, Table ours) {}

    private Pair create(Schema schema, Map<String, String> defaults) throws Exception {
        List<FileStoreTable> tables = new ArrayList<>();
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory)) {
            for (String name : List.of("theirs", "ours")) {
                Identifier table = Identifier.create("db", name);
                paimon.create(table, schema);
                List<SchemaChange> changes = new ArrayList<>();
                defaults.forEach((column, text) ->
                        changes.add(SchemaChange.updateColumnDefaultValue(column.split("\\."), text)));
                paimon.catalog().alterTable(table, changes, false);
                tables.add(paimon.table(table));
            }
        }
        Path root = directory.resolve("db.db/ours");
        return new Pair(
                tables.get(0),
                tables.get(1),
                TableStore.openTable(new LocalFileSystem(), TablePath.of(root.toString())));
    }

    private void writeTheirs(FileStoreTable table, GenericRow... rows) throws Exception {
        PaimonWarehouse.write(table, write -> {
            write.withIOManager(IOManager.create(directory.resolve("spill").toString()));
            for (GenericRow row : rows) {
                write.write(row);
            }
        });
    }

    private static void writeOurs(Table table, RowType type, GenericRow... rows) {
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            for (GenericRow row : rows) {
                InputValues values = new PaimonValues(row, type.getFieldCount(), type::getTypeAt);
                write.write(io.tablestore.types.RowKind.valueOf(row.getRowKind().name()), values);
            }
            new TableCommit(table, "test").commit(TableCommit.BATCH, write.prepareCommitWhenCompacted());
        }
    }

    private void writesTheSame(Schema schema, Map<String, String> defaults, GenericRow... rows) throws Exception {
        Pair pair = create(schema, defaults);
        writeTheirs(pair.theirs(), rows);
        writeOurs(pair.ours(), pair.theirs().rowType(), rows);
        List<String> expected = PaimonRows.read(pair.theirs(), null);
        assertThat(expected).isNotEmpty();
        assertThat(PaimonRows.read(pair.likeTheirs(), null)).isEqualTo(expected);
        assertThat(CommandLines.scan(directory.resolve("db.db/ours"))).isEqualTo(expected);
    }

    private static DataType type(String name) {
        return switch (name) {
            case "BOOLEAN" -> DataTypes.BOOLEAN();
            case "TINYINT" -> DataTypes.TINYINT();
            case "INT" -> DataTypes.INT();
            case "BIGINT" -> DataTypes.BIGINT();
            case "FLOAT" -> DataTypes.FLOAT();
            case "DOUBLE" -> DataTypes.DOUBLE();
            case "DECIMAL" -> DataTypes.DECIMAL(10, 2);
            case "LONG DECIMAL" -> DataTypes.DECIMAL(38, 2);
            case "CHAR" -> DataTypes.CHAR(5);
            case "VARCHAR" -> DataTypes.VARCHAR(3);
            case "BINARY" -> DataTypes.BINARY(4);
            case "BYTES" -> DataTypes.BYTES();
            case "DATE" -> DataTypes.DATE();
            case "TIME" -> DataTypes.TIME(3);
            case "TIMESTAMP3" -> DataTypes.TIMESTAMP(3);
            case "TIMESTAMP9" -> DataTypes.TIMESTAMP(9);
            case "INSTANT" -> DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6);
            default -> throw new IllegalStateException(name);
        };
    }

    @ParameterizedTest(name = "{0} default {1}")
    @CsvSource({
        "BOOLEAN, yes",
        "TINYINT, -5",
        "INT, 1.5",
        "BIGINT, 9223372036854775807",
        "FLOAT, 1.1",
        "DOUBLE, NaN",
        "DECIMAL, 1.239",
        "LONG DECIMAL, -.5",
        "CHAR, ab",
        "VARCHAR, abcdef",
        "BINARY, ab",
        "BYTES, 日本",
        "DATE, 2024-1-2",
        "TIME, 10:11:12.1234",
        "TIMESTAMP3, 2024-01-02 03:04:05.123456789",
        "TIMESTAMP9, 2024-01-02",
        "INSTANT, 2024-01-02 03:04:05.123456"
    })
    void aDefaultOfEachTypeIsStored(String name, String text) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        Schema schema = Schema.newBuilder()
                .column("k", DataTypes.INT())
                .column("v", type(name))
                .option("bucket", "-1")
                .build();
        writesTheSame(schema, Map.of("v", text), GenericRow.of(1, null));
    }

    @Test
    void javaObjectsTakeDefaultsToo() throws Exception {
        Schema schema = Schema.newBuilder()
                .column("k", DataTypes.INT())
                .column("v", DataTypes.STRING())
                .option("bucket", "-1")
                .build();
        Pair pair = create(schema, Map.of("v", "dflt"));
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite write = TableWrite.of(pair.ours(), allocator).open()) {
            write.write(RowValues.of(1, null));
            write.write(RowValues.of(2, "given"));
            new TableCommit(pair.ours(), "test").commit(TableCommit.BATCH, write.prepareCommitWhenCompacted());
        }
        assertThat(PaimonRows.read(pair.likeTheirs(), null))
                .containsExactly("{\"k\":1,\"v\":\"dflt\"}", "{\"k\":2,\"v\":\"given\"}");
    }

    @ParameterizedTest
    @CsvSource({"deduplicate", "partial-update", "aggregation", "first-row"})
    void everyMergeEngineSeesDefaults(String engine) throws Exception {
        Schema schema = Schema.newBuilder()
                .column("k", DataTypes.INT())
                .column("a", DataTypes.INT())
                .column("b", DataTypes.INT())
                .primaryKey("k")
                .option("bucket", "2")
                .option("merge-engine", engine)
                .build();
        writesTheSame(
                schema,
                Map.of("a", "9"),
                GenericRow.of(1, 1, 1),
                GenericRow.of(1, null, 2),
                GenericRow.of(2, null, null),
                GenericRow.of(2, 3, null));
    }

    @Test
    void partitionsSequencesAndKindsTakeDefaults() throws Exception {
        Schema schema = Schema.newBuilder()
                .column("p", DataTypes.STRING())
                .column("v", DataTypes.INT())
                .partitionKeys("p")
                .option("bucket", "2")
                .option("bucket-key", "v")
                .build();
        writesTheSame(
                schema,
                Map.of("p", "pp", "v", "77"),
                GenericRow.of(null, 1),
                GenericRow.of(BinaryString.fromString("x"), null));
        assertThat(directory.resolve("db.db/ours/p=pp")).isDirectory();
        directory = directory.resolve("second");
        schema = Schema.newBuilder()
                .column("k", DataTypes.INT())
                .column("v", DataTypes.INT())
                .column("s", DataTypes.INT())
                .column("op", DataTypes.STRING())
                .primaryKey("k")
                .option("bucket", "1")
                .option("sequence.field", "s")
                .option("rowkind.field", "op")
                .build();
        writesTheSame(
                schema,
                Map.of("s", "5", "op", "+I"),
                GenericRow.of(1, 1, 6, null),
                GenericRow.of(1, 2, null, null),
                GenericRow.of(2, 1, 7, null),
                GenericRow.of(2, 1, null, BinaryString.fromString("-D")));
    }

    @Test
    void aNullIsRefusedWhereTheColumnIsNotNull() throws Exception {
        Schema schema = Schema.newBuilder()
                .column("k", DataTypes.INT())
                .column("v", DataTypes.STRING().notNull())
                .primaryKey("k")
                .option("bucket", "1")
                .build();
        Pair pair = create(schema, Map.of("v", "dflt"));
        GenericRow row = GenericRow.ofKind(RowKind.INSERT, 1, null);
        assertThatThrownBy(() -> writeTheirs(pair.theirs(), row)).hasMessageContaining("non-null column(v)");
        assertThatThrownBy(() -> writeOurs(pair.ours(), pair.theirs().rowType(), row))
                .hasMessageContaining("Column v is NOT NULL");
    }

    @Test
    void whatCannotBeStoredIsRefusedBeforeARowIsWritten() throws Exception {
        Schema schema = Schema.newBuilder()
                .column("k", DataTypes.INT())
                .column("d", DataTypes.DECIMAL(4, 2))
                .column("a", DataTypes.ARRAY(DataTypes.INT()))
                .column("r", DataTypes.ROW(DataTypes.FIELD(0, "x", DataTypes.INT())))
                .option("bucket", "-1")
                .build();
        refused(schema, Map.of("a", "[1, 2]"), "Column a", "'[1, 2]'", "ARRAY");
        refused(schema, Map.of("r.x", "8"), "r.x", "'8'");
        refused(schema, Map.of("d", "123456"), "Column d", "'123456'", "does not fit");
    }

    private void refused(Schema schema, Map<String, String> defaults, String... why) throws Exception {
        directory = directory.resolve("next");
        Pair pair = create(schema, defaults);
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20)) {
            assertThatThrownBy(() -> TableWrite.of(pair.ours(), allocator).open())
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessageContainingAll(why);
        }
    }

    @Test
    void anAlteredTableKeepsItsDefaults() throws Exception {
        Schema schema = Schema.newBuilder()
                .column("k", DataTypes.INT())
                .column("v", DataTypes.INT())
                .column("r", DataTypes.ROW(DataTypes.FIELD(0, "x", DataTypes.INT())))
                .option("bucket", "-1")
                .build();
        Pair pair = create(schema, Map.of("v", "5", "r.x", "8"));
        pair.ours()
                .alter(List.of(
                        new io.tablestore.schema.SchemaChange.Rename(List.of("v"), "w"),
                        new io.tablestore.schema.SchemaChange.Retype(
                                List.of("w"), io.tablestore.types.DataType.of(io.tablestore.types.TypeRoot.BIGINT)),
                        new io.tablestore.schema.SchemaChange.Rename(List.of("r", "x"), "y")));
        RowType altered = pair.likeTheirs().copyWithLatestSchema().rowType();
        assertThat(altered.getField("w").defaultValue()).isEqualTo("5");
        assertThat(((RowType) altered.getField("r").type()).getField("y").defaultValue())
                .isEqualTo("8");
    }
}
