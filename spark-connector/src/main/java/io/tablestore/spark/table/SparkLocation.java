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
package io.tablestore.spark.table;

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.catalog.TableCaches;
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.Serial;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The location of a table and the settings to access its files. It is sent to executors.
 *
 * @param hadoopProperties Hadoop settings of the session for this location; empty for local files
 */
public record SparkLocation(String location, HashMap<String, String> hadoopProperties) implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Resolves a location as Spark does: without a scheme it is in the default file system. */
    public static SparkLocation of(String location) {
        Configuration configuration = SparkSession.active().sessionState().newHadoopConf();
        String qualified = location;
        if (location.indexOf(':') < 0) {
            String defaultFileSystem = configuration.get("fs.defaultFS", "file:///");
            if (!defaultFileSystem.startsWith("file:")) {
                qualified = new Path(defaultFileSystem, location).toString();
            }
        }
        return of(TablePath.of(qualified), configuration);
    }

    /** A location from a catalog, which is already resolved. */
    public static SparkLocation of(TablePath path) {
        return of(path, SparkSession.active().sessionState().newHadoopConf());
    }

    private static SparkLocation of(TablePath path, Configuration configuration) {
        HashMap<String, String> properties = new HashMap<>();
        if (!path.scheme().isEmpty()) {
            List<String> prefixes =
                    FileSystems.isS3WithoutHadoop(path, configuration::get) ? List.of("s3.") : List.of("fs.", "dfs.");
            for (Map.Entry<String, String> entry : configuration) {
                if (prefixes.stream().anyMatch(entry.getKey()::startsWith)) {
                    properties.put(entry.getKey(), entry.getValue());
                }
            }
        }
        return new SparkLocation(path.location(), properties);
    }

    TablePath path() {
        return new TablePath(location);
    }

    public TableFileSystem fileSystem() {
        return FileSystems.forLocation(path(), hadoopProperties);
    }

    /** Opens the table, or a branch if {@code branch} is not empty. */
    public Table open(String branch, TableCaches caches) {
        Table table = TableStore.openTable(fileSystem(), path(), caches);
        return branch.isEmpty() ? table : table.branch(branch);
    }

    /** Omits the settings, which may hold secrets. */
    @Override
    public String toString() {
        return location;
    }
}
