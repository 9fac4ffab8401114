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

import static io.tablestore.compat.CommandLines.failure;
import static io.tablestore.compat.CommandLines.scan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.error.InvalidTableException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.scan.Scan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.testing.PaimonWarehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.system.ReadOptimizedTable;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches, the read-optimized view, and data files outside the table: the rows are those that Paimon reads. */
class BranchesAndViewsTest {

    @TempDir
    Path directory;

    @Test
    void aBranchHasRowsAndSchemasOfItsOwn() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 20, "main-");
            table.tag("start", 1);
            table.table().createBranch("dev", "start");
            FileStoreTable branch = table.table().switchToBranch("dev");
            SmallTable.write(branch, 10, 30, "dev-");
            table.write(15, 18, "later-");
            assertThat(scan(table.path(), "--branch", "dev")).isEqualTo(PaimonRows.read(branch, null));
            assertThat(scan(table.path())).isEqualTo(PaimonRows.read(table.table(), null));
            branch.createTag("kept", 2);
            List<String> tagged = PaimonRows.read(branch, null);
            SmallTable.write(branch, 5, 15, "later-");
            Files.delete(table.path().resolve("branch/branch-dev/snapshot/snapshot-2")); // as if it had expired
            Table ours = TableStore.openTable(
                            new LocalFileSystem(), TablePath.of(table.path().toString()))
                    .branch("dev");
            SnapshotRef.Pinned pinned = ours.pin(new SnapshotRef.Tag("kept"));
            assertThat(pinned.tag()).isEqualTo("kept");
            assertThat(ours.plan(Scan.ALL.at(pinned)).metrics().storedRows()).isGreaterThanOrEqualTo(tagged.size());
            assertThat(scan(table.path(), "--branch", "dev", "--tag", "kept")).isEqualTo(tagged);
            assertThat(scan(table.path(), "--branch", "main")).isEqualTo(PaimonRows.read(table.table(), null));
            assertThat(failure("scan", table.path().toString(), "--branch", "prod"))
                    .contains("There is no branch 'prod' (there are: main, dev)");
        }
    }

    @Test
    void theReadOptimizedViewHasCompactedRowsOnly() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 20, "a-");
            table.compact();
            table.write(10, 30, "b-");
            List<String> expected = PaimonRows.read(new ReadOptimizedTable(table.table()), null);
            assertThat(expected).hasSize(19);
            assertThat(scan(table.path(), "--read-optimized")).isEqualTo(expected);
            assertThat(scan(table.path())).hasSize(29);
        }
    }

    @Test
    void dataFilesMayLieWhereTheTableSaysAndNowhereElse() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Map<String, String> options = Map.of(
                "data-file.external-paths", "file://" + outside, "data-file.external-paths.strategy", "round-robin");
        try (SmallTable table = new SmallTable(directory.resolve("w"), options)) {
            table.write(1, 20, "a-");
            table.write(10, 30, "b-");
            try (var files = Files.walk(outside)) {
                assertThat(files.filter(Files::isRegularFile)).isNotEmpty();
            }
            assertThat(scan(table.path())).isEqualTo(PaimonRows.read(table.table(), null));
            Path schema = table.path().resolve("schema/schema-0");
            Files.writeString(schema, Files.readString(schema).replace("file://" + outside, "file:///elsewhere"));
            assertThat(failure("scan", table.path().toString()))
                    .contains("outside the table", "data-file.external-paths", "file:///elsewhere");
        }
    }

    @Test
    void partitionsThatAreMissingComeFromTheFallbackBranch() throws Exception {
        Identifier name = Identifier.create("db", "t");
        Path path = directory.resolve("db.db").resolve("t");
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory)) {
            Schema.Builder schema = Schema.newBuilder()
                    .column("day", DataTypes.STRING())
                    .column("k", DataTypes.INT())
                    .column("v", DataTypes.STRING())
                    .partitionKeys("day")
                    .option("bucket", "2")
                    .option("bucket-key", "k");
            FileStoreTable main = paimon.create(name, schema.build());
            main.createBranch("stream");
            write(main, "1", 1, 5, "main");
            long written = main.snapshotManager().latestSnapshot().timeMillis();
            while (System.currentTimeMillis() <= written) {
                Thread.onSpinWait(); // snapshots of both are told apart by their milliseconds
            }
            FileStoreTable stream = main.switchToBranch("stream");
            write(stream, "1", 1, 9, "stream");
            write(stream, "2", 1, 9, "stream");
            write(stream, "3", 1, 3, "stream");
            write(main, "3", 2, 4, "main");
            paimon.catalog().alterTable(name, SchemaChange.setOption("scan.fallback-branch", "stream"), false);
            List<String> expected = PaimonRows.read(paimon.table(name), null);
            assertThat(expected).hasSize(4 + 8 + 2);
            assertThat(scan(path)).isEqualTo(expected);
            assertThat(scan(path, "--columns", "v", "--where", "day = '2' and k < 3"))
                    .hasSize(2);
            // A value that no row of the partition has does not make the partition missing.
            assertThat(scan(path, "--where", "day = '1' and k = 8")).isEmpty();
            assertThat(scan(path, "--where", "k = 8")).hasSize(1);
            assertThat(scan(path, "--branch", "stream")).isEqualTo(PaimonRows.read(stream, null));
            assertThat(scan(path, "--snapshot", "1")).isEqualTo(PaimonRows.read(paimon.table(name), 1L));
            checkDroppedFallback(path, paimon, name, main);
            paimon.catalog().alterTable(name, SchemaChange.addColumn("more", DataTypes.INT()), false);
            assertThat(failure("scan", path.toString()))
                    .contains("a fallback branch with other columns", "branch/branch-stream/schema/schema-0");
        }
    }

    /** The branch is dropped behind the table's back: the table is loaded, so that the option can be taken away. */
    private static void checkDroppedFallback(Path path, PaimonWarehouse paimon, Identifier name, FileStoreTable main)
            throws Exception {
        main.createBranch("other");
        paimon.catalog().alterTable(name, SchemaChange.setOption("scan.fallback-branch", "other"), false);
        main.deleteBranch("other"); // as loaded before the option was set
        Table table = TableStore.openTable(new LocalFileSystem(), TablePath.of(path.toString()));
        SnapshotRef.Pinned pinned = table.pin(SnapshotRef.LATEST);
        assertThat(pinned.snapshotId()).isPositive();
        for (SnapshotRef ref : List.of(pinned, SnapshotRef.LATEST)) {
            assertThatThrownBy(() -> table.plan(Scan.ALL.at(ref)))
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessageContainingAll("'scan.fallback-branch'", "branch other", "UNSET", "RESET");
        }
        assertThat(failure("scan", path.toString())).contains("'scan.fallback-branch' names the branch other");
        main.createBranch("other");
        assertThatThrownBy(() -> table.plan(Scan.ALL.at(pinned)))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContainingAll("branch other", "was not there when the statement began");
        main.deleteBranch("other");
        table.alter(List.of(new io.tablestore.schema.SchemaChange.SetOption("scan.fallback-branch", null)));
        assertThat(scan(path)).hasSize(4 + 2);
        paimon.catalog().alterTable(name, SchemaChange.setOption("scan.fallback-branch", "stream"), false);
    }

    private static void write(FileStoreTable table, String day, int from, int to, String text) throws Exception {
        PaimonWarehouse.write(table, write -> {
            for (int k = from; k < to; k++) {
                write.write(GenericRow.of(BinaryString.fromString(day), k, BinaryString.fromString(text + k)));
            }
        });
    }

    @Test
    void aTagIsReadAfterItsSnapshotHasExpired() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 20, "a-");
            table.tag("kept", 1);
            table.write(5, 30, "b-");
            List<String> expected = PaimonRows.read(table.table().copy(Map.of("scan.tag-name", "kept")), null);
            Files.delete(table.path().resolve("snapshot/snapshot-1"));
            assertThat(scan(table.path(), "--tag", "kept")).isEqualTo(expected).hasSize(19);
        }
    }
}
