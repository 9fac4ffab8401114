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
import io.tablestore.fs.TablePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
