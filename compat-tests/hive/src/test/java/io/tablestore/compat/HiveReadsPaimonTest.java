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

import io.tablestore.compat.HiveServers.HiveSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random histories that Apache Paimon wrote, through Hive: by the server itself, and by jobs, vectorized and not. */
class HiveReadsPaimonTest {

    private static final String[] ZONES = {"UTC", "Asia/Kolkata", "America/Bahia_Banderas", "Pacific/Apia"};

    @TempDir
    Path directory;

    @Test
    void readsTheRowsThatPaimonReads() throws Exception {
        String[] range = System.getProperty("seeds.hive", "1-10").split("-");
        long rows = 0;
        try (HiveServers servers = new HiveServers(
                        Files.createDirectory(directory.resolve("hive")),
                        Map.of(),
                        TimeZone.getDefault().getID(),
                        true);
                HiveSession hive = servers.connect()) {
            for (long seed = Long.parseLong(range[0]); seed <= Long.parseLong(range[range.length - 1]); seed++) {
                hive.run("SET hive.local.time.zone=" + ZONES[(int) (seed % ZONES.length)]);
                rows += compare(hive, seed);
            }
        }
        System.out.println("hive: seeds " + String.join("-", range) + ", " + rows + " rows compared, 0 mismatches");
    }

    private long compare(HiveSession hive, long seed) throws Exception {
        Path warehouse = Files.createDirectory(directory.resolve("seed-" + seed));
        try (PaimonHistory history = new PaimonHistory(seed, warehouse)) {
            history.run();
            FileStoreTable table = history.table();
            List<DataField> fields = table.rowType().getFields().stream()
                    .filter(field -> HiveRows.isComparable(field.type()))
                    .toList();
            int[] positions = fields.stream()
                    .mapToInt(field -> table.rowType().getFieldIndex(field.name()))
                    .toArray();
            Map<String, String> options = table.options();
            List<String> expected = new ArrayList<>();
            try (var reader = table.newReadBuilder()
                    .withProjection(positions)
                    .newRead()
                    .createReader(table.newReadBuilder().newScan().plan())) {
                reader.forEachRemaining(row ->
                        expected.add(JsonLines.comparable(PaimonRows.line(row, fields, HiveRows.SHOWN), options)));
            }
            expected.sort(null);
            String name = "seed_" + seed;
            hive.run("CREATE EXTERNAL TABLE " + name + " STORED BY 'io.tablestore.hive.TableStoreStorageHandler'"
                    + " LOCATION '" + history.tablePath().toUri() + "'");
            String query = "SELECT " + HiveRows.select(fields) + " FROM " + name;
            try {
                assertThat(OursReadsPaimonTest.differences(
                                expected, HiveRows.lines(hive.jobs(false).query(query), fields, options)))
                        .as("seed %d, by the server", seed)
                        .isEmpty();
                hive.jobs(true);
                assertThat(OursReadsPaimonTest.differences(
                                expected, HiveRows.lines(byJob(hive.vectorized(true), query, fields), fields, options)))
                        .as("seed %d, vectorized", seed)
                        .isEmpty();
                assertThat(OursReadsPaimonTest.differences(
                                expected,
                                HiveRows.lines(byJob(hive.vectorized(false), query, fields), fields, options)))
                        .as("seed %d, row by row", seed)
                        .isEmpty();
            } finally {
                hive.run("DROP TABLE " + name);
            }
            return 3L * expected.size();
        } finally {
            OursReadsPaimonTest.delete(warehouse);
        }
    }

    /** What jobs return goes through a text in which an array of one NULL is NULL; a binary file keeps them apart. */
    private static List<List<Object>> byJob(HiveSession hive, String query, List<DataField> fields) throws Exception {
        if (fields.stream().noneMatch(field -> HiveRows.isNested(field.type()))) {
            return hive.query(query);
        }
        hive.run(
                "CREATE EXTERNAL TABLE kept ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.lazybinary.LazyBinarySerDe'"
                        + " STORED AS SEQUENCEFILE TBLPROPERTIES ('external.table.purge' = 'true') AS " + query);
        try {
            return hive.jobs(false).query("SELECT * FROM kept");
        } finally {
            hive.jobs(true).run("DROP TABLE kept");
        }
    }
}
