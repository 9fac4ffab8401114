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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code ./bench hive}: merge on read in HiveServer2 with Tez through the packaged connector, beside Hive's own Parquet table of
 * the same rows, both vectorized; and both row by row.
 */
public final class HiveBench {

    private static final String THREE_SUMS = "SELECT count(*), sum(l1), sum(i), sum(amount) FROM %s";

    private static final String ELEVEN = "SELECT sum(l1), max(l2), max(ts), sum(amount), sum(i), max(day), max(x),"
            + " sum(CASE WHEN flag THEN 1 ELSE 0 END), max(city), max(word), sum(length(name)) FROM %s";

    private static final String ONE_PERCENT = "SELECT count(*), sum(l2), max(x), max(city) FROM %s WHERE l1 < 10000";

    private static final Measure.Rounds VECTORIZED = new Measure.Rounds(3, 5);
    private static final Measure.Rounds BY_ROWS = new Measure.Rounds(1, 3);

    private HiveBench() {}

    /** @param arguments the directory of the tables, then the options of {@code ./bench} */
    public static void main(String[] arguments) throws Exception {
        Path warehouse = Path.of(arguments[0]).toAbsolutePath();
        try (BenchTables tables = new BenchTables(warehouse)) {
            tables.prepare();
        }
        Path directory = Files.createTempDirectory(warehouse, "hive");
        Report report = new Report();
        // One task after the other: those of local Tez share operators, and two at once lose rows, of Parquet tables
        // too.
        Map<String, String> settings = Map.of("hive.tez.container.size", "1024");
        try (HiveServers servers = new HiveServers(directory, settings, "UTC", true, "3g");
                HiveServers.HiveSession hive = servers.connect()) {
            hive.run("SET hive.fetch.task.conversion=none");
            hive.run("SET hive.compute.query.using.stats=false");
            for (BenchTables.Upserts upserts : BenchTables.Upserts.values()) {
                String name = upserts.name().toLowerCase(Locale.ROOT);
                Path table = warehouse.resolve("bench.db").resolve(name);
                hive.run("CREATE EXTERNAL TABLE " + name + " STORED BY 'io.tablestore.hive.TableStoreStorageHandler'"
                        + " LOCATION '" + table.toUri() + "'");
                hive.run("SET parquet.compression=ZSTD");
                hive.run("CREATE TABLE plain_" + name + " STORED AS PARQUET AS SELECT * FROM " + name);
                for (boolean vectorized : new boolean[] {true, false}) {
                    hive.vectorized(vectorized);
                    double goal = !vectorized ? Double.NaN : upserts == BenchTables.Upserts.UNIFORM ? 1.5 : 1.3;
                    Measure.Rounds rounds = vectorized ? VECTORIZED : BY_ROWS;
                    String how = vectorized ? "" : ", row by row";
                    compare(report, hive, name, "three sums and count(*)" + how, THREE_SUMS, goal, rounds);
                    compare(report, hive, name, "eleven aggregates" + how, ELEVEN, goal, rounds);
                    compare(report, hive, name, "1 % filter on a value column" + how, ONE_PERCENT, goal, rounds);
                }
            }
            report.finish(
                    "Hive 4.0.1, Tez: merge on read, " + BenchTables.ROWS + " rows x 12 columns and five 10 % upserts",
                    VECTORIZED.text() + ", row by row " + BY_ROWS.text(),
                    arguments);
        } finally {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static void compare(
            Report report,
            HiveServers.HiveSession hive,
            String name,
            String title,
            String query,
            double goal,
            Measure.Rounds rounds)
            throws Exception {
        report.add(Measure.alternate(
                name + " upserts, " + title,
                () -> checksum(hive, String.format(query, name)),
                () -> checksum(hive, String.format(query, "plain_" + name)),
                "Hive's Parquet, compacted",
                goal,
                rounds));
    }

    private static long checksum(HiveServers.HiveSession hive, String query) throws Exception {
        return hive.rows(query).toString().hashCode();
    }
}
