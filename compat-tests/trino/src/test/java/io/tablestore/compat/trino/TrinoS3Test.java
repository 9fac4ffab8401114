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

import io.tablestore.testing.HundredFiles;
import io.tablestore.testing.s3.Fault;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import io.tablestore.testing.s3.S3Server;
import io.tablestore.testing.s3.StoragePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own over Trino's own client of S3: right answers, and how many requests they take at most. */
class TrinoS3Test {

    /** Requests of each kind by statement, in the order in which they run, when the manifests are in the cache. */
    private static final Map<String, Map<RequestKind, Integer>> BUDGETS = new LinkedHashMap<>();

    static {
        budget("SELECT k, word FROM db.pk100 WHERE dt = 'p3' AND k > 700", 14, 2);
        budget("SELECT count(*) FROM db.pk100", 4, 2);
        budget("SELECT count(*) FROM db.pk100 a JOIN db.pk100 b ON a.dt = b.dt WHERE a.k < 0 AND b.k < 0", 4, 2);
        BUDGETS.put(
                "SELECT count(*) FROM db.pk100 FOR VERSION AS OF 10",
                Map.of(RequestKind.GET, 4, RequestKind.HEAD, 2, RequestKind.LIST, 1));
        budget("DESCRIBE db.pk100", 2, 3);
        budget("SHOW TABLES FROM db", 0, 4);
        BUDGETS.put(
                "CREATE TABLE db.made (a BIGINT)",
                Map.of(RequestKind.LIST, 14, RequestKind.PUT, 3, RequestKind.DELETE, 1));
        BUDGETS.put(
                "ALTER TABLE db.made ADD COLUMN b BIGINT",
                Map.of(RequestKind.LIST, 4, RequestKind.GET, 3, RequestKind.PUT, 1));
    }

    private static void budget(String query, int gets, int lists) {
        BUDGETS.put(query, Map.of(RequestKind.GET, gets, RequestKind.LIST, lists));
    }

    @TempDir
    Path directory;

    /** If a query sends fewer requests, lower its number here. */
    @Test
    void aHundredFilesTakeNoMoreRequests() throws Exception {
        Path warehouse = Files.createDirectory(directory.resolve("warehouse"));
        HundredFiles.write(warehouse);
        try (S3Server store = new S3Server(Files.createDirectory(directory.resolve("store")));
                Front front = new Front(store.port())) {
            store.createBucket("lake");
            store.upload(warehouse, "lake/warehouse");
            try (TrinoServer trino = new TrinoServer(
                    Files.createDirectory(directory.resolve("trino")),
                    List.of("-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
                    Map.of("lake", catalog(front.port())))) {
                assertThat(trino.rows("SHOW TABLES FROM db")).containsExactly("[pk100]");
                front.reset();
                assertThat(trino.rows(
                                "SELECT count(dt), count(k), sum(number), sum(ratio), sum(price), max(day), max(at),"
                                        + " count(DISTINCT word), sum(length(note)) FROM db.pk100"))
                        .containsExactly("[10000, 10000, 4995000, 1248750.0, 49950.00, 1972-09-26,"
                                + " 2026-01-01 00:16:39.000000, 50, 10000000]");
                assertThat(RequestKind.beyond(Map.of(RequestKind.GET, 114, RequestKind.LIST, 2), front.counts()))
                        .as(front.calls().toString())
                        .isEmpty();
                SoftAssertions all = new SoftAssertions();
                for (Map.Entry<String, Map<RequestKind, Integer>> budget : BUDGETS.entrySet()) {
                    String statement = budget.getKey();
                    front.reset();
                    if (statement.matches("(SELECT|DESCRIBE|SHOW) .*")) {
                        trino.rows(statement);
                    } else {
                        trino.run(statement);
                    }
                    all.assertThat(RequestKind.beyond(budget.getValue(), front.counts()))
                            .as("%s: %s", statement, front.calls())
                            .isEmpty();
                }
                all.assertAll();
            }
        }
    }

    /** The store has no tags of objects, which Trino's client would ask for whose file it is. */
    @Test
    void statementsSurviveLostAnswers() throws Exception {
        try (S3Server store = new S3Server(Files.createDirectory(directory.resolve("store")));
                Front front = new Front(store.port())) {
            store.createBucket("lake");
            try (TrinoServer trino = new TrinoServer(
                    Files.createDirectory(directory.resolve("trino")),
                    List.of("-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
                    Map.of("lake", catalog(front.port())))) {
                trino.run("CREATE SCHEMA db");
                trino.run("CREATE TABLE db.t (a BIGINT)");
                for (Fault fault : List.of(Fault.LOST, Fault.DROP, Fault.LATE, Fault.CONFLICT)) {
                    front.reset();
                    front.fail(RequestKind.PUT, "/schema/schema-", fault, 1);
                    trino.run("ALTER TABLE db.t ADD COLUMN after_" + fault + " INTEGER");
                    assertThat(front.deliverLate()).isEqualTo(fault == Fault.LATE ? 1 : 0);
                }
                assertThat(front.calls())
                        .as("the store is probed once")
                        .noneMatch(call -> call.target().contains(".probe-"));
                assertThat(trino.rows("SELECT column_name FROM information_schema.columns WHERE table_name = 't'"
                                + " AND table_schema = 'db' ORDER BY ordinal_position"))
                        .containsExactly("[a]", "[after_lost]", "[after_drop]", "[after_late]", "[after_conflict]");
            }
        }
    }

    /** The catalog of docs/STORAGE.md. */
    private static List<String> catalog(int port) throws IOException {
        return StoragePage.block("Trino", "properties", port).lines().toList();
    }
}
