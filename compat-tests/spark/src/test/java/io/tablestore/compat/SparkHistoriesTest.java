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
package io.tablestore.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.compat.SparkSessions.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypeFamily;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories written by Apache Paimon's library: Spark SQL returns the rows that Paimon reads, in whatever session
 * zone, and what it takes from metadata is what it counts.
 */
class SparkHistoriesTest {

    /** Half an hour off, west of Greenwich, and one that changes its clocks at midnight. */
    private static final List<String> ZONES = List.of("Asia/Kolkata", "America/Los_Angeles", "America/Sao_Paulo");

    @TempDir
    Path directory;

    private long rows;
    private int snapshots;
    private int aggregated;

    @Test
    void returnsTheRowsThatPaimonReads() throws Exception {
        String[] range = System.getProperty("seeds", "1-12").split("-");
        for (long seed = Long.parseLong(range[0]); seed <= Long.parseLong(range[range.length - 1]); seed++) {
            Path warehouse = Files.createDirectory(directory.resolve("seed-" + seed));
            try (PaimonHistory history = new PaimonHistory(seed, warehouse)) {
                history.run();
                compare(seed, history, warehouse);
            } catch (Exception | AssertionError failed) {
                throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
            }
            OursReadsPaimonTest.delete(warehouse);
        }
        System.out.println("spark: seeds " + String.join("-", range) + ", " + snapshots + " snapshots with " + rows
                + " rows compared, 0 mismatches; " + aggregated + " tables' aggregates from metadata");
    }

    private void compare(long seed, PaimonHistory history, Path warehouse) throws Exception {
        SparkSession spark = SparkSessions.start();
        spark.conf().set("spark.sql.session.timeZone", ZONES.get((int) (seed % ZONES.size())));
        SparkSessions.catalog(spark, "lake", warehouse);
        FileStoreTable table = history.table();
        Path path = history.tablePath();
        String database = path.getParent().getFileName().toString().replaceFirst("\\.db$", "");
        String name = "lake.`" + database + "`.`" + path.getFileName() + "`";
        for (Long snapshot : OursReadsPaimonTest.snapshots(table, new Random(seed))) {
            compare(seed, spark, table, name, snapshot);
        }
        if (isShown(spark, table)) {
            checkAggregates(spark, table, name, new Random(seed));
        }
    }

    /** Columns of TIME are refused where Spark has no such type, which another test shows. */
    private static boolean isShown(SparkSession spark, FileStoreTable table) {
        return SparkSessions.isAtLeast(spark, "4.1")
                || !table.rowType().asSQLString().contains("TIME(");
    }

    private void compare(long seed, SparkSession spark, FileStoreTable table, String name, Long snapshot)
            throws Exception {
        FileStoreTable at = snapshot == null ? table : table.copy(Map.of("scan.snapshot-id", snapshot.toString()));
        if (!isShown(spark, at)) {
            return;
        }
        List<String> expected = PaimonRows.read(table, snapshot, SparkRows.SHOWN);
        String version = snapshot == null ? "" : " VERSION AS OF " + snapshot;
        List<String> found = SparkRows.lines(
                spark.sql("SELECT * FROM " + name + version).collectAsList(),
                at.rowType().getFields());
        OursReadsPaimonTest.assertSame(seed, snapshot, table, expected, found);
        rows += expected.size();
        snapshots++;
    }

    /** Aggregates that come from metadata are those of the rows. */
    private void checkAggregates(SparkSession spark, FileStoreTable table, String name, Random random) {
        List<String> candidates = new ArrayList<>(List.of("count(*)"));
        for (DataField field : table.rowType().getFields()) {
            DataTypeRoot root = field.type().getTypeRoot();
            String column = "`" + field.name() + "`";
            candidates.add("count(" + column + ")");
            if (root.getFamilies().contains(DataTypeFamily.EXACT_NUMERIC)
                    || root.getFamilies().contains(DataTypeFamily.DATETIME)) {
                candidates.add("min(" + column + ")");
                candidates.add("max(" + column + ")");
            }
        }
        Collections.shuffle(candidates, random);
        String some = String.join(", ", candidates.subList(0, Math.min(4, candidates.size())));
        Ran known = SparkSessions.run(spark, "SELECT " + some + " FROM " + name);
        if (known.plan().contains("LocalTableScan")) {
            assertThat(known.rows())
                    .as(some)
                    .isEqualTo(SparkSessions.query(spark, "SELECT " + some + " FROM " + name + " WHERE rand() < 2"));
            aggregated++;
        }
    }
}
