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

import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/** The Spark part of {@code ./demo}: queries over the golden tables, with their rows and seconds. */
public final class SparkDemo {

    private SparkDemo() {}

    /** @param arguments the warehouse of the golden tables */
    public static void main(String[] arguments) {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.sql.catalog.lake", "io.tablestore.spark.TableStoreCatalog")
                .config("spark.sql.catalog.lake.warehouse", arguments[0])
                .getOrCreate();
        query(spark, "SHOW TABLES IN lake.shop");
        query(
                spark,
                "SELECT status, count(*) AS orders, sum(amount) AS amount, max(ordered) AS last FROM lake.shop.orders"
                        + " GROUP BY status ORDER BY status");
        query(spark, "SELECT count(*) AS orders_when_tagged FROM lake.shop.orders VERSION AS OF 'opening'");
        query(spark, "SELECT id, customer, amount, note FROM lake.shop.orders WHERE id BETWEEN 2998 AND 3003");
        query(
                spark,
                "SELECT day, kind, count(*) AS events FROM lake.shop.events GROUP BY day, kind ORDER BY day, kind");
        spark.stop();
    }

    private static void query(SparkSession spark, String sql) {
        System.out.println("\n> " + sql);
        long start = System.nanoTime();
        var rows = spark.sql(sql);
        rows.show(20, false);
        System.out.printf(Locale.ROOT, "%.2f seconds%n", (System.nanoTime() - start) / 1e9);
    }
}
