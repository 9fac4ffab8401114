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

import static io.tablestore.testing.s3.RequestKind.GET;
import static io.tablestore.testing.s3.RequestKind.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.compat.ReaderRows;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.SplitReader;
import io.tablestore.read.SplitReaders;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.testing.s3.RequestKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many requests a plan and a scan send at most. If one sends fewer, lower its number here. */
class S3RequestsTest {

    @TempDir
    static Path directory;

    private static LakeTables tables;
    private static Lake lake;

    @BeforeAll
    static void start() throws Exception {
        tables = new LakeTables(Files.createDirectory(directory.resolve("warehouse")));
        tables.writeManyKeyedFiles("pk100");
        tables.writeManyAppendedFiles("app100");
        tables.writeOverlappingRuns("mor");
        tables.writeFilesOfOneBucket("files10");
        lake = new Lake(directory, "requests");
        lake.upload(tables);
    }

    @AfterAll
    static void stop() throws Exception {
        lake.close();
    }

    /**
     * Plans and scans a table.
     *
     * @param planning the maximum number of requests of each kind
     * @param scanning the same
     */
    private static void check(
            LakeClient client,
            String name,
            Scan scan,
            Map<RequestKind, Integer> planning,
            Map<RequestKind, Integer> scanning) {
        Table table = lake.table(client, name);
        lake.front().reset();
        ScanPlan plan = table.plan(scan);
        assertWithin(planning, "plan of " + name);
        lake.front().reset();
        List<String> rows = ReaderRows.of(table, plan);
        assertWithin(scanning, "scan of " + name);
        assertThat(rows).isNotEmpty().isEqualTo(ReaderRows.of(tables.table(name), scan));
    }

    private static void assertWithin(Map<RequestKind, Integer> budget, String what) {
        assertThat(lake.front().counts())
                .isNotEmpty()
                .allSatisfy((kind, count) ->
                        assertThat(count).as(kind + ", " + what).isLessThanOrEqualTo(budget.getOrDefault(kind, 0)));
    }

    @ParameterizedTest
    @EnumSource(LakeClient.class)
    void aHundredFilesWithAPrimaryKey(LakeClient client) {
        check(client, "pk100", Scan.ALL, Map.of(GET, 14, LIST, 2), Map.of(GET, 100));
    }

    @ParameterizedTest
    @EnumSource(LakeClient.class)
    void aHundredAppendedFiles(LakeClient client) {
        check(client, "app100", Scan.ALL, Map.of(GET, 14, LIST, 2), Map.of(GET, 100));
    }

    @ParameterizedTest
    @EnumSource(LakeClient.class)
    void twoMergesOfSixRuns(LakeClient client) {
        Scan scan = Scan.ALL.select(List.of("k", "ratio", "word"));
        check(client, "mor", scan, Map.of(GET, 10, LIST, 2), Map.of(GET, 12));
    }

    /** The first file, and with the default of {@code read.ahead-files} the next two: the window doubles with each file. */
    @ParameterizedTest
    @EnumSource(LakeClient.class)
    void theFirstRowsOfManyFilesTakeFewRequests(LakeClient client) {
        Table table = lake.table(client, "files10");
        assertThat(readsOfFirstBatch(table)).isEqualTo(3);
        assertThat(readsOfFirstBatch(table.withOptions(Map.of("read.ahead-files", "0"))))
                .isEqualTo(1);
    }

    /** One split is read and one is waiting; then one is read and two are waiting. */
    @ParameterizedTest
    @EnumSource(LakeClient.class)
    void theFirstFilesOfTheNextSplitsAreFetchedWithOneRequestEach(LakeClient client) {
        Table table = lake.table(client, "pk100");
        ScanPlan plan = table.plan(Scan.ALL);
        lake.front().reset();
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30);
                SplitReaders readers = table.open(plan.splits(), null, Predicate.TRUE, allocator)) {
            readNext(readers);
            readNext(readers);
        }
        assertThat(lake.front().counts()).isEqualTo(Map.of(GET, 4));
    }

    private static void readNext(SplitReaders readers) {
        try (SplitReader reader = Objects.requireNonNull(readers.next())) {
            assertThat(reader.next()).isNotNull();
        }
    }

    private static int readsOfFirstBatch(Table table) {
        ScanPlan plan = table.plan(Scan.ALL);
        lake.front().reset();
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30);
                SplitReader reader = table.open(plan, plan.splits().get(0), allocator)) {
            assertThat(reader.next()).isNotNull();
        }
        return lake.front().counts().getOrDefault(GET, 0);
    }
}
