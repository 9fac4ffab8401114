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

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import java.nio.file.Path;
import java.util.List;
import org.apache.paimon.table.FileStoreTable;

/** {@code ./bench core}: the reader beside Apache Paimon's library and, on plain files, DuckDB; one thread each. */
public final class CoreBench {

    private static final List<String> ALL =
            List.of("k", "l1", "l2", "ts", "amount", "i", "day", "x", "flag", "city", "word", "name");
    private static final List<String> THREE = List.of("l2", "x", "city");
    private static final List<String> SUMS = List.of("k", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8");
    private static final long ONE_PERCENT = 10_000; // of l1, drawn evenly from 0 to 999,999

    private CoreBench() {}

    /** @param arguments the directory of the tables, then the options of {@code ./bench} */
    public static void main(String[] arguments) throws Exception {
        Path warehouse = Path.of(arguments[0]).toAbsolutePath();
        Report report = new Report();
        try (BenchTables tables = new BenchTables(warehouse)) {
            tables.prepare();
            compare(report, tables, "append", "append", 0.8, 0.8, 0.8);
            compare(report, tables, "uniform", "merged, uniform upserts", 0.7, 0.5, 0.4);
            compare(report, tables, "recent", "merged, recent upserts", 0.7, 0.5, 0.4);
            Table partial = open(tables, "partial");
            FileStoreTable paimonPartial = tables.table("partial");
            report.add(paimon("partial-update, 12 columns", partial, paimonPartial, ALL, 0, 0.6));
            report.add(paimon("partial-update, three columns", partial, paimonPartial, THREE, 0, 0.6));
            report.add(paimon("aggregation, 8 sums", open(tables, "sums"), tables.table("sums"), SUMS, 0, 0.6));
            try (DuckScan duck = new DuckScan(tables.path("append"))) {
                Table ours = open(tables, "append");
                duckdb(report, "plain files, all columns", ours, duck, ALL, 0);
                duckdb(report, "plain files, three columns", ours, duck, THREE, 0);
                duckdb(report, "plain files, 1 % filter, three columns", ours, duck, THREE, ONE_PERCENT);
            }
        }
        report.finish("core: " + BenchTables.ROWS + " rows x 12 columns", arguments);
    }

    private static Table open(BenchTables tables, String name) {
        return TableStore.openTable(
                new LocalFileSystem(), TablePath.of(tables.path(name).toString()));
    }

    private static void compare(
            Report report,
            BenchTables tables,
            String name,
            String title,
            double goalAll,
            double goalThree,
            double goalFilter)
            throws Exception {
        Table ours = open(tables, name);
        FileStoreTable paimon = tables.table(name);
        report.add(paimon(title + ", all columns", ours, paimon, ALL, 0, goalAll));
        report.add(paimon(title + ", three columns", ours, paimon, THREE, 0, goalThree));
        report.add(paimon(title + ", 1 % filter, three columns", ours, paimon, THREE, ONE_PERCENT, goalFilter));
    }

    private static Measure paimon(
            String title, Table ours, FileStoreTable paimon, List<String> columns, long below, double goal)
            throws Exception {
        return Measure.alternate(
                title,
                () -> OurScan.run(ours, columns, below),
                () -> PaimonScan.run(paimon, columns, below),
                "Paimon",
                goal);
    }

    /** DuckDB aggregates; ours consumes every value. Both count the rows. */
    private static void duckdb(Report report, String title, Table ours, DuckScan duck, List<String> columns, long below)
            throws Exception {
        long[] rows = {duck.run(columns, below)};
        report.add(Measure.alternate(
                title,
                () -> {
                    OurScan.run(ours, columns, below);
                    return rows[0];
                },
                () -> duck.run(columns, below),
                "DuckDB",
                Double.NaN));
    }
}
