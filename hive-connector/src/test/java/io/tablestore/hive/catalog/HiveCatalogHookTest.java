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
package io.tablestore.hive.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hive shows the messages of its own exceptions only. */
class HiveCatalogHookTest {

    @TempDir
    Path directory;

    private final HiveCatalogHook hook = new HiveCatalogHook(new Configuration(false));

    private static Table table(String type, @Nullable String location, Map<String, String> parameters) {
        Table table = new Table();
        table.setTableName("t");
        table.setTableType(type);
        table.setParameters(new HashMap<>(parameters));
        table.setSd(new StorageDescriptor());
        table.getSd().setLocation(location);
        return table;
    }

    @Test
    void anErrorOfTheReaderIsShownWithItsMessageAndKeptAsCause() {
        Table table = table("EXTERNAL_TABLE", directory.toUri().toString(), Map.of());
        assertThatThrownBy(() -> hook.preCreateTable(table))
                .isInstanceOf(MetaException.class)
                .cause()
                .isInstanceOf(TableStoreException.class)
                .satisfies(cause ->
                        assertThatThrownBy(() -> hook.preCreateTable(table)).hasMessage(cause.getMessage()));
    }

    @Test
    void aManagedTableIsRefused() {
        for (Table table : new Table[] {
            table("MANAGED_TABLE", "/t", Map.of()),
            table("EXTERNAL_TABLE", "/t", Map.of("TRANSLATED_TO_EXTERNAL", "TRUE"))
        }) {
            assertThatThrownBy(() -> hook.preCreateTable(table))
                    .isInstanceOf(MetaException.class)
                    .hasMessageContaining("must be external");
        }
        Table managed = table("MANAGED_TABLE", "/t", Map.of());
        assertThatThrownBy(() -> hook.preDropTable(managed))
                .isInstanceOf(MetaException.class)
                .hasMessageContaining("managed");
    }

    @Test
    void aTableWithoutLocationIsRefused() {
        for (String location : new String[] {null, ""}) {
            Table table = table("EXTERNAL_TABLE", location, Map.of());
            assertThatThrownBy(() -> hook.preCreateTable(table))
                    .isInstanceOf(MetaException.class)
                    .hasMessageContaining("has no location");
        }
    }

    /** DROP TABLE would delete the files. */
    @Test
    void purgingIsRefused() {
        Table table = table("EXTERNAL_TABLE", "/t", Map.of("external.table.purge", "true"));
        assertThatThrownBy(() -> hook.preCreateTable(table)).hasMessageContaining("external.table.purge");
        assertThatThrownBy(() -> hook.preAlterTable(table, null)).hasMessageContaining("external.table.purge");
        assertThatThrownBy(() -> hook.preDropTable(table)).hasMessageContaining("external.table.purge");
    }
}
