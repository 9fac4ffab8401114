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

import io.tablestore.catalog.SystemTable;
import io.tablestore.catalog.SystemTableName;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.systemtable.SystemTables;
import io.tablestore.types.DataField;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.paimon.consumer.Consumer;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalArray;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.fs.local.LocalFileIO;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.schema.SchemaManager;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.FileStoreTableFactory;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.table.system.SystemTableLoader;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** System tables have the columns, in name, order and type, and the values of Paimon's; what else they have comes after. */
class SystemTablesTest {

    /** Paimon 1.4.2 fails on files that hold some columns, and lists partitions of the fallback branch too. */
    private static final Set<String> PAIMON_DIFFERS =
            Set.of("evolved$files", "evolved$file_key_ranges", "fallback$partitions");

    @TempDir
    Path directory;

    static Stream<Path> goldenTables() throws Exception {
        Path golden = Path.of("..", "golden", "paimon-1.4.2").toAbsolutePath().normalize();
        try (Stream<Path> small = Files.list(golden.resolve("g.db"))) {
            return Stream.concat(Stream.of(golden.resolve("shop.db/orders")), small.sorted().toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("goldenTables")
    void ofGoldenTables(Path table) throws Exception {
        compare(
                FileStoreTableFactory.create(LocalFileIO.create(), new org.apache.paimon.fs.Path(table.toString())),
                table);
    }

    @Test
    void ofKeysAndPartitionsOfEveryType() throws Exception {
        DataType[] types = {
            DataTypes.INT(),
            DataTypes.BOOLEAN(),
            DataTypes.TINYINT(),
            DataTypes.BIGINT(),
            DataTypes.FLOAT(),
            DataTypes.DOUBLE(),
            DataTypes.DECIMAL(10, 2),
            DataTypes.DECIMAL(30, 2),
            DataTypes.CHAR(3),
            DataTypes.STRING(),
            DataTypes.DATE(),
            DataTypes.TIME(3),
            DataTypes.TIMESTAMP(0),
            DataTypes.TIMESTAMP(9),
            DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3)
        };
        List<String> partitions = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        Schema.Builder schema = Schema.newBuilder();
        for (int i = 0; i < types.length; i++) {
            schema.column("p" + i, types[i]).column("k" + i, types[i]);
            partitions.add("p" + i);
            keys.add("p" + i);
            keys.add("k" + i);
        }
        schema.column("v", DataTypes.STRING(), "what it says")
                .column("sum", DataTypes.INT())
                .primaryKey(keys)
                .partitionKeys(partitions)
                .options(Map.of(
                        "bucket",
                        "1",
                        "partition.legacy-name",
                        "false",
                        "merge-engine",
                        "aggregation",
                        "fields.sum.aggregate-function",
                        "sum"));
        FileStoreTable table = create(schema.build());
        write(table, row(types.length, 1, "a"));
        write(table, row(types.length, 2, null));
        table.createTag("kept", 1, Duration.ofHours(36));
        table.createTag("for ever", 1);
        table.consumerManager().resetConsumer("me", new Consumer(2));
        compare(table, directory.resolve("t"));
    }

    @Test
    void ofTablesWithChangedColumnsAndDeletionVectors() throws Exception {
        FileStoreTable table = create(Schema.newBuilder()
                .column("k", DataTypes.INT())
                .column("a", DataTypes.INT())
                .column("b", DataTypes.STRING())
                .primaryKey("k")
                .options(Map.of("bucket", "1", "deletion-vectors.enabled", "true"))
                .comment("a comment")
                .build());
        write(table, GenericRow.of(1, 10, BinaryString.fromString("x")));
        write(table, GenericRow.of(2, 20, BinaryString.fromString("y")));
        SchemaManager schemas = new SchemaManager(LocalFileIO.create(), table.location());
        schemas.commitChanges(
                SchemaChange.dropColumn("b"),
                SchemaChange.renameColumn("a", "c"),
                SchemaChange.addColumn("d", DataTypes.BIGINT()));
        FileStoreTable changed = FileStoreTableFactory.create(LocalFileIO.create(), table.location());
        write(changed, GenericRow.of(1, 11, 5L));
        compare(changed, directory.resolve("t"));
    }

    @Test
    void aTimeOfASystemTableSelectsItsSnapshotInAnyZone() throws Exception {
        FileStoreTable table = create(Schema.newBuilder()
                .column("a", DataTypes.INT())
                .option("bucket", "-1")
                .build());
        write(table, GenericRow.of(1));
        write(table, GenericRow.of(2));
        TableFiles files = files(directory.resolve("t"));
        SystemTable snapshots = SystemTables.read(SystemTableName.SNAPSHOTS, files);
        List<String> columns = snapshots.columns().stream().map(DataField::name).toList();
        int time = columns.indexOf("commit_time");
        assertThat(snapshots.columns().get(time).type().root()).isEqualTo(TypeRoot.TIMESTAMP_LTZ);
        for (List<Object> row : snapshots.rows()) {
            long copied = ((TimestampValue) row.get(time)).epochMillis();
            assertThat(files.snapshots().at(copied).id()).isEqualTo(row.get(columns.indexOf("snapshot_id")));
        }
    }

    @Test
    void whatIsNotThereIsRefusedByName() {
        assertThatThrownBy(() -> SystemTableName.parse("audit_log"))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("'audit_log' is not supported");
        assertThatThrownBy(() -> SystemTableName.parse("file"))
                .hasMessageContaining("There is no system table 'file'; there are snapshots, schemas, options");
    }

    private FileStoreTable create(Schema schema) throws Exception {
        org.apache.paimon.fs.Path path =
                new org.apache.paimon.fs.Path(directory.resolve("t").toString());
        new SchemaManager(LocalFileIO.create(), path).createTable(schema);
        return FileStoreTableFactory.create(LocalFileIO.create(), path);
    }

    private void write(FileStoreTable table, InternalRow row) throws Exception {
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        try (BatchTableWrite write = builder.newWrite()
                        .withIOManager(IOManager.create(directory.resolve("io").toString()));
                BatchTableCommit commit = builder.newCommit()) {
            write.write(row);
            commit.commit(write.prepareCommit());
        }
    }

    private static GenericRow row(int types, int seed, String v) {
        Object[] values = {
            seed,
            true,
            (byte) 3,
            5L,
            1.5f,
            1e20,
            Decimal.fromUnscaledLong(950, 10, 2),
            Decimal.fromBigDecimal(new BigDecimal("-9.50"), 30, 2),
            BinaryString.fromString("abc"),
            BinaryString.fromString("x, y=}z"),
            20000,
            3723004,
            Timestamp.fromEpochMillis(1700000000000L),
            Timestamp.fromEpochMillis(1700000000123L, 456789),
            Timestamp.fromEpochMillis(1700000000123L)
        };
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < types; i++) {
            row.add(values[i]);
            row.add(values[i]);
        }
        row.add(v == null ? null : BinaryString.fromString(v));
        row.add(seed);
        return GenericRow.of(row.toArray());
    }

    private static TableFiles files(Path table) {
        return new TableFiles(new LocalFileSystem(), TablePath.of(table.toString()));
    }

    private static void compare(FileStoreTable table, Path path) throws Exception {
        for (SystemTableName kind : SystemTableName.values()) {
            Table theirs = SystemTableLoader.load(kind.tableName(), table);
            SystemTable ours = SystemTables.read(kind, files(path));
            RowType type = theirs.rowType();
            int columns = type.getFieldCount();
            assertThat(ours.columns().subList(0, columns).stream().map(SystemTablesTest::column))
                    .as(kind.tableName())
                    .isEqualTo(type.getFields().stream()
                            .map(field -> column(kind, field.name(), field.type()))
                            .toList());
            if (PAIMON_DIFFERS.contains(path.getFileName() + "$" + kind.tableName())) {
                continue;
            }
            assertThat(ours.rows().stream().map(row -> texts(kind, ours, row.subList(0, columns))))
                    .as(kind.tableName())
                    .containsExactlyInAnyOrderElementsOf(rows(kind, theirs));
        }
    }

    private static String column(DataField column) {
        return column.name() + " " + (column.type().root() == TypeRoot.TIMESTAMP_LTZ ? "instant" : column.type());
    }

    /** Ours differ knowingly: times of snapshots are instants, and arrays are text. */
    private static String column(SystemTableName kind, String name, DataType type) {
        if (type.getTypeRoot() == DataTypeRoot.ARRAY) {
            return name + " STRING";
        }
        List<String> instants = List.of("commit_time", "update_time", "created_at");
        if (instants.contains(name) || kind == SystemTableName.BRANCHES && name.equals("create_time")) {
            return name + " instant";
        }
        return name + " " + type;
    }

    private static List<String> texts(SystemTableName kind, SystemTable table, List<Object> row) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            if (kind == SystemTableName.BRANCHES && i == 1) {
                texts.add("some time"); // of a directory there, of a file here
            } else if (value instanceof TimestampValue time) {
                boolean instant = table.columns().get(i).type().root() == TypeRoot.TIMESTAMP_LTZ;
                texts.add(
                        instant
                                ? Instant.ofEpochMilli(time.epochMillis())
                                        .atZone(ZoneId.systemDefault())
                                        .toLocalDateTime()
                                        .toString()
                                : time.toLocalDateTime().toString());
            } else {
                texts.add(comparable(String.valueOf(value)));
            }
        }
        return texts;
    }

    /** JSON objects have their members in no order. */
    private static String comparable(String text) {
        if (!text.startsWith("{\"")) {
            return text.replace("`", ""); // around names of fields in a type
        }
        String[] members = text.substring(1, text.length() - 1).split(",(?=\")", -1);
        Arrays.sort(members);
        return String.join(",", members);
    }

    private static List<List<String>> rows(SystemTableName kind, Table table) throws Exception {
        List<List<String>> rows = new ArrayList<>();
        RowType type = table.rowType();
        ReadBuilder builder = table.newReadBuilder();
        for (Split split : builder.newScan().plan().splits()) {
            try (RecordReader<InternalRow> reader = builder.newRead().createReader(split)) {
                reader.forEachRemaining(row -> {
                    List<String> texts = new ArrayList<>();
                    for (int i = 0; i < type.getFieldCount(); i++) {
                        Object value = InternalRow.createFieldGetter(type.getTypeAt(i), i)
                                .getFieldOrNull(row);
                        texts.add(kind == SystemTableName.BRANCHES && i == 1 ? "some time" : text(value));
                    }
                    rows.add(texts);
                });
            }
        }
        return rows;
    }

    private static String text(Object value) {
        if (value instanceof Timestamp time) { // of milliseconds, as ours
            return Timestamp.fromEpochMillis(time.getMillisecond()).toString();
        }
        if (value instanceof InternalArray array) {
            List<String> elements = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                elements.add(element(array, i));
            }
            return elements.toString();
        }
        return comparable(String.valueOf(value));
    }

    /** Of {@code write_cols} a name, of {@code dv_ranges} a row. */
    private static String element(InternalArray array, int i) {
        try {
            InternalRow vector = array.getRow(i, 4);
            return "{" + vector.getString(0) + ", " + vector.getInt(1) + ", " + vector.getInt(2) + ", "
                    + (vector.isNullAt(3) ? -1 : vector.getLong(3)) + "}";
        } catch (ClassCastException name) {
            return array.getString(i).toString();
        }
    }
}
