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
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** The queries of the benchmarks on Spark, and the plain Parquet files that they are compared with. */
final class SparkQueries {

    private SparkQueries() {}

    /** By title; {@code %s} is the table. */
    static Map<String, String> all() {
        Map<String, String> queries = new LinkedHashMap<>();
        queries.put("three sums and count(*)", "SELECT count(*), sum(l1), sum(i), sum(amount) FROM %s");
        queries.put(
                "eleven aggregates",
                "SELECT sum(l1), max(l2), CAST(max(ts) AS STRING), sum(amount), sum(i), max(day), max(x),"
                        + " count_if(flag), max(city), max(word), sum(length(name)) FROM %s");
        queries.put(
                "1 % filter on a value column", "SELECT count(*), sum(l2), max(x), max(city) FROM %s WHERE l1 < 10000");
        queries.put(
                "join, runtime filter of 500 keys",
                "SELECT count(*), sum(f.l2), max(f.x), max(f.city) FROM %s f JOIN dimension d ON f.k = d.k"
                        + " WHERE d.a = 7");
        return queries;
    }

    /** Two cores; whatever else is set in {@code more}. */
    static SparkSession start(Map<String, String> more) {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.parquet.compression.codec", "zstd");
        more.forEach(builder::config);
        return builder.getOrCreate();
    }

    static Map<String, String> ours(Path warehouse) {
        return Map.of(
                "spark.sql.catalog.ours",
                "io.tablestore.spark.TableStoreCatalog",
                "spark.sql.catalog.ours.warehouse",
                warehouse.toString());
    }

    /** The catalog {@code peer} of Iceberg. */
    static Map<String, String> iceberg(Path warehouse) {
        return Map.of(
                "spark.sql.extensions",
                "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
                "spark.sql.catalog.peer",
                "org.apache.iceberg.spark.SparkCatalog",
                "spark.sql.catalog.peer.type",
                "hadoop",
                "spark.sql.catalog.peer.warehouse",
                warehouse.toString());
    }

    /** The small side of the join: a hundredth of the keys, of which a hundredth is wanted. */
    static void dimension(SparkSession spark, Path warehouse, int rows) {
        Path path = warehouse.resolve("dimension-" + rows);
        write(spark.range(rows / 100).selectExpr("id * 100 AS k", "id % 100 AS a"), path, 1);
        spark.read().parquet(path.toString()).createOrReplaceTempView("dimension");
    }

    /** Writes Parquet files unless they are there. */
    static void write(Dataset<Row> rows, Path path, int files) {
        if (!Files.exists(path.resolve("_SUCCESS"))) {
            System.err.println("writing " + path.getFileName());
            rows.coalesce(files).write().mode(SaveMode.Overwrite).parquet(path.toString());
        }
    }

    static long checksum(SparkSession spark, String query) {
        return spark.sql(query).collectAsList().toString().hashCode();
    }
}
