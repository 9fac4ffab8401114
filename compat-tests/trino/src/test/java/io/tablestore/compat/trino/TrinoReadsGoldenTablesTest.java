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

import io.tablestore.trino.TableStorePlugin;
import io.trino.Session;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedRow;
import io.trino.testing.TestingSession;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trino with the packaged connector over the golden tables: a coordinator and a worker in this JVM. */
class TrinoReadsGoldenTablesTest {

    private static final Path GOLDEN =
            Path.of("..", "..", "golden").toAbsolutePath().normalize();

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

    private static DistributedQueryRunner trino;

    @BeforeAll
    static void start() throws Exception {
        Session session = TestingSession.testSessionBuilder()
                .setCatalog("lake")
                .setSchema("shop")
                .build();
        trino = DistributedQueryRunner.builder(session).setWorkerCount(1).build();
        trino.installPlugin(new TableStorePlugin());
        trino.installPlugin(new MemoryPlugin());
        trino.createCatalog("memory", "memory");
        trino.createCatalog("lake", "tablestore", properties("paimon-1.4.2"));
        for (String writer : List.of("paimon-0.8.2", "paimon-0.9.0", "paimon-2.0.0")) {
            trino.createCatalog(writer.replaceAll("\\W", "_"), "tablestore", properties(writer));
        }
    }

    private static Map<String, String> properties(String writer) {
        return Map.of(
                "fs.local.enabled",
                "true",
                "local.location",
                GOLDEN.toString(),
                "tablestore.warehouse",
                "local:///" + writer);
    }

    @AfterAll
    static void stop() {
        trino.close();
    }

    private static List<MaterializedRow> rows(String sql) {
        return trino.execute(sql).getMaterializedRows();
    }

    private static Object value(String sql) {
        return trino.execute(sql).getOnlyValue();
    }

    /** The expected rows of tables that several releases wrote. */
    static List<Path> expectedRows() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN, 2)) {
            return files.filter(file ->
                            file.toString().matches(".*paimon-(0\\.8\\.2|0\\.9\\.0|1\\.4\\.2|2\\.0\\.0)/.*\\.jsonl"))
                    .filter(file -> !file.toString().endsWith("instants_orc.jsonl")) // moved by the writer's zone
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("expectedRows")
    void rowsAreThoseOfTheWriter(Path expected) throws Exception {
        Path warehouse = Objects.requireNonNull(expected.getParent());
        String table = expected.getFileName().toString().replace(".jsonl", "");
        String catalog = warehouse.endsWith("paimon-1.4.2")
                ? "lake"
                : warehouse.getFileName().toString().replaceAll("\\W", "_");
        String database = Files.isDirectory(warehouse.resolve("shop.db").resolve(table)) ? "shop" : "g";
        List<String> lines = Files.readAllLines(expected, StandardCharsets.UTF_8);
        String name = catalog + "." + database + "." + table;
        assertThat(value("SELECT count(*) FROM " + name)).isEqualTo((long) lines.size());
        List<String> columns =
                trino.execute("SELECT * FROM " + name + " LIMIT 0").getColumnNames();
        List<String> found = new ArrayList<>();
        for (MaterializedRow row : rows("SELECT * FROM " + name)) {
            found.add(json(columns, row));
        }
        found.sort(null);
        assertThat(found).isEqualTo(lines);
    }

    private static String json(List<String> columns, MaterializedRow row) {
        StringJoiner line = new StringJoiner(",", "{", "}");
        for (int i = 0; i < columns.size(); i++) {
            line.add("\"" + columns.get(i) + "\":" + json(row.getField(i)));
        }
        return line.toString();
    }

    /** A value as the command line prints it. */
    private static String json(Object value) {
        if (value == null || value instanceof Boolean || value instanceof Number && !(value instanceof BigDecimal)) {
            return String.valueOf(value);
        }
        if (value instanceof byte[] bytes) {
            return "\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
        }
        if (value instanceof LocalDateTime time) {
            return "\"" + (time.getNano() % 1_000_000 == 0 ? MILLIS : MICROS).format(time) + "\"";
        }
        if (value instanceof ZonedDateTime instant) {
            String wallClock = json(instant.withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime());
            return wallClock.substring(0, wallClock.length() - 1) + "Z\"";
        }
        if (value instanceof MaterializedRow row) { // the rows of golden tables have the fields a and b
            return "{\"a\":" + json(row.getField(0)) + ",\"b\":" + json(row.getField(1)) + "}";
        }
        if (value instanceof List<?> list) {
            StringJoiner elements = new StringJoiner(",", "[", "]");
            list.forEach(element -> elements.add(json(element)));
            return elements.toString();
        }
        if (value instanceof Map<?, ?> map) {
            StringJoiner entries = new StringJoiner(",", "{", "}");
            map.forEach((key, entry) -> entries.add(json(key) + ":" + json(entry)));
            return entries.toString();
        }
        return "\"" + value + "\"";
    }

    @Test
    void schemasTablesAndColumnsAreListed() {
        assertThat(rows("SHOW SCHEMAS")).extracting(row -> row.getField(0)).contains("shop", "g");
        assertThat(rows("SHOW TABLES")).extracting(row -> row.getField(0)).containsExactly("events", "orders");
        assertThat(rows("DESCRIBE orders")).extracting(row -> row.getField(0)).contains("id", "amount", "status");
        assertThat(value("SELECT count(*) FROM information_schema.columns WHERE table_name = 'orders'"))
                .isEqualTo((long) rows("DESCRIBE orders").size());
    }

    @Test
    void timeTravelsBySnapshotAndTag() {
        long first = (Long) value("SELECT count(*) FROM orders FOR VERSION AS OF 1");
        long tagged = (Long) value("SELECT count(*) FROM orders FOR VERSION AS OF 'opening'");
        long now = (Long) value("SELECT count(*) FROM orders");
        assertThat(first).isPositive().isNotEqualTo(now);
        assertThat(tagged).isPositive();
        assertThatThrownBy(() -> rows("SELECT * FROM orders FOR VERSION AS OF 99"))
                .hasMessageContaining("There is no snapshot 99");
        assertThatThrownBy(() -> rows("SELECT * FROM orders FOR TIMESTAMP AS OF TIMESTAMP '2020-01-01 00:00:00 UTC'"))
                .hasMessageContaining("There is no snapshot at or before");
    }

    @Test
    void aTimeCopiedFromASystemTableSelectsItsSnapshot() {
        for (MaterializedRow snapshot :
                rows("SELECT snapshot_id, CAST(commit_time AS varchar) FROM \"orders$snapshots\"")) {
            String rows = "SELECT count(*), min(id), max(amount) FROM orders FOR ";
            assertThat(rows(rows + "TIMESTAMP AS OF TIMESTAMP '" + snapshot.getField(1) + "'"))
                    .as("%s", snapshot)
                    .isEqualTo(rows(rows + "VERSION AS OF " + snapshot.getField(0)));
        }
    }

    /** A number with a fraction, or a name that leads nowhere, never means something else. */
    @Test
    void versionsAndNamesThatMeanNothingAreRefused() {
        for (String version : List.of("1.5", "DECIMAL '1'", "1e0", "true", "DATE '2020-01-01'")) {
            assertThatThrownBy(() -> rows("SELECT * FROM orders FOR VERSION AS OF " + version))
                    .as(version)
                    .hasMessageContaining("needs the id of a snapshot (a whole number) or the name of a tag");
        }
        assertThat(value("SELECT count(*) FROM orders FOR VERSION AS OF '1'"))
                .isEqualTo(value("SELECT count(*) FROM orders FOR VERSION AS OF SMALLINT '1'"));
        assertThatThrownBy(() -> rows("SELECT * FROM orders FOR VERSION AS OF 'closing'"))
                .hasMessageContaining("closing");
        assertThatThrownBy(() -> rows("SELECT * FROM \"orders$branch_\"")).hasMessageContaining("names no branch");
        assertThatThrownBy(() -> rows("SELECT * FROM \"orders$branch_x\"")).hasMessageContaining("no branch 'x'");
        assertThatThrownBy(() -> rows("SELECT * FROM \"orders$snapshot\""))
                .hasMessageContaining("no system table 'snapshot'; there are: ro, snapshots");
        assertThatThrownBy(() -> rows("SELECT * FROM \"orders$ro$snapshots\""))
                .hasMessageContaining("no system table 'ro$snapshots'");
    }

    /** A directory of this machine is written as people write it. */
    @Test
    void aLocalWarehouseNeedsNoOtherProperty() {
        String golden = GOLDEN.resolve("paimon-1.4.2").toString();
        Map<String, Map<String, String>> catalogs = Map.of(
                "by_path", Map.of("tablestore.warehouse", golden),
                "by_slash", Map.of("tablestore.warehouse", golden + "/", "fs.local.enabled", "true"),
                "by_uri", Map.of("tablestore.warehouse", "file://" + golden),
                "by_short_uri", Map.of("tablestore.warehouse", "file:" + golden),
                "below", Map.of("tablestore.warehouse", golden, "local.location", GOLDEN.toString()),
                "at", Map.of("tablestore.warehouse", golden, "local.location", golden, "fs.local.enabled", "true"));
        Object expected = value("SELECT count(*) FROM orders");
        catalogs.forEach((name, properties) -> {
            trino.createCatalog(name, "tablestore", properties);
            assertThat(value("SELECT count(*) FROM " + name + ".shop.orders"))
                    .as(name)
                    .isEqualTo(expected);
        });
    }

    @Test
    void systemTablesAndBranchesHaveNamesOfTheirOwn() {
        assertThat(rows("SHOW BRANCHES FROM TABLE g.fallback"))
                .extracting(row -> row.getField(0))
                .containsExactly("stream");
        assertThat(rows("SELECT * FROM g.\"fallback$branch_STREAM$snapshots\""))
                .isNotEmpty()
                .isNotEqualTo(rows("SELECT * FROM g.\"fallback$snapshots\""));
        assertThat((Long) value("SELECT count(*) FROM \"orders$snapshots\"")).isGreaterThan(3);
        assertThat(rows("SELECT tag_name FROM \"orders$tags\""))
                .extracting(row -> row.getField(0))
                .containsExactly("opening");
        assertThat((Long) value("SELECT sum(record_count) FROM \"orders$files\""))
                .isPositive();
        assertThat((Long) value("SELECT count(*) FROM g.\"fallback$branch_stream\""))
                .isEqualTo(10);
        assertThat((Long) value("SELECT count(*) FROM \"orders$ro\"")).isPositive();
    }

    @Test
    void conditionsAreTestedByTheReader() {
        long all = (Long) value("SELECT count(*) FROM orders");
        long small = (Long) value("SELECT count(*) FROM orders WHERE amount <= 5000");
        long large = (Long) value("SELECT count(*) FROM orders WHERE amount > 5000");
        long none = (Long) value("SELECT count(*) FROM orders WHERE amount IS NULL");
        assertThat(small).isPositive();
        assertThat(large).isPositive();
        assertThat(small + large + none).isEqualTo(all);
        String plan = (String) value("EXPLAIN SELECT * FROM orders WHERE id IN (3, 5, 7)");
        assertThat(plan).doesNotContain("ScanFilter").contains("constraint");
        assertThat(rows("SELECT id FROM orders LIMIT 3")).hasSize(3);
    }

    @Test
    void aJoinNarrowsTheScanByWhatItLearns() {
        trino.execute("CREATE TABLE memory.default.wanted AS SELECT id FROM orders WHERE id < 20");
        assertThat(value("SELECT count(*) FROM orders o JOIN memory.default.wanted w ON o.id = w.id"))
                .isEqualTo(value("SELECT count(*) FROM orders WHERE id < 20"));
    }

    @Test
    void writesAreRefused() {
        assertThatThrownBy(() -> trino.execute("INSERT INTO orders SELECT * FROM orders"))
                .hasMessageContaining("does not support inserts");
        assertThatThrownBy(() -> trino.execute("DELETE FROM orders")).hasMessageContaining("does not support");
        assertThatThrownBy(() -> trino.execute("TRUNCATE TABLE orders")).hasMessageContaining("does not support");
    }

    @Test
    void wrongPropertiesAreNamed() {
        assertThatThrownBy(() -> trino.createCatalog("bad", "tablestore", Map.of("tablestore.warehous", "x")))
                .hasMessageContaining("tablestore.warehous");
        assertThatThrownBy(() -> trino.createCatalog(
                        "none", "tablestore", Map.of("fs.local.enabled", "true", "local.location", "/")))
                .hasMessageContaining("warehouse");
    }
}
