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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.compat.HiveServers.HiveSession;
import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.testing.s3.S3Server;
import io.tablestore.testing.s3.StoragePage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.Table;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in {@code s3://} without Hadoop's S3A, with the settings of docs/STORAGE.md. */
class HiveS3Test {

    private static final String STORED =
            " STORED BY 'io.tablestore.hive.TableStoreStorageHandler' LOCATION '%s/%s.db/%s'";

    @TempDir
    static Path directory;

    static Path warehouse;
    static S3Server store;
    static HiveServers servers;

    HiveSession hive;

    @BeforeAll
    static void start() throws Exception {
        warehouse = Files.createDirectory(directory.resolve("warehouse"));
        try (SmallTable table = new SmallTable(warehouse)) {
            table.write(1, 1000, "a");
            table.write(500, 1500, "b");
        }
        writeOrders();
        store = new S3Server(Files.createDirectory(directory.resolve("store")));
        store.createBucket("lake");
        store.upload(warehouse, "lake/warehouse");
        Map<String, String> settings = properties(StoragePage.block("Hive", "xml", store.port()));
        assertThat(settings).containsKeys("fs.s3.impl", "s3.endpoint");
        settings.put("hive.stats.autogather", "true"); // as Hive has it by default
        servers = new HiveServers(Files.createDirectory(directory.resolve("hive")), settings, "UTC", true);
    }

    /** Of hive-site.xml. */
    private static Map<String, String> properties(String xml) {
        Map<String, String> properties = new LinkedHashMap<>();
        Matcher found =
                Pattern.compile("<name>(.*?)</name>\\s*<value>(.*?)</value>").matcher(xml);
        while (found.find()) {
            properties.put(found.group(1), found.group(2));
        }
        return properties;
    }

    /** {@code shop.orders}, two partitions. */
    private static void writeOrders() throws Exception {
        try (PaimonWarehouse paimon = new PaimonWarehouse(warehouse)) {
            Schema.Builder schema = Schema.newBuilder()
                    .column("dt", DataTypes.STRING().notNull())
                    .column("id", DataTypes.BIGINT().notNull())
                    .column("k", DataTypes.BIGINT())
                    .partitionKeys("dt")
                    .primaryKey("dt", "id")
                    .option("bucket", "1");
            Table orders = paimon.create(Identifier.create("shop", "orders"), schema.build());
            PaimonWarehouse.write(orders, write -> {
                for (long id = 0; id < 100; id++) {
                    write.write(GenericRow.of(BinaryString.fromString("2026-01-0" + (1 + id % 2)), id, 10 * id));
                }
            });
        }
    }

    @AfterAll
    static void stop() {
        if (servers != null) {
            servers.close();
        }
        if (store != null) {
            store.close();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        hive = servers.connect();
        hive.run("CREATE DATABASE IF NOT EXISTS near");
        hive.run("CREATE DATABASE IF NOT EXISTS far");
        for (String[] name : new String[][] {{"db", "t"}, {"shop", "orders"}}) {
            hive.run("CREATE EXTERNAL TABLE IF NOT EXISTS near." + name[1]
                    + STORED.formatted(warehouse.toUri().toString().replaceFirst("/$", ""), name[0], name[1]));
            hive.run("CREATE EXTERNAL TABLE IF NOT EXISTS far." + name[1]
                    + STORED.formatted("s3://lake/warehouse", name[0], name[1]));
        }
    }

    @AfterEach
    void disconnect() throws Exception {
        hive.close();
    }

    @Test
    void rowsAreThoseOfALocalWarehouse() throws Exception {
        List<String> queries = List.of(
                "SELECT k, v, d FROM %1$s.t WHERE k %% 7 < 3",
                "SELECT count(*), sum(k), max(v) FROM %1$s.t WHERE k > 700",
                "SELECT count(*) FROM %1$s.t",
                "SELECT k, v FROM %1$s.t FOR SYSTEM_VERSION AS OF 1 WHERE v >= 'a990'",
                "SELECT o.dt, count(*), sum(t.k) FROM %1$s.orders o JOIN %1$s.t t ON o.k = t.k GROUP BY o.dt",
                "SELECT dt, id FROM %1$s.orders WHERE dt = '2026-01-02' AND id > 90",
                "SELECT snapshot_id, commit_kind FROM %1$s.t.snapshots",
                "SHOW PARTITIONS %1$s.orders");
        for (String query : queries) {
            String near = query.formatted("near");
            String far = query.formatted("far");
            List<String> expected = hive.jobs(false).rows(near);
            assertThat(expected).as(near).isNotEmpty();
            assertThat(hive.rows(far)).as(far).isEqualTo(expected);
            for (boolean vectorized : new boolean[] {true, false}) {
                assertThat(hive.jobs(true).vectorized(vectorized).rows(far))
                        .as(far)
                        .isEqualTo(expected);
            }
        }
        assertThat(String.join(
                        "\n",
                        hive.vectorized(true)
                                .rows("EXPLAIN VECTORIZATION DETAIL SELECT sum(k) FROM far.t WHERE k > 1")))
                .contains("Execution mode: vectorized");
    }

    @Test
    void theStatementsOfThePageRun() throws Exception {
        List<String> statements = StoragePage.statements(StoragePage.block("Hive", "sql"));
        hive.run(statements.get(0));
        assertThat(hive.rows(statements.get(1))).containsExactly("[100]");
        hive.run("DROP TABLE orders");
    }

    @Test
    void droppedTablesKeepTheirFiles() throws Exception {
        String create = "CREATE EXTERNAL TABLE kept" + STORED.formatted("s3://lake/warehouse", "db", "t");
        hive.run(create);
        hive.run("DROP TABLE kept");
        hive.run(create);
        assertThat(hive.rows("SELECT count(k) FROM kept")).containsExactly("[1499]");
        hive.run("DROP TABLE kept");
    }

    /** The directory of a database is made, and removed if nothing is in it. */
    @Test
    void databasesMayLieInS3() throws Exception {
        hive.run("CREATE DATABASE lake LOCATION 's3://lake/made.db'");
        hive.run("CREATE EXTERNAL TABLE lake.t" + STORED.formatted("s3://lake/warehouse", "db", "t"));
        assertThat(hive.rows("SELECT count(k) FROM lake.t")).containsExactly("[1499]");
        hive.run("DROP DATABASE lake CASCADE");
        hive.run("CREATE DATABASE db LOCATION 's3://lake/warehouse/db.db'");
        hive.run("CREATE EXTERNAL TABLE db.t" + STORED.formatted("s3://lake/warehouse", "db", "t"));
        hive.run("ALTER TABLE db.t RENAME TO db.u");
        assertThat(hive.rows("SELECT count(k) FROM db.u")).containsExactly("[1499]");
        hive.run("DROP DATABASE db CASCADE");
        assertThat(hive.rows("SELECT count(k) FROM far.t")).containsExactly("[1499]");
    }

    @Test
    void whatCannotWorkIsOneClearLine() {
        assertThatThrownBy(() ->
                        hive.run("CREATE EXTERNAL TABLE nowhere" + STORED.formatted("s3://no-such-bucket", "db", "t")))
                .hasMessageContaining("no-such-bucket")
                .hasMessageContaining("404 NoSuchBucket")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> hive.run(
                        "CREATE EXTERNAL TABLE nowhere" + STORED.formatted("s3://lake/warehouse", "db", "nowhere")))
                .hasMessageContaining("is not a table-store table");
    }

    /** Hive's own formats need Hadoop's client. */
    @Test
    void otherTablesInS3AreRefusedByName() throws Exception {
        hive.run("CREATE EXTERNAL TABLE lines (line STRING) LOCATION 's3://lake/warehouse/db.db/t/schema'");
        assertThatThrownBy(() -> hive.jobs(false).rows("SELECT * FROM lines"))
                .hasMessageContaining("does not read files");
    }
}
