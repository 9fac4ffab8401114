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
package io.tablestore.writer.maintenance;

import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.DataFiles;
import io.tablestore.writer.ForwardingFileSystem;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.WrittenTable;
import io.tablestore.writer.internal.commit.Commit;
import io.tablestore.writer.internal.commit.Kinds;
import io.tablestore.writer.internal.commit.SnapshotChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A table whose data files hold nothing, as nobody reads them; what is deleted is noted. */
final class HandmadeTable {

    private final Path root;
    private final WrittenTable table;
    private final List<String> deleted = new ArrayList<>();

    HandmadeTable(Path root, String... options) {
        this.root = root;
        // Options that no new table may have, an older one has.
        TableSchema schema = Schemas.keyed().withOptions(Schemas.options(options));
        this.table = WrittenTable.create(root, schema, new ForwardingFileSystem() {
            @Override
            public void delete(TablePath file) throws IOException {
                String path = file.toString();
                deleted.add(path.substring(
                        path.indexOf(root.toString()) + root.toString().length() + 1));
                super.delete(file);
            }
        });
    }

    WrittenTable written() {
        return table;
    }

    /** A snapshot that adds some files and takes some away: {@code +a} and {@code -a}. */
    void commit(String... changes) {
        List<ManifestEntry> entries = new ArrayList<>();
        for (String change : changes) {
            String name = change.substring(1);
            FileKind kind = change.startsWith("+") ? FileKind.ADD : FileKind.DELETE;
            entries.add(new ManifestEntry(kind, BinaryRow.EMPTY, 0, 1, DataFiles.flushed(name, 1, 1)));
            if (kind == FileKind.ADD) {
                create("bucket-0/" + name);
            }
        }
        new Commit(table.files(), "test")
                .commit(Kinds.APPEND, 1, null, latest -> new SnapshotChange(entries, List.of()));
    }

    void create(String path) {
        create(path, "");
    }

    void create(String path, String content) {
        try {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), content);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    Set<Long> snapshots() {
        return table.files().snapshots().ids().keySet();
    }

    /** Names of the data files that are there. */
    List<String> data() {
        return table.paths("bucket-0").stream()
                .map(path -> path.substring("bucket-0/".length()))
                .toList();
    }

    /** What was deleted so far, relative to the table. */
    List<String> deleted() {
        return deleted;
    }
}
