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
package io.tablestore.compat.flink;

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.SchemaFile;
import io.tablestore.schema.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Tables of the database {@code default}, without Flink. */
final class TestTables {

    private TestTables() {}

    static Table open(Path warehouse, String name) {
        return TableStore.openTable(
                new LocalFileSystem(),
                TablePath.of(warehouse.resolve("default.db").resolve(name).toString()));
    }

    /** Gives a table an option that this writer would refuse: a schema as another writer would leave it. */
    static void setOption(Path warehouse, String name, String key, String value) throws IOException {
        Table table = open(warehouse, name);
        TableSchema schema = table.schema().withOptions(Map.of(key, value));
        Path file = warehouse.resolve("default.db").resolve(name).resolve(schema.file());
        Files.write(file, SchemaFile.write(schema));
    }

    /** Branches off the newest schema and snapshot, as Apache Paimon lays a branch out. */
    static void branch(Path warehouse, String name, String branch) throws IOException {
        Path table = warehouse.resolve("default.db").resolve(name);
        Path target = table.resolve("branch").resolve("branch-" + branch);
        Table opened = open(warehouse, name);
        copy(table, target, opened.schema().file());
        copy(
                table,
                target,
                StoredTable.of(opened)
                        .files()
                        .snapshots()
                        .file(StoredTable.of(opened).files().snapshots().ids().lastKey()));
    }

    private static void copy(Path from, Path to, String file) throws IOException {
        Files.createDirectories(to.resolve(file).getParent());
        Files.copy(from.resolve(file), to.resolve(file));
    }
}
