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

import io.tablestore.compat.HiveServers;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The Hive part of {@code ./demo}: queries over the tables that Flink wrote, and all of their rows. */
public final class HiveDemo {

    private HiveDemo() {}

    /** @param arguments the warehouse, and a directory that gets a CSV file with the rows of each table */
    public static void main(String[] arguments) throws Exception {
        Path output = Path.of(arguments[1]);
        try (HiveServers servers =
                        new HiveServers(Files.createTempDirectory(output, "hive"), Map.of(), "UTC", true, "1500m");
                HiveServers.HiveSession hive = servers.connect()) {
            List<String> tables = List.of("orders", "customers", "totals");
            for (String table : tables) {
                hive.run("CREATE EXTERNAL TABLE " + table
                        + " STORED BY 'io.tablestore.hive.TableStoreStorageHandler' LOCATION '"
                        + Path.of(arguments[0], "shop.db", table).toUri() + "'");
            }
            query(
                    hive,
                    "SELECT status, count(*) AS orders, sum(amount) AS amount FROM orders GROUP BY status ORDER BY status");
            query(hive, "SELECT count(*) AS orders_at_the_first_commit FROM orders FOR SYSTEM_VERSION AS OF 1");
            for (String table : tables) {
                write(hive, table, output.resolve("hive-" + table + ".csv"));
            }
        }
    }

    private static void query(HiveServers.HiveSession hive, String sql) throws Exception {
        System.out.println("\n> " + sql);
        long start = System.nanoTime();
        hive.query(sql).forEach(row -> System.out.println(line(row, "  ")));
        System.out.printf(Locale.ROOT, "%.2f seconds%n", (System.nanoTime() - start) / 1e9);
    }

    private static void write(HiveServers.HiveSession hive, String table, Path file) throws Exception {
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(file))) {
            hive.query("SELECT * FROM " + table).forEach(row -> lines.print(line(row, ",") + "\n"));
        }
    }

    private static String line(List<Object> row, String separator) {
        return row.stream().map(value -> Objects.toString(value, "")).collect(Collectors.joining(separator));
    }
}
