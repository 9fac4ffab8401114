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

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
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
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.options.Options;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.types.DataTypes;

/**
 * The tables of the benchmarks, written once by Apache Paimon: 5 million rows; append-only, and with a primary key, two
 * buckets, compacted, then five upserts of 10 % that are not compacted. 12 columns, but for the table of sums.
 */
final class BenchTables implements AutoCloseable {

    /** Which keys an upsert touches. */
    enum Upserts {
        /** Drawn evenly from all. */
        UNIFORM,
        /** 90 % from the newest tenth. */
        RECENT
    }

    /** Rows of each table. */
    static final int ROWS = Integer.getInteger("bench.rows", 5_000_000);

    private static final String[] CITIES = {
        "Amsterdam", "Berlin", "Cairo", "Delhi", "Edinburgh", "Florence", "Geneva", "Hanoi", "Istanbul", "Jakarta"
    };

    private final Path warehouse;
    private final Catalog catalog;

    BenchTables(Path warehouse) {
        this.warehouse = warehouse;
        Options options = new Options();
        options.set("warehouse", warehouse.toString());
        this.catalog = CatalogFactory.createCatalog(CatalogContext.create(options));
    }

    Path path(String name) {
        return warehouse.resolve("bench.db").resolve(name);
    }

    FileStoreTable table(String name) throws Exception {
        return (FileStoreTable) catalog.getTable(Identifier.create("bench", name));
    }

    /** Writes the tables that are not there yet. */
    void prepare() throws Exception {
        catalog.createDatabase("bench", true);
        if (missing("append")) {
            create("append", false, Map.of());
            write(table("append"), new Random(1), null, ROWS, BenchTables::row);
            done("append");
        }
        for (Upserts upserts : Upserts.values()) {
            String name = upserts.name().toLowerCase(Locale.ROOT);
            prepareKeyed(name, upserts, Map.of(), BenchTables::row);
        }
        prepareKeyed("partial", Upserts.UNIFORM, Map.of("merge-engine", "partial-update"), BenchTables::halfRow);
        prepareKeyed(
                "sums",
                Upserts.UNIFORM,
                Map.of("merge-engine", "aggregation", "fields.default-aggregate-function", "sum"),
                BenchTables::numbers);
    }

    /** The rows of {@link Upserts} before they were upserted. */
    void prepareCompacted() throws Exception {
        if (missing("compacted")) {
            create("compacted", true, Map.of("bucket", "2"));
            write(table("compacted"), new Random(1), null, ROWS, BenchTables::row);
            compact("compacted");
            done("compacted");
        }
    }

    private void prepareKeyed(String name, Upserts upserts, Map<String, String> options, Rows rows) throws Exception {
        if (!missing(name)) {
            return;
        }
        Map<String, String> all = new HashMap<>(options);
        all.put("bucket", "2");
        create(name, true, all);
        write(table(name), new Random(1), null, ROWS, rows);
        compact(name);
        FileStoreTable writeOnly = table(name).copy(Map.of("write-only", "true"));
        for (int i = 0; i < 5; i++) {
            write(writeOnly, new Random(100 + i), upserts, ROWS / 10, rows);
        }
        done(name);
    }

    private boolean missing(String name) throws Exception {
        if (Files.exists(path(name).resolve("BENCH-" + ROWS))) {
            return false;
        }
        catalog.dropTable(Identifier.create("bench", name), true);
        System.err.println("writing table " + name + " of " + ROWS + " rows");
        return true;
    }

    private void done(String name) throws IOException {
        Files.createFile(path(name).resolve("BENCH-" + ROWS));
    }

    /** Makes the row of a key. */
    private interface Rows {
        GenericRow row(long key, Random random, boolean upsert);
    }

    private void create(String name, boolean keyed, Map<String, String> options) throws Exception {
        Schema.Builder schema = Schema.newBuilder()
                .column("k", keyed ? DataTypes.BIGINT().notNull() : DataTypes.BIGINT())
                .option("file.format", "parquet");
        if (keyed) {
            schema.primaryKey("k");
        }
        if (options.containsValue("sum")) {
            sumColumns(schema);
        } else {
            columns(schema);
        }
        options.forEach(schema::option);
        catalog.createTable(Identifier.create("bench", name), schema.build(), false);
    }

    private static void sumColumns(Schema.Builder schema) {
        schema.column("s1", DataTypes.BIGINT())
                .column("s2", DataTypes.BIGINT())
                .column("s3", DataTypes.BIGINT())
                .column("s4", DataTypes.INT())
                .column("s5", DataTypes.DOUBLE())
                .column("s6", DataTypes.DOUBLE())
                .column("s7", DataTypes.DECIMAL(12, 2))
                .column("s8", DataTypes.DECIMAL(12, 2));
    }

    private static void columns(Schema.Builder schema) {
        schema.column("l1", DataTypes.BIGINT())
                .column("l2", DataTypes.BIGINT())
                .column("ts", DataTypes.TIMESTAMP(6))
                .column("amount", DataTypes.DECIMAL(12, 2))
                .column("i", DataTypes.INT())
                .column("day", DataTypes.DATE())
                .column("x", DataTypes.DOUBLE())
                .column("flag", DataTypes.BOOLEAN())
                .column("city", DataTypes.STRING())
                .column("word", DataTypes.STRING())
                .column("name", DataTypes.STRING());
    }

    private static GenericRow row(long key, Random random, boolean upsert) {
        return GenericRow.of(
                key,
                (long) random.nextInt(1_000_000),
                random.nextLong() >>> 20,
                Timestamp.fromMicros(1_700_000_000_000_000L + random.nextInt(1_000_000_000)),
                decimal(random),
                random.nextInt(1000),
                19_000 + random.nextInt(1000),
                random.nextDouble(),
                random.nextBoolean(),
                BinaryString.fromString(CITIES[random.nextInt(CITIES.length)]),
                BinaryString.fromString("word-" + random.nextInt(5000)),
                BinaryString.fromString("customer #" + key + "/" + random.nextInt(1000)));
    }

    private static Decimal decimal(Random random) {
        return Decimal.fromBigDecimal(BigDecimal.valueOf(random.nextInt(100_000_000), 2), 12, 2);
    }

    /** An upsert fills in about half of the columns. */
    private static GenericRow halfRow(long key, Random random, boolean upsert) {
        GenericRow row = row(key, random, upsert);
        for (int i = 1; upsert && i < row.getFieldCount(); i++) {
            if (random.nextBoolean()) {
                row.setField(i, null);
            }
        }
        return row;
    }

    private static GenericRow numbers(long key, Random random, boolean upsert) {
        return GenericRow.of(
                key,
                (long) random.nextInt(1_000_000),
                random.nextLong() >>> 20,
                (long) random.nextInt(100),
                random.nextInt(1000),
                random.nextDouble(),
                (double) random.nextInt(1000),
                decimal(random),
                decimal(random));
    }

    /** @param upserts which keys are written; null is all of them in order */
    private static void write(FileStoreTable table, Random random, Upserts upserts, int rows, Rows maker)
            throws Exception {
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        Path spill = Files.createTempDirectory("bench-spill");
        try (IOManager io = IOManager.create(spill.toString());
                BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.withIOManager(io);
            for (int i = 0; i < rows; i++) {
                long key = upserts == null ? i : key(upserts, random);
                write.write(maker.row(key, random, upserts != null));
            }
            commit.commit(write.prepareCommit());
        }
    }

    private static long key(Upserts upserts, Random random) {
        boolean newest = upserts == Upserts.RECENT && random.nextInt(10) < 9;
        return newest ? ROWS - 1 - random.nextInt(ROWS / 10) : random.nextInt(ROWS);
    }

    /** Compacts every bucket fully. */
    void compact(String name) throws Exception {
        FileStoreTable table = table(name).copy(Map.of("write-only", "false"));
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        Path spill = Files.createTempDirectory("bench-spill");
        try (IOManager io = IOManager.create(spill.toString());
                BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.withIOManager(io);
            for (int bucket = 0; bucket < 2; bucket++) {
                write.compact(BinaryRow.EMPTY_ROW, bucket, true);
            }
            commit.commit(write.prepareCommit());
        }
    }

    @Override
    public void close() throws Exception {
        catalog.close();
    }
}
