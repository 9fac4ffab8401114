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

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.options.Options;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowKind;

/**
 * Writes the tables under {@code golden/} with Apache Paimon's library, and beside them the rows that it reads: {@code shop.orders}
 * (primary key, upserts and deletes over several levels, a renamed and an added column, a tag) and {@code shop.events}
 * (append, partitioned). Run by hand; the tables in the repository are what readers are tested with.
 */
final class GoldenTables {

    static final String PAIMON_VERSION = "1.4.2";

    private GoldenTables() {}

    /** @param arguments the directory {@code golden} */
    public static void main(String[] arguments) throws Exception {
        Path golden = Path.of(arguments[0]).toAbsolutePath();
        Path warehouse = golden.resolve("paimon-" + PAIMON_VERSION);
        Options options = new Options();
        options.set("warehouse", warehouse.toString());
        try (Catalog catalog = CatalogFactory.createCatalog(CatalogContext.create(options))) {
            catalog.createDatabase("shop", true);
            orders(catalog);
            events(catalog);
            for (String name : new String[] {"orders", "events"}) {
                FileStoreTable table = (FileStoreTable) catalog.getTable(Identifier.create("shop", name));
                Files.writeString(
                        warehouse.resolve(name + ".jsonl"),
                        String.join("\n", PaimonRows.read(table, null)) + "\n",
                        StandardCharsets.UTF_8);
            }
        }
    }

    private static void orders(Catalog catalog) throws Exception {
        Identifier name = Identifier.create("shop", "orders");
        catalog.createTable(
                name,
                Schema.newBuilder()
                        .column("id", DataTypes.BIGINT().notNull())
                        .column("customer", DataTypes.STRING())
                        .column("amount", DataTypes.DECIMAL(10, 2))
                        .column("state", DataTypes.VARCHAR(10))
                        .column("ordered", DataTypes.TIMESTAMP(3))
                        .primaryKey("id")
                        .option("bucket", "2")
                        .option("file.format", "parquet")
                        .build(),
                false);
        Random random = new Random(42);
        writeOrders(catalog, name, random, 0, 3000, "new", Map.of("write-only", "true"));
        compact(catalog, name);
        ((FileStoreTable) catalog.getTable(name)).createTag("opening", 1);
        for (String state : new String[] {"paid", "shipped", "returned"}) {
            writeOrders(catalog, name, random, random.nextInt(2500), 400, state, Map.of("write-only", "true"));
        }
        catalog.alterTable(name, List.of(SchemaChange.renameColumn("state", "status")), false);
        catalog.alterTable(name, List.of(SchemaChange.addColumn("note", DataTypes.STRING())), false);
        writeOrders(catalog, name, random, 2900, 300, "new", Map.of("write-only", "true"));
    }

    /** Upserts {@code count} ids from {@code first} on; every seventeenth is deleted. */
    private static void writeOrders(
            Catalog catalog, Identifier name, Random random, int first, int count, String state, Map<String, String> o)
            throws Exception {
        FileStoreTable table = ((FileStoreTable) catalog.getTable(name)).copy(o);
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            for (int id = first; id < first + count; id++) {
                GenericRow row = new GenericRow(table.rowType().getFieldCount());
                row.setField(0, (long) id);
                row.setField(1, BinaryString.fromString("customer " + random.nextInt(200)));
                row.setField(2, Decimal.fromBigDecimal(BigDecimal.valueOf(random.nextInt(1_000_000), 2), 10, 2));
                row.setField(3, BinaryString.fromString(state));
                row.setField(4, Timestamp.fromEpochMillis(1_700_000_000_000L + id * 60_000L));
                if (row.getFieldCount() > 5) {
                    row.setField(5, id % 3 == 0 ? null : BinaryString.fromString("note ü " + id));
                }
                row.setRowKind(!state.equals("new") && id % 17 == 0 ? RowKind.DELETE : RowKind.INSERT);
                write.write(row);
            }
            commit.commit(write.prepareCommit());
        }
    }

    private static void compact(Catalog catalog, Identifier name) throws Exception {
        BatchWriteBuilder builder = catalog.getTable(name).newBatchWriteBuilder();
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            for (int bucket = 0; bucket < 2; bucket++) {
                write.compact(BinaryRow.EMPTY_ROW, bucket, true);
            }
            commit.commit(write.prepareCommit());
        }
    }

    private static void events(Catalog catalog) throws Exception {
        Identifier name = Identifier.create("shop", "events");
        catalog.createTable(
                name,
                Schema.newBuilder()
                        .column("day", DataTypes.DATE())
                        .column("kind", DataTypes.STRING())
                        .column("user", DataTypes.INT())
                        .column("value", DataTypes.DOUBLE())
                        .partitionKeys("day", "kind")
                        .option("file.format", "parquet")
                        .build(),
                false);
        Random random = new Random(7);
        String[] kinds = {"click", "a/b: c=d", "ü", null, ""};
        for (int commits = 0; commits < 2; commits++) {
            BatchWriteBuilder builder = catalog.getTable(name).newBatchWriteBuilder();
            try (BatchTableWrite write = builder.newWrite();
                    BatchTableCommit commit = builder.newCommit()) {
                for (int i = 0; i < 300; i++) {
                    String kind = kinds[random.nextInt(kinds.length)];
                    write.write(GenericRow.of(
                            19_000 + random.nextInt(3),
                            kind == null ? null : BinaryString.fromString(kind),
                            random.nextInt(50),
                            i % 9 == 0 ? null : (Double) random.nextDouble()));
                }
                commit.commit(write.prepareCommit());
            }
        }
    }
}
