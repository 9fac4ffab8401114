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

import static io.tablestore.testing.s3.RequestKind.DELETE;
import static io.tablestore.testing.s3.RequestKind.GET;
import static io.tablestore.testing.s3.RequestKind.LIST;
import static io.tablestore.testing.s3.RequestKind.POST;
import static io.tablestore.testing.s3.RequestKind.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.Table;
import io.tablestore.fs.TablePath;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableDefinition;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import io.tablestore.testing.s3.S3Server;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.maintenance.OrphanFiles;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import io.tablestore.writer.maintenance.Tags;
import io.tablestore.writer.row.RowValues;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many requests writes, commits and maintenance send at most, through the reader's own client. If one sends fewer, lower its
 * number here.
 */
class CommitRequestsTest {

    private static final String BUCKET = "commits";
    private static final String DATABASE = "db";
    private static final int ROWS_OF_ALL_BUCKETS = 1000;

    @TempDir
    static Path directory;

    private static S3Server server;
    private static Front front;
    private static Catalog catalog;

    @BeforeAll
    static void start() throws Exception {
        server = new S3Server(directory);
        server.createBucket(BUCKET);
        front = new Front(server.port());
        catalog = TableStore.openCatalog(S3Files.at(front.port()), new TablePath("s3://" + BUCKET));
        catalog.createDatabase(DATABASE);
        create("first", 1, Map.of()); // the first creation of a process tests the store
    }

    @AfterAll
    static void stop() throws Exception {
        front.close();
        server.close();
    }

    /** @param budget the maximum number of requests of each kind */
    private static void check(Map<RequestKind, Integer> budget, Runnable work) {
        front.reset();
        work.run();
        assertThat(front.counts())
                .isNotEmpty()
                .allSatisfy((kind, count) -> assertThat(count)
                        .as(kind + " of " + front.calls())
                        .isLessThanOrEqualTo(budget.getOrDefault(kind, 0)));
    }

    private static Table create(String name, int buckets, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("bucket", Integer.toString(buckets));
        List<DataField> columns = List.of(
                new DataField(0, "k", DataType.of(TypeRoot.BIGINT)), new DataField(1, "word", DataType.string()));
        return catalog.createTable(DATABASE, name, new TableDefinition(columns, List.of(), List.of("k"), all, null));
    }

    private static Table writeOnly(String name, int buckets) {
        return create(name, buckets, Map.of("write-only", "true"));
    }

    private static List<CommitMessage> write(Table table, int rows) {
        try (BufferAllocator allocator = ArrowMemory.newRoot(256L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            put(write, rows);
            return write.prepareCommitWhenCompacted();
        }
    }

    private static void put(TableWrite write, int rows) {
        for (long key = 0; key < rows; key++) {
            write.write(RowValues.of(key, "word " + key));
        }
    }

    private static void commit(Table table, int rows) {
        commit(table, write(table, rows));
    }

    private static void commit(Table table, List<CommitMessage> messages) {
        new TableCommit(table, "test").commit(TableCommit.BATCH, messages);
    }

    @Test
    void createTable() {
        check(Map.of(LIST, 3, PUT, 1), () -> create("created", 1, Map.of()));
    }

    @Test
    void alter() {
        Table table = create("altered", 1, Map.of());
        check(Map.of(LIST, 1, GET, 2, PUT, 1), () -> table.alter(List.of(new SchemaChange.DescribeTable("described"))));
    }

    @Test
    void theFirstFilesOfTenBuckets() {
        Table table = writeOnly("written", 10);
        try (BufferAllocator allocator = ArrowMemory.newRoot(256L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            put(write, ROWS_OF_ALL_BUCKETS);
            check(
                    Map.of(LIST, 1, PUT, 10),
                    () -> assertThat(write.prepareCommit()).hasSize(10));
        }
    }

    @Test
    void theFirstCommit() {
        Table table = writeOnly("first_commit", 1);
        List<CommitMessage> messages = write(table, 1);
        check(Map.of(LIST, 3, PUT, 5), () -> commit(table, messages));
    }

    /** The snapshot, its two lists and its manifest are read. */
    @Test
    void theNextCommit() {
        Table table = writeOnly("next_commit", 1);
        commit(table, 1);
        List<CommitMessage> messages = write(table, 1);
        check(Map.of(LIST, 3, GET, 4, PUT, 5), () -> commit(table, messages));
    }

    @Test
    void aCommitOfTenBuckets() {
        Table table = writeOnly("ten_buckets", 10);
        commit(table, 1);
        List<CommitMessage> messages = write(table, ROWS_OF_ALL_BUCKETS);
        assertThat(messages).hasSize(10);
        check(Map.of(LIST, 3, GET, 4, PUT, 5), () -> commit(table, messages));
    }

    /** Two snapshots. For the second one, the first one and its new manifest are read. */
    @Test
    void aCommitWithACompaction() {
        Table table = create("compacted", 1, Map.of("num-sorted-run.compaction-trigger", "2"));
        commit(table, 1);
        List<CommitMessage> messages = write(table, 1);
        assertThat(messages.get(0).compactAfter()).isNotEmpty();
        check(Map.of(LIST, 5, GET, 6, PUT, 10), () -> commit(table, messages));
    }

    /** Lists that were written and manifests that were read are known; the manifest of the commit before is read. */
    @Test
    void aCommitAfterOnesOwn() {
        Table table = writeOnly("streamed", 1);
        TableCommit commit = new TableCommit(table, "test");
        commit.commit(1, write(table, 1));
        commit.commit(2, write(table, 1));
        List<CommitMessage> messages = write(table, 1);
        check(Map.of(LIST, 3, GET, 2, PUT, 5), () -> commit.commit(3, messages));
    }

    @Test
    void anOverwrite() {
        Table table = writeOnly("overwritten", 1);
        commit(table, 1);
        List<CommitMessage> messages = write(table, 1);
        check(
                Map.of(LIST, 3, GET, 4, PUT, 5),
                () -> new TableCommit(table, "test").overwrite(TableCommit.BATCH, messages, partition -> true));
    }

    @Test
    void tags() {
        Table table = writeOnly("tagged", 1);
        commit(table, 1);
        commit(table, 1);
        check(Map.of(LIST, 1, GET, 2, PUT, 1), () -> new Tags(table).create("kept", 2L));
        check(Map.of(LIST, 6, GET, 7, DELETE, 1), () -> new Tags(table).delete("kept"));
    }

    @Test
    void anExpiryOfOneSnapshot() {
        Table table = writeOnly("expired", 1);
        commit(table, 1);
        commit(table, 1);
        check(
                Map.of(LIST, 7, GET, 6, PUT, 1, DELETE, 1, POST, 1),
                () -> assertThat(new SnapshotExpiry(table).run(1, 1, Long.MAX_VALUE, 1))
                        .isEqualTo(1));
    }

    /** The snapshots are deleted one by one, as only that has an order, then their data files together, then their metadata. */
    @Test
    void anExpiryOfTenSnapshots() {
        Table table = writeOnly("expired_ten", 1);
        for (int number = 0; number < 10; number++) {
            commit(table, 1);
        }
        new TableCommit(table, "test").truncate(TableCommit.BATCH);
        check(
                Map.of(LIST, 7, GET, 45, PUT, 1, DELETE, 10, POST, 2),
                () -> assertThat(new SnapshotExpiry(table).run(1, 1, Long.MAX_VALUE, 10))
                        .isEqualTo(10));
    }

    /** The listings say how old each file is. */
    @Test
    void aCleaningOfTenFiles() {
        Table table = writeOnly("cleaned", 10);
        commit(table, 1);
        assertThat(write(table, ROWS_OF_ALL_BUCKETS)).hasSize(10); // and not committed
        check(
                Map.of(LIST, 22, GET, 4, POST, 1),
                () -> assertThat(new OrphanFiles(table).delete(Long.MAX_VALUE)).hasSize(10));
    }
}
