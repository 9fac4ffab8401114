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

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files of other writers, put into append tables as a migration does: the schema is given, statistics are not. */
final class ForeignParquet {

    private ForeignParquet() {}

    /**
     * Makes a table of one file, which is copied.
     *
     * @param root directory of the table
     * @param rows in the file
     */
    static Path table(Path root, Path file, long rows, List<DataField> fields) throws IOException {
        Table table = TableStore.openTable(new LocalFileSystem(), TablePath.of(root.toString()));
        String format = file.toString().replaceAll(".*\\.", "");
        Map<String, String> options = Map.of("bucket", "-1", "file.format", format);
        StoredTable.of(table)
                .files()
                .schemas()
                .create(FirstSchema.of(new TableDefinition(fields, List.of(), List.of(), options, null)));
        String name = "data-foreign-0." + format;
        Files.createDirectories(root.resolve("bucket-0"));
        Files.copy(file, root.resolve("bucket-0").resolve(name));
        DataFile added = new DataFile(
                name,
                Files.size(file),
                rows,
                BinaryRow.EMPTY,
                BinaryRow.EMPTY,
                null,
                null,
                0,
                Math.max(0, rows - 1),
                0,
                0,
                List.of(),
                0,
                0,
                null,
                DataFile.APPENDED,
                null,
                null,
                null,
                null,
                List.of());
        CommitMessage message = new CommitMessage(BinaryRow.EMPTY, 0, -1, List.of(added), List.of(), List.of(), null);
        new TableCommit(table, "test").commit(TableCommit.BATCH, List.of(message));
        return root;
    }
}
