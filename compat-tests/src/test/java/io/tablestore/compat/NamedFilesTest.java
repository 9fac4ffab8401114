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
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.StoreException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.scan.Split;
import io.tablestore.writer.TableWrite;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file that another file of the table names is missing, unreadable or damaged: the error names both of them. */
class NamedFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    /** The files, by what they are. */
    static List<Named> files() {
        return List.of(
                new Named(
                        "DATA_FILE",
                        NamedFilesTest::updated,
                        "bucket-0/data-",
                        "snapshot/snapshot-4",
                        NamedFilesTest::read),
                new Named(
                        "DATA_FILE_OF_A_TAG",
                        NamedFilesTest::tagged,
                        "bucket-0/data-",
                        "tag/tag-kept",
                        table -> read(table, kept())),
                new Named(
                        "DELETION_VECTOR",
                        NamedFilesTest::updated,
                        "index/index-",
                        "manifest/index-manifest-",
                        NamedFilesTest::read),
                new Named(
                        "MANIFEST",
                        NamedFilesTest::updated,
                        "manifest/manifest-[0-9a-f]{8}-",
                        "manifest/manifest-list-",
                        Named::plan),
                new Named(
                        "MANIFEST_LIST",
                        NamedFilesTest::updated,
                        "manifest/manifest-list-",
                        "snapshot/snapshot-4",
                        Named::plan),
                new Named(
                        "INDEX_MANIFEST",
                        NamedFilesTest::updated,
                        "manifest/index-manifest-",
                        "snapshot/snapshot-4",
                        Named::plan),
                new Named(
                        "SCHEMA_OF_DATA_FILES",
                        NamedFilesTest::renamed,
                        "schema/schema-0",
                        "data files of snapshot/snapshot-2",
                        Named::plan),
                new Named(
                        "SCHEMA_OF_A_SNAPSHOT",
                        NamedFilesTest::renamed,
                        "schema/schema-0",
                        "snapshot/snapshot-1",
                        table -> table.plan(Scan.ALL.at(new SnapshotRef.Id(1)))),
                new Named(
                        "STATISTICS",
                        NamedFilesTest::analyzed,
                        "statistics/stat-",
                        "snapshot/snapshot-1",
                        table -> table.summarize(Scan.ALL)),
                new Named(
                        "CHANGELOG_MANIFEST_LIST",
                        NamedFilesTest::withChangelog,
                        "manifest/manifest-list-",
                        "snapshot/snapshot-1",
                        Named::changelog),
                new Named(
                        "CHANGELOG_MANIFEST",
                        NamedFilesTest::withChangelog,
                        "manifest/manifest-[0-9a-f]{8}-",
                        "manifest/manifest-list-",
                        Named::changelog),
                new Named(
                        "HASH_INDEX", NamedFilesTest::hashed, "index/index-", "manifest/index-manifest-", Named::write),
                new Named("TAG", NamedFilesTest::tagged, "tag/tag-kept", "", table -> table.plan(Scan.ALL.at(kept()))),
                new Named(
                        "CONSUMER",
                        NamedFilesTest::consumed,
                        "consumer/consumer-me",
                        "",
                        table -> StoredTable.of(table).files().snapshots().consumers()),
                new Named(
                        "SNAPSHOT_OF_A_BRANCH",
                        NamedFilesTest::branched,
                        "branch/branch-b/snapshot/snapshot-",
                        "",
                        table -> table.branch("b").plan(Scan.ALL)),
                new Named(
                        "SCHEMA_OF_A_BRANCH",
                        NamedFilesTest::branched,
                        "branch/branch-b/schema/schema-0",
                        "",
                        table -> table.branch("b").plan(Scan.ALL)));
    }

    /** What names a file, and what reads it. */
    private record Named(String kind, Maker maker, String file, String namer, Consumer<Table> use) {

        @Override
        public String toString() {
            return kind;
        }

        private static void plan(Table table) {
            table.plan(Scan.ALL);
        }

        private static void changelog(Table table) {
            LiveFiles live = new LiveFiles(StoredTable.of(table).files(), table.schema());
            Snapshot first = StoredTable.of(table).files().snapshots().get(1);
            ListedManifest.changelog(StoredTable.of(table).files(), first).forEach(live::entries);
        }

        private static void write(Table table) {
            try (BufferAllocator allocator = ArrowMemory.newRoot(128L << 20);
                    TableWrite write = TableWrite.of(table, allocator).open()) {
                WrittenTable.put(write, "a", 5, "z");
            }
        }
    }

    private interface Maker {
        Path make(Path directory) throws Exception;
    }

    private static SnapshotRef kept() {
        return new SnapshotRef.Tag("kept");
    }

    private static Path updated(Path directory) throws Exception {
        try (SmallTable table = new SmallTable(directory, Map.of("deletion-vectors.enabled", "true"))) {
            table.writeAndCompact(1, 40, "first-");
            table.writeAndCompact(10, 20, "second-");
            return table.path();
        }
    }

    private static Path renamed(Path directory) throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 40, "first-");
            table.rename("d", "e");
            table.write(10, 20, "second-");
            return table.path();
        }
    }

    private static Path tagged(Path directory) throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 40, "first-");
            table.tag("kept", 1);
            table.write(10, 20, "second-");
            Files.delete(table.path().resolve("snapshot/snapshot-1"));
            return table.path();
        }
    }

    private static Path analyzed(Path directory) throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 40, "first-");
            Path statistics = Files.createDirectory(table.path().resolve("statistics"));
            Files.writeString(
                    statistics.resolve("stat-1"), "{\"snapshotId\":1,\"schemaId\":0,\"mergedRecordCount\":39}");
            Path snapshot = table.path().resolve("snapshot/snapshot-1");
            ObjectNode json = (ObjectNode) JSON.readTree(snapshot.toFile());
            JSON.writeValue(snapshot.toFile(), json.put("statistics", "stat-1"));
            return table.path();
        }
    }

    private static Path withChangelog(Path directory) throws Exception {
        try (SmallTable table = new SmallTable(directory, Map.of("changelog-producer", "input"))) {
            table.write(1, 40, "first-");
            return table.path();
        }
    }

    private static Path consumed(Path directory) throws Exception {
        Path root = renamed(directory);
        Path consumers = Files.createDirectory(root.resolve("consumer"));
        Files.writeString(consumers.resolve("consumer-me"), "{\"nextSnapshot\":2}");
        return root;
    }

    private static Path branched(Path directory) throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 40, "first-");
            table.tag("kept", 1);
            table.table().createBranch("b", "kept");
            return table.path();
        }
    }

    private static Path hashed(Path directory) {
        WrittenTable table = WrittenTable.create(directory.resolve("t"), true, false, Map.of("bucket", "-1"));
        table.put("a", 1, "x");
        return table.root();
    }

    private static void read(Table table) {
        read(table, SnapshotRef.LATEST);
    }

    private static void read(Table table, SnapshotRef ref) {
        ScanPlan plan = table.plan(Scan.ALL.at(ref));
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30)) {
            for (Split split : plan.splits()) {
                try (SplitReader reader = table.open(plan, split, allocator)) {
                    for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                        for (int i = 0; i < plan.fields().size(); i++) {
                            batch.column(i);
                        }
                    }
                }
            }
        }
    }

    /** A local file system in which some files must not be read. */
    private record Guarded(LocalFileSystem local, String denied) implements TableFileSystem {

        @Override
        public RangeReader open(TablePath path) throws IOException {
            if (path.location().matches(denied)) {
                throw new AccessDeniedException(path.location());
            }
            return local.open(path);
        }

        @Override
        public List<Entry> list(TablePath directory) throws IOException {
            return local.list(directory);
        }

        @Override
        public List<String> listDirectories(TablePath directory) throws IOException {
            return local.listDirectories(directory);
        }

        @Override
        public boolean exists(TablePath path) throws IOException {
            return local.exists(path);
        }
    }

    private static Table open(Path root, String denied) {
        return TableStore.openTable(new Guarded(new LocalFileSystem(), denied), TablePath.of(root.toString()));
    }

    private static List<Path> matching(Path root, String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> root.relativize(file).toString().matches(pattern + ".*"))
                    .toList();
        }
    }

    private static void assertNames(Named named, Class<? extends TableStoreException> kind, Table table) {
        TableStoreException failed = catchThrowableOfType(kind, () -> named.use.accept(table));
        assertThat(failed).as("%s", kind).isNotNull();
        assertThat(failed.getMessage())
                .containsPattern(named.file)
                .contains(named.namer)
                .containsPattern("(?s)" + named.file + ".*" + (named.namer.isEmpty() ? "" : named.namer));
    }

    @ParameterizedTest
    @MethodSource("files")
    void theErrorNamesTheFileAndWhatNamesIt(Named named) throws Exception {
        Path root = named.maker.make(directory);
        named.use.accept(open(root, "nothing"));
        List<Path> files = matching(root, named.file);
        assertThat(files).isNotEmpty();

        assertNames(named, StoreException.class, open(root, ".*/" + named.file + ".*"));

        for (Path file : files) {
            byte[] bad = Files.readAllBytes(file);
            if (named.kind.equals("HASH_INDEX")) { // it has no checksum: other bytes are other hashes
                bad = Arrays.copyOf(bad, bad.length - 1);
            } else {
                Arrays.fill(bad, 1, bad.length, (byte) 0x55); // behind a byte that may be a version
            }
            Files.write(file, bad);
        }
        assertNames(named, CorruptFileException.class, open(root, "nothing"));

        if (named.namer.isEmpty()) {
            return; // what a listing shows is there
        }
        for (Path file : files) {
            Files.delete(file);
        }
        assertNames(named, StoreException.class, open(root, "nothing"));
    }
}
