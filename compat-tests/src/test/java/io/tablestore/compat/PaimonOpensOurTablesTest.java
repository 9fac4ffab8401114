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
import io.tablestore.catalog.DropBehavior;
import io.tablestore.catalog.Table;
import io.tablestore.error.InvalidTableException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.SchemaFile;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.SchemaChange.Add;
import io.tablestore.schema.SchemaChange.Position;
import io.tablestore.schema.SchemaChange.Retype;
import io.tablestore.schema.SchemaChange.SetOption;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.options.Options;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that we create and change: Apache Paimon's library opens, writes and changes them, and we read on. */
class PaimonOpensOurTablesTest {

    private static final Identifier NAME = Identifier.create("shop", "orders");

    @TempDir
    Path warehouse;

    private io.tablestore.catalog.Catalog ours;
    private Catalog paimon;

    @BeforeEach
    void open() {
        ours = TableStore.openCatalog(new LocalFileSystem(), TablePath.of(warehouse.toString()));
        Options options = new Options();
        options.set("warehouse", warehouse.toString());
        options.set("cache-enabled", "false");
        paimon = CatalogFactory.createCatalog(CatalogContext.create(options));
    }

    @AfterEach
    void close() throws Exception {
        paimon.close();
    }

    private static DataField column(String name, DataType type) {
        return new DataField(-1, name, type);
    }

    private static DataType row(DataField... fields) {
        return new DataType.Row(List.of(fields), true);
    }

    private static TableDefinition orders(Map<String, String> options) {
        DataType address = row(column("city", DataType.string()), column("zip", DataType.of(TypeRoot.INT)));
        return new TableDefinition(
                List.of(
                        new DataField(-1, "id", DataType.of(TypeRoot.BIGINT), "number of the order"),
                        column("day", DataType.of(TypeRoot.DATE)),
                        column("amount", DataType.decimal(12, 2)),
                        column("address", address),
                        column(
                                "lines",
                                new DataType.Collection(
                                        TypeRoot.ARRAY, row(column("sku", DataType.string())), 0, true)),
                        column("tags", new DataType.Mapping(DataType.string(), DataType.of(TypeRoot.INT), true)),
                        column("at", DataType.of(TypeRoot.TIMESTAMP_LTZ, 3).asNotNull())),
                List.of("day"),
                List.of("day", "id"),
                options,
                "what was sold");
    }

    private Table create(Map<String, String> options) {
        if (!ours.hasDatabase("shop")) {
            ours.createDatabase("shop");
        }
        return ours.createTable("shop", "orders", orders(options));
    }

    /** What Paimon makes of the newest schema file, as it writes schema files itself. */
    private TableSchema asPaimonWrites() throws Exception {
        FileStoreTable table = (FileStoreTable) paimon.getTable(NAME);
        return SchemaFile.parse("paimon", table.schema().toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void assertSame(TableSchema paimon, TableSchema ours) {
        assertThat(paimon.fields()).isEqualTo(ours.fields());
        assertThat(paimon.highestFieldId()).isEqualTo(ours.highestFieldId());
        assertThat(paimon.primaryKeys()).isEqualTo(ours.primaryKeys());
        assertThat(paimon.partitionKeys()).isEqualTo(ours.partitionKeys());
        assertThat(paimon.comment()).isEqualTo(ours.comment());
        assertThat(paimon.options()).containsAllEntriesOf(ours.options());
    }

    @Test
    void schemasAreTheOnesThatPaimonWouldWrite() throws Exception {
        Table table = create(Map.of("bucket", "3", "merge-engine", "deduplicate"));
        assertSame(asPaimonWrites(), table.schema());
        assertThat(table.schema().fields().get(3).id()).isEqualTo(3);
        DataType address = table.schema().fields().get(3).type();
        assertThat(((DataType.Row) address).fields()).extracting(DataField::id).containsExactly(4, 5);
        assertThat(table.schema().highestFieldId()).isEqualTo(9);

        // the same table created by Paimon
        org.apache.paimon.schema.Schema.Builder schema = org.apache.paimon.schema.Schema.newBuilder()
                .column("id", DataTypes.BIGINT().notNull(), "number of the order")
                .column("day", DataTypes.DATE().notNull())
                .column("amount", DataTypes.DECIMAL(12, 2))
                .column(
                        "address",
                        DataTypes.ROW(
                                DataTypes.FIELD(0, "city", DataTypes.STRING()),
                                DataTypes.FIELD(1, "zip", DataTypes.INT())))
                .column("lines", DataTypes.ARRAY(DataTypes.ROW(DataTypes.FIELD(0, "sku", DataTypes.STRING()))))
                .column("tags", DataTypes.MAP(DataTypes.STRING(), DataTypes.INT()))
                .column("at", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3).notNull())
                .partitionKeys("day")
                .primaryKey("day", "id")
                .option("bucket", "3")
                .option("merge-engine", "deduplicate")
                .comment("what was sold");
        paimon.createTable(Identifier.create("shop", "theirs"), schema.build(), false);
        assertSame(ours.table("shop", "theirs").schema(), table.schema());
    }

    @Test
    void paimonWritesBetweenOurChangesAndWeReadOn() throws Exception {
        Table table = create(Map.of("bucket", "2"));
        write(List.of(1L, 2L));
        table.alter(List.of(
                new Add(List.of(), column("note", DataType.string()), Position.after("id")),
                new Add(List.of("address"), column("country", DataType.string()), Position.FIRST),
                new Add(List.of("lines", "element"), column("count", DataType.of(TypeRoot.INT)), Position.LAST),
                new SchemaChange.Rename(List.of("amount"), "total"),
                new SchemaChange.Move(List.of("total"), Position.FIRST),
                new SchemaChange.Move(List.of("tags"), Position.after("total")),
                new SchemaChange.Move(List.of("address", "zip"), Position.FIRST),
                new SchemaChange.Move(List.of("at"), Position.LAST),
                new Retype(List.of("total"), DataType.decimal(20, 2)),
                new Retype(List.of("address", "zip"), DataType.of(TypeRoot.BIGINT)),
                new Retype(List.of("tags", "value"), DataType.of(TypeRoot.BIGINT)),
                new SchemaChange.AllowNulls(List.of("at")),
                new SchemaChange.Describe(List.of("total"), "with tax"),
                new SchemaChange.DescribeTable(null),
                new SetOption("snapshot.num-retained.min", "5")));
        assertSame(asPaimonWrites(), table.schema());
        assertThat(table.schema().id()).isEqualTo(1);
        paimon.alterTable(
                NAME,
                List.of(
                        org.apache.paimon.schema.SchemaChange.addColumn("theirs", DataTypes.INT()),
                        org.apache.paimon.schema.SchemaChange.renameColumn("note", "remark")),
                false);
        table.alter(
                List.of(new SchemaChange.Drop(List.of("theirs")), new SchemaChange.Drop(List.of("address", "city"))));
        assertSame(asPaimonWrites(), table.schema());
        FileStoreTable read = (FileStoreTable) paimon.getTable(NAME);
        assertThat(CommandLines.scan(warehouse.resolve("shop.db").resolve("orders")))
                .isEqualTo(PaimonRows.read(read, null))
                .hasSize(2);
    }

    private void write(List<Long> ids) throws Exception {
        BatchWriteBuilder builder = paimon.getTable(NAME).newBatchWriteBuilder();
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            for (Long id : ids) {
                GenericRow row = new GenericRow(7);
                row.setField(0, id);
                row.setField(1, 20000);
                row.setField(3, GenericRow.of(BinaryString.fromString("Basel"), 4051));
                row.setField(6, org.apache.paimon.data.Timestamp.fromEpochMillis(id));
                write.write(row);
            }
            commit.commit(write.prepareCommit());
        }
    }

    @Test
    void changesOfManyAtOnceAllHappen() {
        Table table = create(Map.of());
        List<CompletableFuture<Void>> changes = IntStream.range(0, 20)
                .mapToObj(i ->
                        CompletableFuture.runAsync(() -> TableStore.openTable(new LocalFileSystem(), table.location())
                                .alter(List.of(new Add(List.of(), column("c" + i, DataType.string()), Position.LAST)))))
                .toList();
        changes.forEach(CompletableFuture::join);
        TableSchema schema =
                TableStore.openTable(new LocalFileSystem(), table.location()).schema();
        assertThat(schema.id()).isEqualTo(20);
        assertThat(schema.fields()).hasSize(27);
        assertThat(schema.fields().stream().map(DataField::id).distinct()).hasSize(27);
    }

    @Test
    void whatCannotBeIsRefused() {
        create(Map.of("bucket", "2", "sequence.field", "amount", "fields.tags.stats-mode", "none"));
        Table table = ours.table("shop", "orders");
        assertThatThrownBy(() -> create(Map.of())).hasMessageContaining("There is a table shop.orders already");
        refused(table, new SchemaChange.Drop(List.of("id")), "a column of the primary key");
        refused(table, new SchemaChange.Drop(List.of("amount")), "'sequence.field'");
        refused(table, new SchemaChange.Drop(List.of("gone")), "no column gone");
        refused(table, new SchemaChange.Move(List.of("gone"), Position.FIRST), "no column gone");
        refused(table, new SchemaChange.Move(List.of("id"), Position.after("id")), "cannot follow itself");
        refused(table, new SchemaChange.Move(List.of("id"), Position.after("gone")), "no column gone");
        refused(table, new SchemaChange.Rename(List.of("day"), "d"), "a partition column");
        refused(table, new SchemaChange.Rename(List.of("at"), "id"), "a column id already");
        refused(table, new Retype(List.of("amount"), DataType.decimal(5, 2)), "does not hold all");
        refused(table, new Retype(List.of("day"), DataType.string()), "partition column");
        refused(table, new SchemaChange.AllowNulls(List.of("id")), "primary key");
        refused(table, new SetOption("merge-engine", "first-row"), "cannot change");
        refused(table, new SetOption("bucket", "-1"), "'bucket' cannot change");
        refused(table, new SetOption("bucket", "many"), "'bucket' is 'many', but must be a whole number");
        refused(
                table,
                new Add(List.of(), column("n", DataType.string().asNotNull()), Position.LAST),
                "cannot be added as NOT NULL");
        refused(table, new Add(List.of("amount"), column("n", DataType.string()), Position.LAST), "has no fields");
        for (Map.Entry<Map<String, String>, String> wrong : Map.of(
                        Map.of("bucket", "0"), "'bucket' is 0",
                        Map.of("bucket", "2", "bucket-key", "amount"), "not a column of the primary key",
                        Map.of("merge-engine", "newest"), "'merge-engine' is 'newest'",
                        Map.of("merge-engine", "aggregation", "fields.amount.aggregate-function", "median"), "median",
                        Map.of("merge-engine", "first-row", "sequence.field", "amount"), "cannot have the option",
                        Map.of("sequence.field", "gone"), "names the column gone",
                        Map.of("file.format", "csv"), "parquet, orc, avro")
                .entrySet()) {
            assertThatThrownBy(() -> ours.createTable("shop", "wrong", orders(wrong.getKey())))
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessageContaining(wrong.getValue());
        }
        assertThat(ours.tables("shop")).containsExactly("orders");
        assertThat(table.schema().id()).isZero();
    }

    @Test
    void namesWithADollarAreThoseOfSystemTables() {
        create(Map.of("bucket", "2"));
        assertThatThrownBy(() -> ours.createTable("shop", "orders$snapshots", orders(Map.of())))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("'orders$snapshots' cannot be the name of a table");
        assertThatThrownBy(() -> ours.renameTable("shop", "orders", "shop", "a$branch_b"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("'a$branch_b' cannot be the name of a table");
        assertThat(ours.tables("shop")).containsExactly("orders");
    }

    @Test
    void newColumnsComeBeforeThoseOfThePartitionWhereTheOptionSaysSo() throws Exception {
        Table table = create(Map.of("bucket", "2", "add-column-before-partition", "true"));
        TableSchema altered = table.alter(List.of(
                new Add(List.of(), column("ours", DataType.string()), Position.LAST),
                new Add(List.of(), column("last", DataType.string()), Position.after("at"))));
        assertThat(altered.fields().stream().map(DataField::name))
                .containsExactly("id", "ours", "day", "amount", "address", "lines", "tags", "at", "last");
        paimon.alterTable(
                NAME, List.of(org.apache.paimon.schema.SchemaChange.addColumn("theirs", DataTypes.STRING())), false);
        assertThat(asPaimonWrites().fields().stream().map(DataField::name)).startsWith("id", "ours", "theirs", "day");
    }

    private static void refused(Table table, SchemaChange change, String why) {
        assertThatThrownBy(() -> table.alter(List.of(change)))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining(why);
    }

    @Test
    void renamedColumnsAreRenamedInOptions() throws Exception {
        Table table = create(Map.of(
                "merge-engine", "partial-update",
                "bucket", "2",
                "bucket-key", "id",
                "fields.at.sequence-group", "amount,tags",
                "fields.amount.aggregate-function", "sum"));
        List<SchemaChange> changes = new ArrayList<>();
        changes.add(new SchemaChange.Rename(List.of("amount"), "total"));
        changes.add(new SchemaChange.Rename(List.of("at"), "seen"));
        changes.add(new SchemaChange.Rename(List.of("id"), "number"));
        TableSchema schema = table.alter(changes);
        assertThat(schema.primaryKeys()).containsExactly("day", "number");
        assertThat(schema.options())
                .containsEntry("bucket-key", "number")
                .containsEntry("fields.seen.sequence-group", "total,tags")
                .containsEntry("fields.total.aggregate-function", "sum")
                .doesNotContainKey("fields.amount.aggregate-function");
        assertSame(asPaimonWrites(), schema);
    }

    @Test
    void databasesAndTablesComeAndGo() throws Exception {
        create(Map.of());
        assertThatThrownBy(() -> ours.createDatabase("shop")).hasMessageContaining("already");
        assertThatThrownBy(() -> ours.dropDatabase("shop", DropBehavior.RESTRICT))
                .hasMessageContaining("orders");
        ours.createDatabase("archive");
        ours.renameTable("shop", "orders", "archive", "old");
        assertThat(paimon.listTables("archive")).containsExactly("old");
        assertThat(ours.tables("shop")).isEmpty();
        ours.dropTable("archive", "old");
        assertThat(Files.exists(warehouse.resolve("archive.db").resolve("old"))).isFalse();
        ours.dropDatabase("archive", DropBehavior.RESTRICT);
        ours.dropDatabase("shop", DropBehavior.CASCADE);
        assertThat(ours.databases()).isEmpty();
    }
}
