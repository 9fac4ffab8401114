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
import java.util.Locale;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * {@code ./bench spark}: merge on read through the packaged connector beside Spark's own Parquet reader on a compacted copy of the
 * same rows.
 */
public final class SparkBench {

    private static final double GOAL = 1.6;

    private static final String THREE_SUMS = "SELECT count(*), sum(l1), sum(i), sum(amount) FROM %s";

    private static final String ELEVEN = "SELECT sum(l1), max(l2), max(ts), sum(amount), sum(i), max(day), max(x),"
            + " count_if(flag), max(city), max(word), sum(length(name)) FROM %s";

    private static final String ONE_PERCENT = "SELECT count(*), sum(l2), max(x), max(city) FROM %s WHERE l1 < 10000";

    private SparkBench() {}

    /** @param arguments the directory of the tables, then the options of {@code ./bench} */
    public static void main(String[] arguments) throws Exception {
        Path warehouse = Path.of(arguments[0]).toAbsolutePath();
        try (BenchTables tables = new BenchTables(warehouse)) {
            tables.prepare();
        }
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.parquet.compression.codec", "zstd")
                .config("spark.sql.catalog.ours", "io.tablestore.spark.TableStoreCatalog")
                .config("spark.sql.catalog.ours.warehouse", warehouse.toString())
                .getOrCreate();
        Report report = new Report();
        for (BenchTables.Upserts upserts : BenchTables.Upserts.values()) {
            String name = upserts.name().toLowerCase(Locale.ROOT);
            Path copy = warehouse.resolve("plain-" + name + "-" + BenchTables.ROWS);
            if (!Files.exists(copy.resolve("_SUCCESS"))) {
                spark.table("ours.bench." + name)
                        .coalesce(2)
                        .write()
                        .mode(SaveMode.Overwrite)
                        .parquet(copy.toString());
            }
            spark.read().parquet(copy.toString()).createOrReplaceTempView("plain_" + name);
            compare(report, spark, name, "three sums and count(*)", THREE_SUMS);
            compare(report, spark, name, "eleven aggregates", ELEVEN);
            compare(report, spark, name, "1 % filter on a value column", ONE_PERCENT);
        }
        report.finish(
                "spark " + spark.version() + ": merge on read, " + BenchTables.ROWS + " rows x 12 columns and five"
                        + " 10 % upserts",
                arguments);
        spark.stop();
    }

    private static void compare(Report report, SparkSession spark, String name, String title, String query)
            throws Exception {
        report.add(Measure.alternate(
                name + " upserts, " + title,
                () -> checksum(spark, String.format(query, "ours.bench." + name)),
                () -> checksum(spark, String.format(query, "plain_" + name)),
                "Spark's Parquet, compacted",
                GOAL));
    }

    private static long checksum(SparkSession spark, String query) {
        return spark.sql(query).collectAsList().toString().hashCode();
    }
}
