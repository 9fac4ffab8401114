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
package io.tablestore.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.TableStore;
import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.DropBehavior;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemCatalogTest {

    private final Path directory;

    FileSystemCatalogTest(@TempDir Path directory) {
        this.directory = directory;
    }

    private Catalog catalog(String warehouse) {
        return TableStore.openCatalog(
                new LocalFileSystem(), TablePath.of(directory.resolve(warehouse).toString()));
    }

    @Test
    void aWarehouseThatIsNotThereIsAnErrorAndNotAnEmptyOne() {
        Catalog missing = catalog("mistyped");
        List<ThrowingCallable> uses = List.of(
                missing::databases,
                () -> missing.hasDatabase("db"),
                () -> missing.hasTable("db", "t"),
                () -> missing.table("db", "t"),
                () -> missing.createDatabase("db"),
                () -> missing.dropDatabase("db", DropBehavior.CASCADE));
        for (ThrowingCallable use : uses) {
            assertThatThrownBy(use)
                    .isInstanceOf(TableStoreException.class)
                    .hasMessageContaining("mistyped does not exist")
                    .hasMessageContaining("option 'warehouse'");
        }
        assertThat(directory.resolve("mistyped")).doesNotExist();
    }

    @Test
    void anEmptyWarehouseHasNoDatabases() throws Exception {
        Files.createDirectory(directory.resolve("empty"));
        Catalog empty = catalog("empty");
        assertThat(empty.databases()).isEmpty();
        assertThat(empty.hasTable("db", "t")).isFalse();
        empty.createDatabase("db");
        assertThat(empty.databases()).containsExactly("db");
        assertThat(empty.tables("db")).isEmpty();
    }

    @Test
    void aDatabaseThatIsNotThereIsAnErrorAndNotAnEmptyOne() throws Exception {
        Files.createDirectories(directory.resolve("lake/there.db"));
        assertThatThrownBy(() -> catalog("lake").tables("their"))
                .hasMessageContaining("no database their")
                .hasMessageContaining("lake");
    }

    /** Deletes the files of a directory in the order of their names until it fails, as an object store may. */
    private static final class FailingStore implements TableFileSystem {

        private final LocalFileSystem local = new LocalFileSystem();
        private String failing = "none";

        @Override
        public RangeReader open(TablePath path) throws IOException {
            return local.open(path);
        }

        @Override
        public List<Entry> list(TablePath path) throws IOException {
            return local.list(path);
        }

        @Override
        public boolean exists(TablePath path) throws IOException {
            return local.exists(path);
        }

        @Override
        public void create(TablePath path, byte[] content) throws IOException {
            local.create(path, content);
        }

        @Override
        public void createDirectory(TablePath path) throws IOException {
            local.createDirectory(path);
        }

        @Override
        public boolean isObjectStore(TablePath path) {
            return true;
        }

        @Override
        public void deleteDirectory(TablePath directory) throws IOException {
            for (Entry entry : list(directory).stream()
                    .sorted(Comparator.comparing(Entry::name))
                    .toList()) {
                TablePath below = directory.child(entry.name());
                if (below.location().endsWith(failing)) {
                    throw new IOException("the store is down");
                }
                if (entry.isDirectory()) {
                    deleteDirectory(below);
                    local.deleteDirectory(below);
                } else {
                    local.delete(below);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest", "schema", "schema-0", "snapshot", "snapshot-1", "tag", "tag-kept"})
    void aTableThatCouldNotBeDroppedIsNoPartOfTheNext(String failing) throws Exception {
        checkFailedDrop(failing, catalog -> catalog.dropTable("db", "t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema", "schema-0", "snapshot"})
    void norIsOneWhoseDatabaseCouldNotBeDropped(String failing) throws Exception {
        checkFailedDrop(failing, catalog -> catalog.dropDatabase("db", DropBehavior.CASCADE));
    }

    private void checkFailedDrop(String failing, Consumer<Catalog> drop) throws Exception {
        Files.createDirectory(directory.resolve("lake"));
        FailingStore store = new FailingStore();
        Catalog catalog = TableStore.openCatalog(
                store, TablePath.of(directory.resolve("lake").toString()));
        catalog.createDatabase("db");
        TableDefinition definition = new TableDefinition(
                List.of(new DataField(0, "k", DataType.of(TypeRoot.BIGINT))), List.of(), List.of(), Map.of(), null);
        catalog.createTable("db", "t", definition);
        for (String file : List.of("manifest/manifest-1", "snapshot/snapshot-1", "tag/tag-kept")) {
            Path path = directory.resolve("lake/db.db/t").resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "");
        }
        store.failing = "/" + failing;
        assertThatThrownBy(() -> drop.accept(catalog)).hasMessageContaining("the store is down");
        store.failing = "none";
        if (catalog.hasTable("db", "t")) {
            catalog.dropTable("db", "t");
        }
        catalog.createTable("db", "t", definition);
        assertThat(directory.resolve("lake/db.db/t/snapshot/snapshot-1")).doesNotExist();
        assertThat(directory.resolve("lake/db.db/t/tag/tag-kept")).doesNotExist();
    }
}
