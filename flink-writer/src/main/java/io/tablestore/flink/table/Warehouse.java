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
package io.tablestore.flink.table;

import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a catalog's databases.
 *
 * @param path null if a metastore lists the databases
 */
public record Warehouse(@Nullable TablePath path, TableAccess access) {

    /**
     * Creates the directory in an existing one.
     *
     * @throws TableStoreException if the parent does not exist either, since the path is then probably a mistake
     */
    public void create() {
        TablePath directory = path;
        if (directory == null) {
            return;
        }
        String location = directory.location();
        TablePath parent = new TablePath(location.substring(0, Math.max(1, location.lastIndexOf('/'))));
        TableFileSystem files = access.files(directory);
        try {
            if (files.directoryExists(directory)) {
                return;
            }
            if (!files.directoryExists(parent)) {
                throw new TableStoreException("There is no warehouse " + location + ", and no directory " + parent
                        + " to create it in. Correct the catalog's option 'warehouse', or create the directory.");
            }
            files.createDirectory(directory);
        } catch (IOException failed) {
            throw new TableStoreException(
                    "Warehouse " + location + " cannot be opened (" + failed.getMessage() + ").", failed);
        }
    }
}
