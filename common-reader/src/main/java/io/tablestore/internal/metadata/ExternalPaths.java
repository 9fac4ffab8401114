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
package io.tablestore.internal.metadata;

import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TablePath;
import io.tablestore.options.FeatureOptions;
import io.tablestore.schema.TableSchema;
import java.util.List;

/**
 * Checks the paths of data files outside the table. They may lie only where the table's option {@code data-file.external-paths}
 * allows.
 */
public final class ExternalPaths {

    private ExternalPaths() {}

    /**
     * The location of an external file.
     *
     * @param path {@code _EXTERNAL_PATH} of a manifest entry
     * @param table for the file system, which must be the same
     * @throws TableStoreException if the file lies anywhere else
     */
    public static TablePath check(TableSchema schema, TablePath table, String path) {
        List<String> roots = schema.optionSet().get(FeatureOptions.EXTERNAL_PATHS);
        boolean plain = !List.of(path.split("/", -1)).contains("..");
        TablePath location = TablePath.of(path);
        for (String root : roots) {
            String prefix = TablePath.of(root).location() + "/";
            boolean sameSystem = location.scheme().equals(table.scheme());
            if (plain && sameSystem && location.location().startsWith(prefix)) {
                return location;
            }
        }
        throw new TableStoreException("A file of the table lies at '" + path + "', outside the table and outside '"
                + FeatureOptions.EXTERNAL_PATHS.key() + "' (" + String.join(", ", roots)
                + ") on the table's own file system. If it belongs to the table, add its location to that option.");
    }
}
