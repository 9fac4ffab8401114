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
package io.tablestore.compat.trino;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;

/** The Trino part of {@code ./demo}: queries over the tables that Flink wrote, and all of their rows. */
public final class TrinoDemo {

    private TrinoDemo() {}

    /** @param arguments the warehouse, and a directory for the rows of each table */
    public static void main(String[] arguments) throws Exception {
        List<String> catalog = List.of(
                "connector.name=tablestore",
                "fs.local.enabled=true",
                "local.location=" + arguments[0],
                "tablestore.warehouse=local:///");
        Path output = Path.of(arguments[1]);
        try (TrinoServer server = new TrinoServer(
                        Files.createTempDirectory(output, "trino"),
                        List.of("-Xmx2g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
                        Map.of("lake", catalog));
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            query(
                    statement,
                    "SELECT status, count(*) AS orders, sum(amount) AS amount FROM shop.orders GROUP BY status ORDER BY status");
            query(statement, "SELECT count(*) AS orders_at_the_first_commit FROM shop.orders FOR VERSION AS OF 1");
            for (String table : List.of("orders", "customers", "totals")) {
                write(statement, table, output.resolve("trino-" + table + ".csv"));
            }
        }
    }

    private static void query(Statement statement, String sql) throws Exception {
        System.out.println("\n> " + sql);
        long start = System.nanoTime();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                System.out.println(line(rows, "  "));
            }
        }
        System.out.printf(Locale.ROOT, "%.2f seconds%n", (System.nanoTime() - start) / 1e9);
    }

    private static void write(Statement statement, String table, Path file) throws Exception {
        try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(file));
                ResultSet rows = statement.executeQuery("SELECT * FROM shop." + table)) {
            while (rows.next()) {
                lines.print(line(rows, ",") + "\n");
            }
        }
    }

    private static String line(ResultSet rows, String separator) throws Exception {
        StringJoiner line = new StringJoiner(separator);
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            line.add(Objects.toString(rows.getString(i), ""));
        }
        return line.toString();
    }
}
