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

import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.util.List;

/** Deletes the files of tables. */
public final class DroppedTable {

    /** What a new table of the same name would take for its own. */
    private static final List<String> FIRST = List.of("snapshot", "tag", "branch", "consumer", "changelog");

    private DroppedTable() {}

    /**
     * Deletes the directory of a table. An object store deletes file by file, in the order of their names, in which {@code schema} comes
     * before {@code snapshot}. So that a failure leaves no snapshots without a table, these are deleted before the rest.
     */
    public static void delete(TableFileSystem files, TablePath table) throws IOException {
        if (files.isObjectStore(table)) {
            for (String directory : FIRST) {
                files.deleteDirectory(table.child(directory));
            }
        }
        files.deleteDirectory(table);
    }
}
