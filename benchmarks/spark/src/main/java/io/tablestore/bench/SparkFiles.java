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

import com.sun.management.ThreadMXBean;
import io.tablestore.compat.ManyFiles;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.rdd.RDD;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.reflect.ClassTag$;

/**
 * {@code ./bench spark-files}: what a table of 100 thousand files costs the driver, ours or Iceberg's with as many files for the
 * same rows and partitions, each in a process of its own.
 */
public final class SparkFiles {

    private static final int PARTITIONS = 102;
    private static final int BUCKETS = 100;
    private static final int KEYS = 1000;
    private static final int ROUNDS = 10;

    private final SparkSession spark;
    private final String table;

    private SparkFiles(SparkSession spark, String table) {
        this.spark = spark;
        this.table = table;
    }

    /** @param arguments the directory of the tables; {@code files}, {@code ours} or {@code iceberg} */
    public static void main(String[] arguments) throws Exception {
        Path warehouse = Path.of(arguments[0]).toAbsolutePath();
        boolean ours = !arguments[1].equals("iceberg");
        if (arguments[1].equals("files")) {
            writeOurs(warehouse);
            return;
        }
        Map<String, String> settings = new HashMap<>(SparkQueries.ours(warehouse));
        if (!ours) {
            settings.putAll(SparkQueries.iceberg(warehouse.resolve("peers/iceberg")));
        }
        SparkSession spark = SparkQueries.start(settings);
        if (!ours) {
            writeIceberg(spark, warehouse);
        }
        new SparkFiles(spark, ours ? "ours.wide.files" : "peer.wide.files").measure(ours ? "ours" : "Iceberg");
        spark.stop();
    }

    private static void writeOurs(Path warehouse) throws Exception {
        Path done = warehouse.resolve("wide.done");
        if (!Files.exists(done)) {
            System.err.println("writing a table of 100 thousand files");
            ManyFiles.write(warehouse, PARTITIONS, BUCKETS);
            Files.createFile(done);
        }
    }

    /** As many files: each commit has one key more of every bucket in every partition, so that every row has a file. */
    private static void writeIceberg(SparkSession spark, Path warehouse) throws Exception {
        Path done = warehouse.resolve("wide-iceberg.done");
        if (!Files.exists(done)) {
            System.err.println("writing Iceberg's table of 100 thousand files");
            spark.sql("CREATE DATABASE IF NOT EXISTS peer.wide");
            spark.sql("DROP TABLE IF EXISTS peer.wide.files");
            spark.sql(
                    "CREATE TABLE peer.wide.files (dt STRING, k BIGINT, v STRING) USING iceberg PARTITIONED BY (dt,"
                            + " bucket(" + BUCKETS
                            + ", k)) TBLPROPERTIES ('write.distribution-mode' = 'hash', 'write.spark.fanout.enabled' = 'false')");
            spark.range(KEYS)
                    .selectExpr(
                            "id AS k",
                            "row_number() OVER (PARTITION BY peer.system.bucket(" + BUCKETS
                                    + ", id) ORDER BY id) AS number")
                    .createOrReplaceTempView("keys");
            long commits = spark.sql("SELECT max(number) FROM keys").head().getInt(0);
            for (int commit = 1; commit <= commits; commit++) {
                spark.sql(
                        "INSERT INTO peer.wide.files SELECT format_string('p%05d', p.id) AS dt, k, concat('v', k) AS v"
                                + " FROM keys CROSS JOIN range(" + PARTITIONS + ") p WHERE number = " + commit);
            }
            Files.createFile(done);
        }
    }

    private void measure(String name) {
        System.out.printf(
                "%s, %d files, spark %s%n%n",
                name, spark.sql("SELECT * FROM " + table + ".files").count(), spark.version());
        System.out.println("| query | first, ms | median, ms | worst of " + ROUNDS
                + ", ms | allocated, MB | held by the plan, MB | live in all, MB |"
                + " tasks | bytes, all tasks | bytes a task, mean (most) |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("a point: partition and key", "SELECT v FROM %s WHERE dt = '%s' AND k = %d");
        queries.put("a key in every partition", "SELECT v FROM %s WHERE dt > '%s' AND k = %d");
        queries.put("everything", "SELECT v FROM %s");
        queries.forEach((title, query) -> System.out.println(row(title, query)));
    }

    private String row(String title, String query) {
        double[] millis = new double[ROUNDS];
        double first = plan(query, 0);
        for (int i = 0; i < ROUNDS; i++) {
            millis[i] = plan(query, i + 1);
        }
        Arrays.sort(millis);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double before = liveMegabytes();
        long allocatedBefore = threads.getTotalThreadAllocatedBytes();
        Dataset<Row> frame = spark.sql(sql(query, ROUNDS + 1));
        RDD<?> rdd = frame.queryExecution().toRdd();
        Partition[] partitions = rdd.partitions();
        double allocated = (threads.getTotalThreadAllocatedBytes() - allocatedBefore) / 1e6;
        double live = liveMegabytes();
        SerializerInstance serializer = SparkEnv.get().closureSerializer().newInstance();
        long all = 0;
        long most = 0;
        for (Partition partition : partitions) {
            long bytes = serializer
                    .serialize(partition, ClassTag$.MODULE$.apply(Partition.class))
                    .limit();
            all += bytes;
            most = Math.max(most, bytes);
        }
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f | %.1f | %.1f | %.1f | %,d | %,d | %,d (%,d) |",
                title,
                first,
                millis[ROUNDS / 2],
                millis[ROUNDS - 1],
                allocated,
                live - before,
                live,
                partitions.length,
                all,
                all / Math.max(1, partitions.length),
                most);
    }

    private String sql(String query, int round) {
        return String.format(Locale.ROOT, query, table, String.format(Locale.ROOT, "p%05d", round), 17 + round);
    }

    /** From the text of a query to the tasks that would be started. */
    private double plan(String query, int round) {
        long start = System.nanoTime();
        int tasks = spark.sql(sql(query, round)).queryExecution().toRdd().getNumPartitions();
        double millis = (System.nanoTime() - start) / 1e6;
        if (tasks == 0) {
            throw new IllegalStateException("nothing to read: " + query);
        }
        return millis;
    }

    private static double liveMegabytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
    }
}
