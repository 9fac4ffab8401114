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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.error.InvalidTableException;
import io.tablestore.error.StoreException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.IndexManifestEncoder;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.maintenance.OrphanFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletion vectors in files beside the data, and outside the table. */
class IndexPlacesTest {

    @TempDir
    Path directory;

    private SmallTable table(Map<String, String> more) throws Exception {
        Map<String, String> options = new HashMap<>(more);
        options.put("deletion-vectors.enabled", "true");
        SmallTable table = new SmallTable(directory.resolve("warehouse"), options);
        table.writeAndCompact(1, 400, "first-");
        table.writeAndCompact(100, 200, "second-");
        table.writeAndCompact(150, 160, "third-");
        return table;
    }

    private static List<Path> indexFiles(Path below) throws Exception {
        try (Stream<Path> files = Files.walk(below)) {
            return files.filter(file -> file.getFileName().toString().matches("index-[0-9a-f].*"))
                    .toList();
        }
    }

    private static Table open(SmallTable table) {
        return TableStore.openTable(
                new LocalFileSystem(), TablePath.of(table.path().toString()));
    }

    @Test
    void besideTheData() throws Exception {
        try (SmallTable table = table(Map.of("index-file-in-data-file-dir", "true"))) {
            assertThat(indexFiles(table.path()))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file.getParent().getFileName())
                            .hasToString("bucket-" + (file.getParent().endsWith("bucket-0") ? 0 : 1)));
            assertThat(CommandLines.scan(table.path())).isEqualTo(PaimonRows.read(table.table(), null));
            assertThat(new OrphanFiles(open(table)).find(Long.MAX_VALUE))
                    .as("orphans")
                    .isEmpty();
        }
    }

    @Test
    void outsideTheTable() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Map<String, String> options = Map.of(
                "index-file-in-data-file-dir", "true",
                "data-file.external-paths", "file://" + outside,
                "data-file.external-paths.strategy", "round-robin");
        try (SmallTable table = table(options)) {
            assertThat(indexFiles(outside)).isNotEmpty();
            assertThat(CommandLines.scan(table.path())).isEqualTo(PaimonRows.read(table.table(), null));
            assertThat(new OrphanFiles(open(table)).find(Long.MAX_VALUE))
                    .as("orphans")
                    .isEmpty();
        }
    }

    /** A hash index that another writer has put outside is looked for there, and only where the table allows it. */
    @Test
    void hashIndexesOutsideTheTable() throws Exception {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        WrittenTable table = WrittenTable.create(directory.resolve("t"), true, false, Map.of("bucket", "-1"));
        table.put("a", 1, "x");
        TableFiles files = StoredTable.of(table.table()).files();
        Snapshot snapshot = files.snapshots().latest();
        IndexEntry own = files.contents().indexEntries(snapshot).get(0);
        Path file = outside.resolve(own.fileName());
        Files.move(table.root().resolve("index/" + own.fileName()), file);
        IndexEntry moved = new IndexEntry(
                own.partition(),
                own.bucket(),
                own.type(),
                own.fileName(),
                own.sizeInBytes(),
                own.rowCount(),
                Map.of(),
                "file://" + file);
        TableSchema schema = table.table().schema();
        TableSchema allowing = schema.withOptions(Map.of("data-file.external-paths", "file://" + outside));
        assertThat(files.contents().hashIndex(allowing, snapshot, moved)).hasSize(1);
        assertThatThrownBy(() -> files.contents().hashIndex(schema, snapshot, moved))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContainingAll(file.toString(), "outside the table", "data-file.external-paths");
        Files.write(
                table.root().resolve("manifest/" + snapshot.indexManifest()),
                IndexManifestEncoder.encode("m", List.of(moved)));
        assertThatThrownBy(() -> table.put("a", 1, "y"))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContainingAll(file.toString(), "outside the table");
        Files.delete(file);
        assertThatThrownBy(() -> files.contents().hashIndex(allowing, snapshot, moved))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll(
                        file.toString(), "manifest/" + snapshot.indexManifest() + " of snapshot/snapshot-1");
    }

    @Test
    void whatOthersWouldNotFindIsNotWritten() throws Exception {
        Map<String, String> options = Map.of("index-file-in-data-file-dir", "true", "manifest.format", "orc");
        for (Map.Entry<String, String> option : options.entrySet()) {
            Path warehouse = directory.resolve(option.getKey());
            try (SmallTable table = new SmallTable(warehouse, Map.of(option.getKey(), option.getValue()));
                    BufferAllocator allocator = ArrowMemory.newRoot(1 << 20)) {
                assertThatThrownBy(() -> TableWrite.of(open(table), allocator).open())
                        .isInstanceOf(InvalidTableException.class)
                        .hasMessageContaining("'" + option.getKey() + "' = '" + option.getValue() + "'")
                        .hasMessageContaining("Write the table with Apache Paimon");
            }
        }
    }
}
