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
package io.tablestore.compat.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.Table;
import io.tablestore.cli.Main;
import io.tablestore.compat.ConcurrentWriters;
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in an emulator of Azure, with the settings that Hadoop finds on the class path. */
class AzureTableTest {

    private static final String WAREHOUSE = "abfs://tables@" + Azurite.HOST + "/warehouse";

    @TempDir
    static Path directory;

    private static Azurite azurite;
    private static TableFileSystem files;

    @BeforeAll
    static void start() throws Exception {
        azurite = new Azurite(directory);
        azurite.becomeDefault();
        files = FileSystems.forLocation(new TablePath(WAREHOUSE), Map.of());
        files.createDirectory(new TablePath(WAREHOUSE)); // and the container
    }

    @AfterAll
    static void stop() {
        azurite.close();
    }

    private static Table create(String database, String name) {
        Catalog catalog = TableStore.openCatalog(files, new TablePath(WAREHOUSE));
        catalog.createDatabase(database);
        catalog.createTable(
                database,
                name,
                new TableDefinition(
                        List.of(
                                new DataField(
                                        0, "k", DataType.of(TypeRoot.BIGINT).asNotNull()),
                                new DataField(1, "v", DataType.of(TypeRoot.INT))),
                        List.of(),
                        List.of("k"),
                        Map.of("bucket", "1"),
                        null));
        return catalog.table(database, name);
    }

    private static void write(Table table, long number, long... keys) {
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            for (long key : keys) {
                write.write(RowValues.of(key, (int) number));
            }
            new TableCommit(table, "test").commit(number, write.prepareCommit());
        }
    }

    private static List<String> scan(String table) throws Exception {
        Path output = Files.createTempFile(directory, "rows", ".jsonl");
        assertThat(Main.run(new String[] {
                    "scan", WAREHOUSE + "/" + table, "--format", "jsonl", "--output", output.toString(), "--debug"
                }))
                .isZero();
        return Files.readAllLines(output).stream().sorted().toList();
    }

    @Test
    void aTableIsWrittenAndReadBack() throws Exception {
        Table table = create("first", "t");
        write(table, 1, 1, 2, 3);
        write(table, 2, 2, 4);
        assertThat(scan("first.db/t"))
                .containsExactly("{\"k\":1,\"v\":1}", "{\"k\":2,\"v\":2}", "{\"k\":3,\"v\":1}", "{\"k\":4,\"v\":2}");
    }

    @Test
    void nothingIsLostWhenProcessesCommitAtOnce() throws Exception {
        ConcurrentWriters.check(WAREHOUSE + "/concurrent.db/t", directory);
    }

    /** What a crash during a commit through ABFS would leave, which is why commits do not go through it. */
    @Test
    void anEmptySnapshotWouldBlockTheTable() throws Exception {
        Table table = create("blocked", "t");
        write(table, 1, 1);
        org.apache.hadoop.fs.Path snapshot =
                new org.apache.hadoop.fs.Path(WAREHOUSE + "/blocked.db/t/snapshot/snapshot-2");
        try (OutputStream open = snapshot.getFileSystem(new Configuration()).create(snapshot, false)) {
            assertThatThrownBy(() -> write(table, 2, 2)).hasMessageContaining("snapshot-2");
            open.flush();
        }
    }
}
