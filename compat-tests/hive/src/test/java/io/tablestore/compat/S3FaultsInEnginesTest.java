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
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tablestore.testing.PackagedEngine;
import io.tablestore.testing.RemoteEngine;
import io.tablestore.testing.RemoteEngine.StatementFailed;
import io.tablestore.testing.Waiting;
import io.tablestore.testing.s3.Call;
import io.tablestore.testing.s3.EngineOnS3;
import io.tablestore.testing.s3.Fault;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import io.tablestore.testing.s3.S3Server;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The store fails under a query of each engine: every request once, which must give the right rows (half a listing is an error in Trino), and for good, which must give
 * an error with a line that names the file. Memory and threads are given back.
 */
class S3FaultsInEnginesTest {

    /** 1 breaks every request of a query in every way; with more, others by other faults. */
    private static final int EVERY = Integer.getInteger("s3-engine-faults.every", 5);

    private static final String WAREHOUSE = "s3://lake/warehouse";
    private static final String TABLE = "runs";
    private static final String QUERY = "SELECT k, v FROM %s WHERE k > 30 ORDER BY k";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Pattern DAMAGE = Pattern.compile(
            "is damaged|damaged or was written|CorruptFile|Memory was leaked|outstanding child allocators");
    private static final Pattern FAILED_STORE = Pattern.compile("cannot be (opened|read|listed|looked up)");

    private static final List<Fault> ONCE =
            List.of(Fault.SLOW_DOWN, Fault.SERVER_ERROR, Fault.DROP, Fault.CUT, Fault.HALF, Fault.HANG);
    private static final List<Fault> FOR_GOOD =
            List.of(Fault.SLOW_DOWN, Fault.SERVER_ERROR, Fault.DENIED, Fault.CUT, Fault.HALF, Fault.HANG);

    @TempDir
    static Path directory;

    private static Path table;
    private static S3Server store;
    private static Front front;

    /** How many copies of the table the store has. */
    private static int copies;

    private final Map<String, Integer> outcomes = new TreeMap<>();

    @BeforeAll
    static void start() throws Exception {
        table = MergedTables.write(directory, "parquet").resolve("db.db").resolve(TABLE);
        store = new S3Server(directory.resolve("store"));
        store.createBucket("lake");
        front = new Front(store.port());
    }

    @AfterAll
    static void stop() throws Exception {
        front.close();
        store.close();
    }

    private static EngineOnS3 engine(String name) throws Exception {
        Map<String, String> settings = EngineOnS3.settings(front.port());
        settings.put("s3.retries", "2");
        settings.put("s3.request-timeout", "1 s");
        return switch (name) {
            case "spark" -> EngineOnS3.spark(WAREHOUSE, settings);
            case "flink" -> EngineOnS3.flink(WAREHOUSE, settings);
            case "hive" -> EngineOnS3.hive(WAREHOUSE, settings);
            default ->
                EngineOnS3.trino(WAREHOUSE, front.port(), List.of("s3.max-error-retries=2", "s3.socket-timeout=1s"));
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark", "flink", "trino", "hive"})
    void aFailureOfTheStoreIsHealedOrSaid(String name) throws Exception {
        assumeThat(!name.equals("trino") || PackagedEngine.hasTrino())
                .as("no Java for Trino")
                .isTrue();
        EngineOnS3 engine = engine(name);
        try (RemoteEngine remote = engine.start(directory.resolve(name))) {
            List<Call> calls = calls(engine, remote);
            List<String> expected = rows(engine, remote, copy(engine, remote));
            assertThat(expected).hasSize(119);
            int number = 0;
            for (Fault fault : ONCE) {
                for (int i = number++ % EVERY; i < calls.size(); i += EVERY) {
                    assertThat(outcome(engine, remote, calls.get(i), fault, 1, expected))
                            .as(name + ", once " + fault + " of " + calls.get(i) + "\n" + remote.logs())
                            .isIn(once(name, calls.get(i), fault));
                }
            }
            for (Fault fault : FOR_GOOD) {
                for (int i = number++ % EVERY; i < calls.size(); i += EVERY) {
                    assertThat(outcome(engine, remote, calls.get(i), fault, Front.ALWAYS, expected))
                            .as(name + ", always " + fault + " of " + calls.get(i))
                            .isEqualTo("the store failed");
                }
            }
            front.reset();
            Waiting.until("no thread of the connector is left", PATIENCE, () -> {
                String threads = remote.process().threadsOfAll();
                return threads.contains("java.lang.Thread")
                        && threads.lines().noneMatch(S3FaultsInEnginesTest::isOurs)
                        && !threads.contains("\"tablestore-plan\"");
            });
            assertThat(logs(directory.resolve(name))).doesNotContain("Memory was leaked", "outstanding child");
            assertThat(rows(engine, remote, copy(engine, remote))).isEqualTo(expected);
            System.out.println(name + ", " + calls.size() + " requests: " + outcomes);
        }
    }

    /** Trino's client does not ask again for a listing of which it got half. */
    private static Set<String> once(String name, Call call, Fault fault) {
        return name.equals("trino") && fault == Fault.HALF && call.kind() == RequestKind.LIST
                ? Set.of("right rows", "the store failed")
                : Set.of("right rows");
    }

    private static boolean isOurs(String frame) {
        return frame.contains("at io.tablestore.") && !frame.matches(".*io\\.tablestore\\.(testing|compat)\\..*");
    }

    /** Everything that the processes below a directory have logged. */
    private static String logs(Path home) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                all.append(new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
            }
        }
        assertThat(all).isNotEmpty();
        return all.toString();
    }

    /** Another copy of the table, of which no query of the engine can have kept anything. */
    private static String copy(EngineOnS3 engine, RemoteEngine remote) throws Exception {
        String copy = "copy" + copies++;
        store.upload(table, "lake/warehouse/" + copy + ".db/" + TABLE);
        engine.define(remote, copy, TABLE);
        return copy;
    }

    private static List<String> rows(EngineOnS3 engine, RemoteEngine remote, String copy) throws Exception {
        return remote.rows(QUERY.formatted(engine.from(copy, TABLE)));
    }

    /** The distinct reads of a query, each with a target from the table on. */
    private static List<Call> calls(EngineOnS3 engine, RemoteEngine remote) throws Exception {
        rows(engine, remote, copy(engine, remote)); // what the engine does once is done
        String copy = copy(engine, remote);
        front.reset();
        rows(engine, remote, copy);
        Map<RequestKind, Map<String, Call>> distinct = new EnumMap<>(RequestKind.class);
        for (Call call : front.calls()) {
            int at = call.target().indexOf(copy);
            if (at >= 0 && call.target().contains(TABLE)) {
                distinct.computeIfAbsent(call.kind(), kind -> new TreeMap<>()).put(call.target(), call);
            }
        }
        List<Call> calls = new ArrayList<>();
        distinct.values()
                .forEach(ofKind -> ofKind.values()
                        .forEach(call -> calls.add(new Call(
                                call.kind(),
                                call.target().replace(copy, "{copy}"),
                                call.range(),
                                call.status(),
                                call.bytes()))));
        assertThat(calls).hasSizeGreaterThan(5);
        return calls;
    }

    private String outcome(
            EngineOnS3 engine, RemoteEngine remote, Call call, Fault fault, int times, List<String> expected)
            throws Exception {
        String copy = copy(engine, remote);
        front.reset();
        front.fail(call.kind(), call.target().replace("{copy}", copy), fault, times);
        String outcome;
        try {
            List<String> rows = rows(engine, remote, copy);
            outcome = rows.equals(expected) ? "right rows" : "WRONG ROWS: " + rows;
        } catch (StatementFailed failed) {
            outcome = said(failed.getMessage(), file(call));
        }
        outcomes.merge((times == 1 ? "once " : "always ") + fault + ": " + outcome, 1, Integer::sum);
        return outcome;
    }

    private static String said(String text, String file) {
        if (DAMAGE.matcher(text).find()) {
            return "DAMAGE: " + text;
        }
        return text.lines()
                        .anyMatch(line -> line.contains(file)
                                && FAILED_STORE.matcher(line).find())
                ? "the store failed"
                : "UNCLEAR: " + text;
    }

    /** The file or directory of a request, relative to the table. */
    private static String file(Call call) {
        String target = URLDecoder.decode(call.target(), StandardCharsets.UTF_8);
        String path = target.substring(target.indexOf("/" + TABLE + "/") + TABLE.length() + 2);
        path = path.contains("&") ? path.substring(0, path.indexOf('&')) : path;
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
