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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * {@code ./bench spark-peers}: other lake formats with the same rows and the same upserts, each in a process of its own beside
 * Spark's own Parquet reader on the compacted rows.
 */
public final class SparkPeers {

    private static final int ROWS = Integer.getInteger("bench.rows", 5_000_000);

    private static final int UPSERTS = 5;

    private static final Measure.Rounds ROUNDS = new Measure.Rounds(2, Integer.getInteger("bench.rounds", 3));

    private static final List<String> TABLES = List.of("uniform", "recent");

    private static final String COLUMNS =
            "k BIGINT NOT NULL, l1 BIGINT, l2 BIGINT, ts TIMESTAMP, amount DECIMAL(12, 2),"
                    + " i INT, day DATE, x DOUBLE, flag BOOLEAN, city STRING, word STRING, name STRING";

    private final Path warehouse;
    private final Path directory;
    private final String peer;
    private final SparkSession spark;

    private SparkPeers(Path warehouse, String peer) {
        this.warehouse = warehouse;
        this.directory = warehouse.resolve("peers");
        this.peer = peer;
        this.spark = SparkQueries.start(settings());
    }

    /** @param arguments the directory of the tables; {@code changes}, {@code ours}, or the name of a peer */
    public static void main(String[] arguments) throws Exception {
        Path warehouse = Path.of(arguments[0]).toAbsolutePath();
        String peer = arguments[1];
        if (peer.equals("changes")) {
            try (BenchTables tables = new BenchTables(warehouse)) {
                tables.prepare();
            }
        }
        SparkPeers peers = new SparkPeers(warehouse, peer);
        if (peer.equals("changes")) {
            peers.writeChanges();
        } else {
            peers.measure(arguments);
        }
        peers.spark.stop();
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        switch (peer) {
            case "paimon" -> {
                settings.put("spark.sql.extensions", "org.apache.paimon.spark.extensions.PaimonSparkSessionExtensions");
                settings.put("spark.sql.catalog.peer", "org.apache.paimon.spark.SparkCatalog");
                settings.put(
                        "spark.sql.catalog.peer.warehouse",
                        directory.resolve(peer).toString());
            }
            case "iceberg" -> settings.putAll(SparkQueries.iceberg(directory.resolve(peer)));
            case "delta" -> {
                settings.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
                settings.put("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
            }
            case "hudi" -> {
                settings.put("spark.sql.extensions", "org.apache.spark.sql.hudi.HoodieSparkSessionExtension");
                settings.put("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
                settings.put("spark.kryo.registrator", "org.apache.spark.HoodieSparkKryoRegistrar");
            }
            default -> settings.putAll(SparkQueries.ours(warehouse));
        }
        return settings;
    }

    /** The rows before the first upsert, and of each upsert those that it left. */
    private void writeChanges() {
        for (String name : TABLES) {
            String table = "ours.bench." + name;
            List<Row> snapshots = spark.sql("SELECT snapshot_id FROM " + table + ".snapshots ORDER BY 1")
                    .collectAsList();
            int first = snapshots.size() - 1 - UPSERTS;
            String columns =
                    "n.k, n.l1, n.l2, CAST(n.ts AS TIMESTAMP) AS ts, n.amount, n.i, n.day, n.x, n.flag, n.city,"
                            + " n.word, n.name";
            SparkQueries.write(
                    spark.sql("SELECT " + columns + " FROM " + table + " VERSION AS OF "
                            + snapshots.get(first).get(0) + " n"),
                    directory.resolve(name + "-0-" + ROWS),
                    2);
            for (int i = 1; i <= UPSERTS; i++) {
                String before = " VERSION AS OF " + snapshots.get(first + i - 1).get(0);
                String after = " VERSION AS OF " + snapshots.get(first + i).get(0);
                SparkQueries.write(
                        spark.sql("SELECT " + columns + " FROM " + table + after + " n JOIN " + table + before
                                + " o ON n.k = o.k WHERE n.l2 <> o.l2"),
                        directory.resolve(name + "-" + i + "-" + ROWS),
                        2);
            }
        }
    }

    private Dataset<Row> changes(String table, int upsert) {
        return spark.read()
                .parquet(directory.resolve(table + "-" + upsert + "-" + ROWS).toString());
    }

    private void measure(String[] arguments) throws Exception {
        SparkQueries.dimension(spark, warehouse, ROWS);
        Report report = new Report();
        for (String name : TABLES) {
            writeOnce(name);
            open(name).createOrReplaceTempView("opened_" + name);
            Path copy = warehouse.resolve("plain-" + name + "-" + ROWS);
            spark.read().parquet(copy.toString()).createOrReplaceTempView("plain_" + name);
            for (Map.Entry<String, String> query : SparkQueries.all().entrySet()) {
                String merged = String.format(query.getValue(), "opened_" + name);
                String plain = String.format(query.getValue(), "plain_" + name);
                report.add(Measure.alternate(
                        peer + ": " + name + ", " + query.getKey(),
                        () -> SparkQueries.checksum(spark, merged),
                        () -> SparkQueries.checksum(spark, plain),
                        "Spark's Parquet, compacted",
                        Double.NaN,
                        ROUNDS));
            }
        }
        report.finish(
                "spark " + spark.version() + ", " + peer + ": " + ROWS + " rows, five 10 % upserts",
                ROUNDS.text(),
                arguments);
    }

    private Dataset<Row> open(String name) {
        return switch (peer) {
            case "ours" -> spark.table("ours.bench." + name);
            case "paimon", "iceberg" -> spark.table("peer.bench." + name);
            case "hudi" ->
                spark.read()
                        .format(peer)
                        .option("hoodie.memory.merge.max.size", Integer.toString(1 << 30)) // or it spills for minutes
                        .load(path(name).toString());
            default -> spark.read().format(peer).load(path(name).toString());
        };
    }

    private Path path(String name) {
        return directory.resolve(peer).resolve(name + "-" + ROWS);
    }

    private void writeOnce(String name) throws Exception {
        Path done = directory.resolve(peer + "-" + name + "-" + ROWS);
        if (peer.equals("ours")) {
            SparkQueries.write(open(name), warehouse.resolve("plain-" + name + "-" + ROWS), 2);
        } else if (!Files.exists(done)) {
            long start = System.nanoTime();
            switch (peer) {
                case "paimon" -> writePaimon(name);
                case "iceberg" -> writeIceberg(name);
                case "delta" -> writeDelta(name);
                default -> writeHudi(name);
            }
            System.err.printf(Locale.ROOT, "%s wrote %s in %.0f s%n", peer, name, (System.nanoTime() - start) / 1e9);
            Files.createFile(done);
        }
    }

    /** Creates a table of the catalog and writes the first rows into it. */
    private String createAndFill(String name, String rest) {
        String table = "peer.bench." + name;
        spark.sql("CREATE DATABASE IF NOT EXISTS peer.bench");
        spark.sql("DROP TABLE IF EXISTS " + table);
        spark.sql("CREATE TABLE " + table + " (" + COLUMNS + ") " + rest);
        changes(name, 0).createOrReplaceTempView("changes");
        spark.sql("INSERT INTO " + table + " SELECT * FROM changes");
        return table;
    }

    /** Compacted after the first rows and never again, as our own tables. */
    private void writePaimon(String name) {
        String table =
                createAndFill(name, "TBLPROPERTIES ('primary-key' = 'k', 'bucket' = '2', 'file.format' = 'parquet')");
        spark.sql("CALL peer.sys.compact(table => 'bench." + name + "')");
        spark.sql("ALTER TABLE " + table + " SET TBLPROPERTIES ('write-only' = 'true')");
        for (int i = 1; i <= UPSERTS; i++) {
            changes(name, i).createOrReplaceTempView("changes");
            spark.sql("INSERT INTO " + table + " SELECT * FROM changes");
        }
    }

    /** Merge on read with position deletes. */
    private void writeIceberg(String name) {
        String table = createAndFill(
                name,
                "USING iceberg TBLPROPERTIES ('format-version' = '2', 'write.merge.mode' = 'merge-on-read',"
                        + " 'write.parquet.compression-codec' = 'zstd')");
        for (int i = 1; i <= UPSERTS; i++) {
            merge(name, table, i);
        }
    }

    /** Deletion vectors. */
    private void writeDelta(String name) {
        String table = "delta.`" + path(name) + "`";
        spark.sql("CREATE TABLE " + table + " (" + COLUMNS + ") USING delta"
                + " TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')");
        changes(name, 0).createOrReplaceTempView("changes");
        spark.sql("INSERT INTO " + table + " SELECT * FROM changes");
        for (int i = 1; i <= UPSERTS; i++) {
            merge(name, table, i);
        }
    }

    private void merge(String name, String table, int upsert) {
        changes(name, upsert).createOrReplaceTempView("changes");
        spark.sql("MERGE INTO " + table + " t USING changes s ON t.k = s.k WHEN MATCHED THEN UPDATE SET *"
                + " WHEN NOT MATCHED THEN INSERT *");
    }

    /** Merge on read, two buckets, not compacted. */
    private void writeHudi(String name) {
        for (int i = 0; i <= UPSERTS; i++) {
            changes(name, i)
                    .write()
                    .format("hudi")
                    .option("hoodie.table.name", name)
                    .option("hoodie.datasource.write.table.type", "MERGE_ON_READ")
                    .option("hoodie.datasource.write.operation", i == 0 ? "bulk_insert" : "upsert")
                    .option("hoodie.datasource.write.recordkey.field", "k")
                    .option("hoodie.record.merge.mode", "COMMIT_TIME_ORDERING")
                    .option("hoodie.index.type", "BUCKET")
                    .option("hoodie.bucket.index.num.buckets", "2")
                    .option("hoodie.compact.inline", "false")
                    .mode(i == 0 ? SaveMode.Overwrite : SaveMode.Append)
                    .save(path(name).toString());
        }
    }
}
