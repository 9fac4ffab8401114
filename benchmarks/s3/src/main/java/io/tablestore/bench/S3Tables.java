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
package io.tablestore.bench;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.options.Options;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.types.DataTypes;

/**
 * Tables of nine columns in a local warehouse, written once by Apache Paimon and not compacted: two of 100 files of 330 KB in ten
 * manifests, with and without a primary key, and one whose two buckets have six runs that overlap.
 */
final class S3Tables implements AutoCloseable {

    /** 1,000,000 rows in ten partitions of ten buckets. */
    static final String KEYED = "pk100";

    /** The same without a primary key. */
    static final String APPENDED = "app100";

    /** 500,000 keys in files of 8 MB, and five times a tenth of them in files of 0.8 MB. */
    static final String MERGED = "mor";

    static final List<String> ALL = List.of("dt", "k", "number", "ratio", "price", "day", "at", "word", "note");
    static final List<String> THREE = List.of("k", "ratio", "word");

    private static final String DATABASE = "bench";
    private static final int PARTITIONS = 10;
    private static final int ROWS_OF_PARTITION = 100_000;
    private static final int KEYS = 500_000;
    private static final int UPSERTS = 5;

    private final Path warehouse;
    private final Catalog catalog;

    S3Tables(Path warehouse) {
        this.warehouse = warehouse;
        Options options = new Options();
        options.set("warehouse", warehouse.toString());
        this.catalog = CatalogFactory.createCatalog(CatalogContext.create(options));
    }

    Path path(String name) {
        return warehouse.resolve(DATABASE + ".db").resolve(name);
    }

    private interface Writing {
        void to(FileStoreTable table) throws Exception;
    }

    /** Writes the tables that are not there yet. */
    void prepare() throws Exception {
        catalog.createDatabase(DATABASE, true);
        prepare(KEYED, schema().partitionKeys("dt").primaryKey("dt", "k").option("bucket", "10"), S3Tables::partitions);
        prepare(
                APPENDED,
                schema().partitionKeys("dt").option("bucket", "10").option("bucket-key", "k"),
                S3Tables::partitions);
        prepare(MERGED, schema().primaryKey("k").option("bucket", "2"), S3Tables::upserts);
    }

    private void prepare(String name, Schema.Builder schema, Writing writing) throws Exception {
        Path mark = path(name).resolve("BENCH");
        if (Files.exists(mark)) {
            return;
        }
        System.err.println("writing table " + name);
        Identifier identifier = Identifier.create(DATABASE, name);
        catalog.dropTable(identifier, true);
        catalog.createTable(identifier, schema.build(), false);
        writing.to((FileStoreTable) catalog.getTable(identifier));
        Files.createFile(mark);
    }

    private static Schema.Builder schema() {
        return Schema.newBuilder()
                .column("dt", DataTypes.STRING())
                .column("k", DataTypes.BIGINT().notNull())
                .column("number", DataTypes.INT())
                .column("ratio", DataTypes.DOUBLE())
                .column("price", DataTypes.DECIMAL(12, 2))
                .column("day", DataTypes.DATE())
                .column("at", DataTypes.TIMESTAMP(6))
                .column("word", DataTypes.STRING())
                .column("note", DataTypes.STRING())
                .option("file.format", "parquet")
                .option("write-only", "true");
    }

    private static void partitions(FileStoreTable table) throws Exception {
        for (int number = 0; number < PARTITIONS; number++) {
            Random random = new Random(number);
            String partition = "p" + number;
            write(table, write -> {
                for (long key = 0; key < ROWS_OF_PARTITION; key++) {
                    write.write(row(partition, key, random));
                }
            });
        }
    }

    private static void upserts(FileStoreTable table) throws Exception {
        Random random = new Random(1);
        write(table, write -> {
            for (long key = 0; key < KEYS; key++) {
                write.write(row("first", key, random));
            }
        });
        for (int number = 0; number < UPSERTS; number++) {
            String version = "upsert" + number;
            write(table, write -> {
                for (int i = 0; i < KEYS / 10; i++) {
                    write.write(row(version, random.nextInt(KEYS), random));
                }
            });
        }
    }

    private interface Rows {
        void to(BatchTableWrite write) throws Exception;
    }

    private static void write(FileStoreTable table, Rows rows) throws Exception {
        Path spill = Files.createTempDirectory("bench-spill");
        try (IOManager io = IOManager.create(spill.toString());
                BatchTableWrite write = table.newBatchWriteBuilder().newWrite();
                BatchTableCommit commit = table.newBatchWriteBuilder().newCommit()) {
            write.withIOManager(io);
            rows.to(write);
            commit.commit(write.prepareCommit());
        }
    }

    private static GenericRow row(String partition, long key, Random random) {
        return GenericRow.of(
                BinaryString.fromString(partition),
                key,
                random.nextInt(1000),
                random.nextDouble(),
                Decimal.fromBigDecimal(BigDecimal.valueOf(random.nextInt(100_000), 2), 12, 2),
                19_000 + random.nextInt(1000),
                Timestamp.fromMicros(1_700_000_000_000_000L + 1000L * random.nextInt(1_000_000)),
                BinaryString.fromString("word-" + random.nextInt(500)),
                BinaryString.fromString("note " + random.nextInt(1_000_000)));
    }

    @Override
    public void close() throws Exception {
        catalog.close();
    }
}
