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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.compat.UpsertedTpch;
import io.tablestore.testing.Waiting;
import io.trino.tpch.TpchTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own with the packaged plugin, over JDBC. */
class TrinoServerTest {

    private static final String ARROW_FLAG = "--add-opens=java.base/java.nio=ALL-UNNAMED";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path directory;

    private static Path warehouse;
    private static TrinoEngine server;

    @BeforeAll
    static void start() throws Exception {
        warehouse = Files.createDirectory(directory.resolve("warehouse"));
        try (UpsertedTpch tpch = new UpsertedTpch(warehouse, 0.1, UpsertedTpch.Upserts.UNIFORM, false)) {
            tpch.write("tpch", TpchTable.LINE_ITEM, Map.of());
            tpch.write("tpch", TpchTable.NATION, Map.of());
            tpch.write("tpch", TpchTable.REGION, Map.of("bucket", "1"));
        }
        server = new TrinoServer(
                Files.createDirectory(directory.resolve("server")), List.of("-Xmx1500m", ARROW_FLAG), catalog());
    }

    private static Map<String, List<String>> catalog() {
        return Map.of(
                "lake",
                List.of(
                        "connector.name=tablestore",
                        "fs.local.enabled=true",
                        "local.location=" + warehouse,
                        "tablestore.warehouse=local:///"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static List<List<Object>> query(String sql) throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            List<List<Object>> rows = new ArrayList<>();
            if (!statement.execute(sql)) {
                return rows;
            }
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    List<Object> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getObject(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        }
    }

    @Test
    void readsTravelsAndChangesSchemas() throws Exception {
        assertThat(query("SELECT count(*), sum(n_nationkey), min(n_name) FROM tpch.nation"))
                .containsExactly(List.of(25L, 300L, "ALGERIA"));
        assertThat(query("SELECT count(*) FROM tpch.nation FOR VERSION AS OF 1"))
                .containsExactly(List.of(26L));
        assertThat(query("SELECT count(*) FROM tpch.\"nation$snapshots\"")).containsExactly(List.of(7L));
        assertThat(
                        query(
                                "SELECT DISTINCT \"$bucket\", \"$file\" LIKE 'bucket-%', \"$partition\" FROM tpch.nation ORDER BY 1"))
                .containsExactly(List.of(0, true, ""), List.of(1, true, ""));
        query("CREATE SCHEMA made");
        query("CREATE TABLE made.t (id bigint, v varchar) WITH (primary_key = ARRAY['id'], bucket = 4)");
        query("ALTER TABLE made.t ADD COLUMN d date");
        query("COMMENT ON COLUMN made.t.d IS 'a day'");
        assertThat(query("DESCRIBE made.t")).extracting(row -> row.get(0)).containsExactly("id", "v", "d");
        assertThat(query("SELECT * FROM made.t")).isEmpty();
        query("DROP SCHEMA made CASCADE");
        assertThat(query("SHOW SCHEMAS")).doesNotContain(List.of("made"));
    }

    /** Under one name, and without one: an optimizer may take equal scans for one. */
    @Test
    void severalVersionsInAStatementAreKeptApart() throws Exception {
        String count = "SELECT count(*) FROM tpch.nation";
        String one = " FOR VERSION AS OF 1";
        assertThat(query(count + " UNION ALL " + count + one)).containsExactlyInAnyOrder(List.of(25L), List.of(26L));
        assertThat(query("SELECT (" + count + "), (" + count + one + ")")).containsExactly(List.of(25L, 26L));
        String key = "SELECT n_nationkey FROM tpch.nation";
        assertThat(query("SELECT count(*) FROM (" + key + one + " EXCEPT " + key + ")"))
                .containsExactly(List.of(1L));
        assertThat(query("SELECT count(*) FROM tpch.nation" + one + " WHERE n_nationkey NOT IN (" + key + ")"))
                .containsExactly(List.of(1L));
        assertThat(query("WITH o AS (" + count + one + "), n AS (" + count + ") SELECT * FROM o, n"))
                .containsExactly(List.of(26L, 25L));
        assertThat(query("SELECT count(*) FROM tpch.nation" + one + " a LEFT JOIN tpch.nation b"
                        + " ON a.n_nationkey = b.n_nationkey WHERE b.n_nationkey IS NULL"))
                .containsExactly(List.of(1L));
    }

    @Test
    void tellsWhatAScanDid() throws Exception {
        String plan = query("EXPLAIN ANALYZE VERBOSE SELECT sum(l_tax) FROM tpch.lineitem WHERE l_orderkey < 1000")
                .toString();
        assertThat(plan).contains("'rowsMerged'", "'filesByKey'", "'keyPassMillis'");
    }

    /** Cancelled while keys are merged: nothing stays allocated and no thread goes on. */
    @Test
    void cancellingFreesEverything() throws Exception {
        String scan = "SELECT l_tax FROM tpch.lineitem WHERE l_quantity >= 0";
        String many = "SELECT sum(l_tax) FROM (" + String.join(" UNION ALL ", Collections.nCopies(60, scan)) + ")";
        for (int round = 1; round <= 3; round++) {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
                    try (ResultSet rows = statement.executeQuery(many)) {
                        rows.next();
                    } catch (SQLException cancelled) {
                        throw new CompletionException(cancelled);
                    }
                });
                Waiting.until("a merge is under way", PATIENCE, () -> held().busyThreads() > 0 && held().bytes() > 0);
                statement.cancel();
                assertThatThrownBy(running::join).isInstanceOf(CompletionException.class);
            }
            Waiting.until("nothing is held", PATIENCE, () -> held().equals(new TrinoEngine.Held(0, 0, 0)));
            assertThat(query("SELECT count(*) FROM system.runtime.queries WHERE error_code = 'USER_CANCELED'"))
                    .containsExactly(List.of((long) round));
        }
        assertThat(query("SELECT count(*) FROM tpch.lineitem")).containsExactly(List.of(600572L));
    }

    /** A broken file is no fault of Trino's, and the error names it. */
    @Test
    void aBrokenFileIsAnExternalErrorThatNamesIt() throws Exception {
        Path bucket = warehouse.resolve("tpch.db/region/bucket-0");
        Path broken;
        try (Stream<Path> files = Files.list(bucket)) {
            broken = files.max(Comparator.comparing(Path::toString)).orElseThrow();
        }
        byte[] content = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(content, content.length / 2));
        assertThatThrownBy(() -> query("SELECT * FROM tpch.region"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("bucket-0/" + broken.getFileName())
                .satisfies(failed ->
                        assertThat(((SQLException) failed).getErrorCode()).isEqualTo(0x0754_0000));
        assertThat(query("SELECT DISTINCT error_type, error_code FROM system.runtime.queries"
                        + " WHERE error_code LIKE 'TABLESTORE%'"))
                .containsExactly(List.of("EXTERNAL", "TABLESTORE_BAD_DATA"));
        Files.delete(broken);
        assertThatThrownBy(() -> query("SELECT * FROM tpch.region"))
                .hasMessageContaining("bucket-0/" + broken.getFileName())
                .hasMessageContaining("missing");
        Waiting.until("nothing is held", PATIENCE, () -> held().equals(new TrinoEngine.Held(0, 0, 0)));
    }

    private static TrinoEngine.Held held() throws Exception {
        return server.held();
    }

    /** Arrow's memory needs a flag; the catalog says so when it is made, not the first query. */
    @Test
    void withoutItsFlagTheCatalogSaysWhichOne() throws Exception {
        assertThatThrownBy(() -> new TrinoServer(
                                Files.createDirectory(directory.resolve("flagless")), List.of("-Xmx1g"), catalog())
                        .close())
                .hasMessageContaining(ARROW_FLAG);
    }
}
