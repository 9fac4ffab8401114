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
import io.tablestore.compat.WrittenRows;
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TablePath;
import io.tablestore.testing.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;

/** Where the table of {@link FlinkKillTest} is: in a directory, or with {@code -Dkills.s3=true} in an object store. */
@NullUnmarked // no server for a directory
final class KillWarehouse implements AutoCloseable {

    private final String location;
    private final Map<String, String> settings;
    private final S3Server store;

    private KillWarehouse(String location, Map<String, String> settings, S3Server store) {
        this.location = location;
        this.settings = settings;
        this.store = store;
    }

    static KillWarehouse below(Path directory) throws Exception {
        return Boolean.getBoolean("kills.s3") ? inObjectStore(directory.resolve("store")) : inDirectory(directory);
    }

    private static KillWarehouse inDirectory(Path directory) throws Exception {
        Path warehouse = Files.createDirectory(directory.resolve("warehouse"));
        return new KillWarehouse(warehouse.toString(), Map.of(), null);
    }

    private static KillWarehouse inObjectStore(Path directory) throws Exception {
        S3Server store = new S3Server(Files.createDirectory(directory));
        store.createBucket("lake");
        Map<String, String> settings = Map.of(
                "s3.endpoint", "http://127.0.0.1:" + store.port(),
                "s3.region", S3Server.REGION,
                "s3.access-key", S3Server.ACCESS_KEY,
                "s3.secret-key", S3Server.SECRET_KEY);
        return new KillWarehouse("s3://lake/warehouse", settings, store);
    }

    /** The statement that creates the catalog {@code store}. */
    String catalog() {
        return settings.entrySet().stream()
                .map(setting -> ", '" + setting.getKey() + "' = '" + setting.getValue() + "'")
                .collect(Collectors.joining(
                        "", "CREATE CATALOG store WITH ('type' = 'tablestore', 'warehouse' = '" + location + "'", ")"));
    }

    private String tableLocation() {
        return location + "/default.db/t";
    }

    Table table() {
        TablePath path = TablePath.of(tableLocation());
        return TableStore.openTable(FileSystems.forLocation(path, settings), path);
    }

    /** The rows of the table as {@code tablestore scan} prints them, sorted. */
    List<String> rows() throws Exception {
        List<String> options = new ArrayList<>();
        settings.forEach((key, value) -> options.addAll(List.of("--s3", key + "=" + value)));
        return WrittenRows.scan(tableLocation(), options.toArray(String[]::new));
    }

    @Override
    public void close() throws Exception {
        if (store != null) {
            store.close();
        }
    }
}
