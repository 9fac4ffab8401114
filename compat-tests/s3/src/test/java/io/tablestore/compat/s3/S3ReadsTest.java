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
package io.tablestore.compat.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.compat.ReaderRows;
import io.tablestore.error.StoreException;
import io.tablestore.error.StoreException.Reason;
import io.tablestore.scan.Scan;
import io.tablestore.testing.s3.Call;
import io.tablestore.testing.s3.Fault;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads tables from an object store, whole and when the store or the network fails. */
class S3ReadsTest {

    /** Every request is broken by each fault with 1; with more, others by other faults. */
    private static final int EVERY = Integer.getInteger("s3-faults.every", 3);

    /** The table whose requests fail. */
    private static final String FAULTY = "parquet";

    @TempDir
    static Path directory;

    private static LakeTables tables;
    private static Lake lake;
    private static List<String> expected;

    @BeforeAll
    static void start() throws Exception {
        tables = new LakeTables(Files.createDirectory(directory.resolve("warehouse")));
        tables.writeAppended("appended");
        tables.writeMerged(FAULTY, "parquet");
        tables.writeMerged("orc", "orc");
        tables.writeMerged("avro", "avro");
        lake = new Lake(directory, "reads");
        lake.upload(tables);
        expected = expected(FAULTY);
    }

    @AfterAll
    static void stop() throws Exception {
        lake.close();
    }

    @BeforeEach
    void reset() {
        lake.front().reset();
    }

    private static List<String> rows(LakeClient client, String table) {
        return ReaderRows.of(lake.table(client, table), Scan.ALL);
    }

    private static List<String> expected(String table) {
        return ReaderRows.of(tables.table(table), Scan.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"appended", "parquet", "orc", "avro"})
    void theRowsAreThoseOfTheLocalTable(String table) {
        for (LakeClient client : LakeClient.values()) {
            assertThat(rows(client, table))
                    .as(client.toString())
                    .hasSize(table.equals("appended") ? 600 : 390)
                    .isEqualTo(expected(table));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_DOWN", "SERVER_ERROR", "DROP", "CUT", "HALF"})
    void aRequestThatFailsOnceIsSentAgain(Fault fault) {
        for (LakeClient client : LakeClient.values()) {
            for (Call call : someCalls(client, fault)) {
                lake.front().fail(call.kind(), call.target(), fault, 1);
                assertThat(rows(client, FAULTY))
                        .as(client + ", " + fault + " of " + call)
                        .isEqualTo(expected);
                lake.front().reset();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_DOWN", "SERVER_ERROR", "DENIED", "DROP", "CUT", "HALF"})
    void aRequestThatFailsForGoodIsAnErrorThatNamesItsFile(Fault fault) {
        for (LakeClient client : LakeClient.values()) {
            for (Call call : someCalls(client, fault)) {
                lake.front().fail(call.kind(), call.target(), fault, Front.ALWAYS);
                assertThatThrownBy(() -> rows(client, FAULTY))
                        .as(client + ", " + fault + " of " + call)
                        .satisfies(failed -> {
                            assertThat(failed).isInstanceOf(StoreException.class);
                            assertThat(failed.getMessage().split(": ", 2)[0]).endsWith(name(call));
                            assertThat(((StoreException) failed).reason()).isIn(reasons(fault));
                        });
                lake.front().reset();
            }
        }
    }

    private static Set<Reason> reasons(Fault fault) {
        return switch (fault) {
            case DENIED -> Set.of(Reason.DENIED);
            case DROP, CUT -> Set.of(Reason.DISCONNECTED);
            case HALF -> Set.of(Reason.DISCONNECTED, Reason.FAILED);
            default -> Set.of(Reason.FAILED);
        };
    }

    /**
     * Requests of a read, some of each kind and one for a file; for each fault others. Without HEAD for {@link Fault#HALF}:
     * Hadoop's client takes half of such an answer for all of it.
     */
    private static List<Call> someCalls(LakeClient client, Fault fault) {
        rows(client, FAULTY);
        List<Call> calls = lake.front().calls();
        lake.front().reset();
        List<Call> some = new ArrayList<>();
        for (RequestKind kind : List.of(RequestKind.GET, RequestKind.HEAD, RequestKind.LIST)) {
            if (fault != Fault.HALF || kind != RequestKind.HEAD) {
                Map<String, Call> byTarget = new LinkedHashMap<>();
                calls.stream().filter(call -> call.kind() == kind).forEach(call -> byTarget.put(call.target(), call));
                List<Call> distinct = new ArrayList<>(byTarget.values());
                Collections.rotate(distinct, fault.name().hashCode());
                for (int number = 0; number < distinct.size(); number += EVERY) {
                    some.add(distinct.get(number));
                }
            }
        }
        return some;
    }

    /** The file or directory of a request, relative to the table. */
    private static String name(Call call) {
        String target = URLDecoder.decode(call.target(), StandardCharsets.UTF_8);
        String path = target.substring(target.indexOf("/" + FAULTY + "/") + FAULTY.length() + 2);
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
