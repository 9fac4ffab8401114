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
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The Spark part of {@code ./demo}: queries over the tables that Flink wrote, and all of their rows. */
public final class SparkDemo {

    private SparkDemo() {}

    /** @param arguments the warehouse, and a directory that gets a CSV file with the rows of each table */
    public static void main(String[] arguments) throws IOException {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.catalog.lake", "io.tablestore.spark.TableStoreCatalog")
                .config("spark.sql.catalog.lake.warehouse", arguments[0])
                .getOrCreate();
        query(
                spark,
                "SELECT status, count(*) AS orders, sum(amount) AS amount FROM lake.shop.orders GROUP BY status ORDER BY status");
        query(
                spark,
                "SELECT c.city, count(*) AS customers, sum(t.amount) AS amount, max(t.largest) AS largest"
                        + " FROM lake.shop.customers c JOIN lake.shop.totals t ON c.customer = t.customer"
                        + " GROUP BY c.city ORDER BY amount DESC LIMIT 3");
        query(spark, "SELECT count(*) AS orders_at_the_first_commit FROM lake.shop.orders VERSION AS OF 1");
        for (String table : List.of("orders", "customers", "totals")) {
            write(spark, table, Path.of(arguments[1], "spark-" + table + ".csv"));
        }
        spark.stop();
    }

    private static void query(SparkSession spark, String sql) {
        System.out.println("\n> " + sql);
        long start = System.nanoTime();
        var rows = spark.sql(sql);
        rows.show(20, false);
        System.out.printf(Locale.ROOT, "%.2f seconds%n", (System.nanoTime() - start) / 1e9);
    }

    private static void write(SparkSession spark, String table, Path file) {
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(file))) {
            Iterator<Row> rows = spark.table("lake.shop." + table).toLocalIterator();
            while (rows.hasNext()) {
                Row row = rows.next();
                lines.print(IntStream.range(0, row.size())
                        .mapToObj(i -> Objects.toString(row.get(i), ""))
                        .collect(Collectors.joining(",", "", "\n")));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
