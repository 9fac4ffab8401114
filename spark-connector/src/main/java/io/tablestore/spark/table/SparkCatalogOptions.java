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

import io.tablestore.metastore.Catalogs;
import io.tablestore.metastore.MetastoreOptions;
import io.tablestore.options.StatementOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** The options of a catalog: {@code spark.sql.catalog.<name>.*}. */
public final class SparkCatalogOptions {

    private static final List<String> OPTIONS = List.of(
            MetastoreOptions.WAREHOUSE_KEY,
            Catalogs.METASTORE_KEY,
            MetastoreOptions.URI_KEY,
            MetastoreOptions.PRINCIPAL_KEY,
            MetastoreOptions.TIMEOUT_KEY,
            MetastoreOptions.LOCK_TIMEOUT_KEY);

    private SparkCatalogOptions() {}

    /**
     * The options, under the keys that this class defines.
     *
     * @throws TableStoreException for an option that catalogs do not have
     */
    public static Map<String, String> known(String catalogName, CaseInsensitiveStringMap given, Set<String> sparksOwn) {
        Map<String, String> options = new HashMap<>();
        given.asCaseSensitiveMap().forEach((key, value) -> {
            if (sparksOwn.stream().noneMatch(key::equalsIgnoreCase)) {
                options.put(
                        OPTIONS.stream()
                                .filter(key::equalsIgnoreCase)
                                .findFirst()
                                .orElse(key),
                        value);
            }
        });
        StatementOptions.check(
                SparkSettings.CATALOGS + catalogName + ".*, the settings of the catalog", options, Set.copyOf(OPTIONS));
        return options;
    }
}
