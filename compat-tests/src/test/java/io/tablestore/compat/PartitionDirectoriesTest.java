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
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableDefinition;
import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.data.serializer.InternalRowSerializer;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeFamily;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.apache.paimon.utils.InternalRowPartitionComputer;
import org.apache.paimon.utils.PartitionPathUtils;
import org.apache.paimon.utils.SerializationUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The directories of partitions of every type: the same as Paimon's, written and read both ways, in several zones. */
class PartitionDirectoriesTest {

    private static final List<String> ZONES = List.of("UTC", "Asia/Shanghai", "Asia/Kolkata", "America/New_York");

    /** 2024-11-03 05:30 and 06:30 UTC: both are 01:30 in New York. */
    private static final long[] TWICE_IN_NEW_YORK = {1_730_611_800_000L, 1_730_615_400_000L};

    private static final String[] TEXTS = {
        "",
        " ",
        "\t",
        "\u3000",
        "\u00a0",
        ".",
        "..",
        "a b",
        "x/y=z",
        "100%",
        "%2F",
        "日本\ud83d\ude00",
        "a\u0000b",
        "\u007f\u0080",
        "__DEFAULT_PARTITION__",
        "+~`!@$&(),;<>|\\\"'#*?{}[]^:"
    };

    private final TimeZone zoneBefore = TimeZone.getDefault();

    private int tables;

    @TempDir
    Path directory;

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zoneBefore);
    }

    private static List<DataType> types() {
        List<DataType> types = new ArrayList<>(List.of(
                DataTypes.BOOLEAN(),
                DataTypes.TINYINT(),
                DataTypes.SMALLINT(),
                DataTypes.INT(),
                DataTypes.BIGINT(),
                DataTypes.FLOAT(),
                DataTypes.DOUBLE(),
                DataTypes.DECIMAL(10, 2),
                DataTypes.DECIMAL(38, 18),
                DataTypes.CHAR(6),
                DataTypes.VARCHAR(30),
                DataTypes.STRING(),
                DataTypes.BINARY(3),
                DataTypes.VARBINARY(9),
                DataTypes.DATE()));
        for (int precision = 0; precision <= 9; precision++) {
            types.add(DataTypes.TIME(precision));
            types.add(DataTypes.TIMESTAMP(precision));
            types.add(DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(precision));
        }
        return types;
    }

    /** Odd values of the type first, then random ones. */
    private static List<Object> values(DataType type, Random random) {
        List<Object> values = new ArrayList<>();
        values.add(null);
        if (type.is(DataTypeRoot.VARCHAR)) {
            Stream.of(TEXTS).map(BinaryString::fromString).forEach(values::add);
        } else if (type.is(DataTypeRoot.FLOAT)) {
            values.addAll(List.of(-0.0f, Float.NaN, 1e10f, Float.MIN_VALUE));
        } else if (type.is(DataTypeRoot.DATE)) {
            values.addAll(List.of(-719_162, 2_932_896, 2_932_897, -800_000));
        } else if (type.is(DataTypeFamily.TIMESTAMP)) {
            for (long millis : TWICE_IN_NEW_YORK) {
                values.add(Timestamp.fromEpochMillis(millis));
            }
            values.add(Timestamp.fromEpochMillis(1_704_164_645_120L));
            values.add(Timestamp.fromEpochMillis(253_402_300_800_000L));
            values.add(Timestamp.fromEpochMillis(-70_000_000_000_000L));
        }
        RandomValues more = new RandomValues(random);
        for (int i = 0; i < 40; i++) {
            values.add(more.randomValue(type));
        }
        return values;
    }

    /** BINARY under its legacy name is an object's identity, which Paimon itself does not find again. */
    private static boolean hasName(DataType type, boolean legacy) {
        return !legacy || !type.is(DataTypeFamily.BINARY_STRING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void directoriesArePaimons(boolean legacy) throws Exception {
        List<DataType> types = types();
        Table table = open(createTable(types, List.of("p0"), legacy));
        for (int i = 0; i < types.size(); i++) {
            if (hasName(types.get(i), legacy)) {
                compare(types.get(i), table.schema().fields().get(i + 1), legacy);
            }
        }
    }

    private static void compare(DataType type, DataField field, boolean legacy) {
        Random random = new Random(type.toString().hashCode());
        InternalRowSerializer serializer = new InternalRowSerializer(type);
        OptionSet options = new OptionSet("test", Map.of("partition.legacy-name", Boolean.toString(legacy)));
        PartitionPath ours = new PartitionPath(List.of(field), options);
        for (String zone : ZONES) {
            TimeZone.setDefault(TimeZone.getTimeZone(zone)); // theirs keeps the zone that it is made in
            InternalRowPartitionComputer theirs = new InternalRowPartitionComputer(
                    "__DEFAULT_PARTITION__",
                    RowType.of(new DataType[] {type}, new String[] {field.name()}),
                    new String[] {field.name()},
                    legacy);
            for (Object value : values(type, random)) {
                org.apache.paimon.data.BinaryRow row = serializer.toBinaryRow(GenericRow.of(value));
                String path = PartitionPathUtils.generatePartitionPath(theirs.generatePartValues(row));
                assertThat(ours.of(BinaryRow.deserialize(SerializationUtils.serializeBinaryRow(row))) + "/")
                        .as("%s, legacy name %s, %s, %s", type, legacy, zone, value)
                        .isEqualTo(path);
            }
        }
    }

    private static Table open(FileStoreTable table) {
        return TableStore.openTable(
                new LocalFileSystem(), TablePath.of(table.location().toUri().getPath()));
    }

    /** A table of Paimon with columns k INT, p0, p1 and so on. */
    private FileStoreTable createTable(List<DataType> types, List<String> partitionKeys, boolean legacy)
            throws Exception {
        Schema.Builder schema = Schema.newBuilder().column("k", DataTypes.INT());
        for (int i = 0; i < types.size(); i++) {
            schema.column("p" + i, types.get(i));
        }
        schema.partitionKeys(partitionKeys)
                .option("bucket", "-1")
                .option("partition.legacy-name", Boolean.toString(legacy));
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory)) {
            Identifier name = Identifier.create("db", "t" + tables++);
            return paimon.create(name, schema.build());
        }
    }

    /** Several tables: a path with all types in it is longer than file systems take. */
    private static final int COLUMNS_AT_ONCE = 12;

    @ParameterizedTest
    @CsvSource({"true, Asia/Kolkata", "false, Asia/Shanghai", "false, America/New_York"})
    void rowsAreWrittenAndReadBothWays(boolean legacy, String zone) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        List<DataType> types =
                types().stream().filter(type -> hasName(type, legacy)).toList();
        for (int start = 0; start < types.size(); start += COLUMNS_AT_ONCE) {
            List<DataType> columns = types.subList(start, Math.min(types.size(), start + COLUMNS_AT_ONCE));
            List<String> names =
                    IntStream.range(0, columns.size()).mapToObj(i -> "p" + i).toList();
            FileStoreTable theirs = createTable(columns, names, legacy);
            Table ours = open(theirs);
            List<GenericRow> rows = rows(columns, new Random(start));
            writeTheirs(theirs, rows.subList(0, 4));
            writeOurs(ours, theirs.rowType(), rows.subList(4, rows.size()));
            List<String> expected = PaimonRows.read(theirs, null);
            assertThat(expected).hasSize(rows.size());
            assertThat(CommandLines.scan(
                            Path.of(StoredTable.of(ours).files().root().location())))
                    .isEqualTo(expected);
        }
    }

    private static List<GenericRow> rows(List<DataType> columns, Random random) {
        List<List<Object>> values =
                columns.stream().map(type -> values(type, random)).toList();
        List<GenericRow> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            GenericRow row = new GenericRow(columns.size() + 1);
            row.setField(0, i);
            for (int column = 0; column < columns.size(); column++) {
                row.setField(column + 1, values.get(column).get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static void writeTheirs(FileStoreTable table, List<GenericRow> rows) throws Exception {
        PaimonWarehouse.write(table, rows);
    }

    private static void writeOurs(Table table, RowType type, List<GenericRow> rows) {
        try (BufferAllocator allocator = ArrowMemory.newRoot(256L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            for (GenericRow row : rows) {
                write.write(new PaimonValues(row, type.getFieldCount(), type::getTypeAt));
            }
            new TableCommit(table, "test").commit(TableCommit.BATCH, write.prepareCommitWhenCompacted());
        }
    }

    private static void assertOtherDirectory(FileStoreTable theirs, String... parts) throws Exception {
        Table table = open(theirs);
        assertThat(CommandLines.failure(
                        "scan", StoredTable.of(table).files().root().location()))
                .contains("partition column of type")
                .contains("is not supported")
                .contains(parts)
                .doesNotContain("damaged", "missing");
        assertThat(CommandLines.scan(
                        Path.of(StoredTable.of(table).files().root().location()),
                        "--columns",
                        "k",
                        "--where",
                        "k > 99"))
                .isEmpty();
    }

    private FileStoreTable written(DataType type, Object value, boolean legacy) throws Exception {
        FileStoreTable theirs = createTable(List.of(DataTypes.STRING(), type), List.of("p0", "p1"), legacy);
        writeTheirs(theirs, List.of(GenericRow.of(1, BinaryString.fromString("a/b"), value)));
        return theirs;
    }

    /** The file is there, in a directory whose name depends on its writer: it is not called missing. */
    @Test
    void aDirectoryWhoseNameDependsOnItsWriterIsNamed() throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
        Timestamp instant = Timestamp.fromEpochMillis(1_704_164_645_120L);
        FileStoreTable instants = written(DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3), instant, false);
        TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
        assertOtherDirectory(
                instants,
                "column p1",
                "depends on the time zone of its writer",
                "p0=a%2Fb/p1=2024-01-02 11%3A04%3A05.120/bucket-0/",
                "America/New_York",
                "-Duser.timezone");
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
        assertThat(CommandLines.scan(Path.of(instants.location().toUri().getPath())))
                .hasSize(1);
        assertOtherDirectory(
                written(DataTypes.BYTES(), new byte[] {1, 2}, true),
                "column p1",
                "p0=a%2Fb/p1=%5BB@",
                "such as STRING");
    }

    @Test
    void aFileThatIsInNoDirectoryIsMissing() throws Exception {
        FileStoreTable theirs = written(
                DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3), Timestamp.fromEpochMillis(1_704_164_645_120L), false);
        Path root = Path.of(theirs.location().toUri().getPath());
        try (Stream<Path> files = Files.walk(root.resolve("p0=a%2Fb"))) {
            files.filter(file -> file.toString().endsWith(".parquet"))
                    .forEach(file -> assertThat(file.toFile().delete()).isTrue());
        }
        assertThat(CommandLines.failure("scan", root.toString())).contains("The file is missing");
    }

    @ParameterizedTest(name = "{0}, legacy names {1}")
    @CsvSource({
        "FLOAT, true, differs between the Java versions",
        "DOUBLE, false, differs between the Java versions",
        "VARBINARY, true, is random",
        "TIMESTAMP_LTZ, false, depends on the time zone",
        "VARBINARY, false,",
        "TIMESTAMP_LTZ, true,",
        "TIMESTAMP, false,",
        "TIME, true,",
        "DECIMAL, false,"
    })
    void aNameThatIsNotStableIsRefusedWhenTheTableIsCreated(TypeRoot root, boolean legacy, String reason) {
        io.tablestore.types.DataType type = new io.tablestore.types.DataType.Atomic(root, 3, 0, true);
        TableDefinition definition = new TableDefinition(
                List.of(
                        new DataField(0, "p", type),
                        new DataField(1, "v", io.tablestore.types.DataType.of(TypeRoot.BIGINT))),
                List.of("p"),
                List.of(),
                Map.of("partition.legacy-name", Boolean.toString(legacy)),
                null);
        if (reason == null) {
            assertThat(FirstSchema.of(definition).partitionKeys()).containsExactly("p");
        } else {
            assertThatThrownBy(() -> FirstSchema.of(definition))
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessageContainingAll("Column p", "partition column", reason);
        }
    }

    @Test
    void namesOfDirectoriesStayAsTheyAre() throws Exception {
        Table table = open(createTable(List.of(DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3)), List.of("p0"), false));
        for (String option : List.of("partition.legacy-name", "partition.default-name")) {
            assertThatThrownBy(() -> table.alter(List.of(new SchemaChange.SetOption(option, "true"))))
                    .hasMessageContainingAll(option, "cannot change");
        }
        table.alter(List.of(new SchemaChange.SetOption("snapshot.num-retained.max", "20")));
        assertThat(table.schema().options()).containsEntry("snapshot.num-retained.max", "20");
    }
}
