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
package io.tablestore.cli;

import io.tablestore.catalog.Catalog;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.metastore.Catalogs;
import io.tablestore.metastore.MetastoreOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the catalog that tables are looked up in, and for the access to its files. */
final class CatalogOption {

    @Option(
            names = "--warehouse",
            paramLabel = "W",
            description = "Directory or URI of a warehouse that holds the table.")
    private @Nullable String warehouse;

    @Option(
            names = "--metastore",
            paramLabel = "URI",
            description = "A Hive metastore that knows the table, thrift://host:9083.")
    private @Nullable String metastore;

    @Option(
            names = "--metastore-principal",
            paramLabel = "P",
            description = "Kerberos principal of the metastore, hive/_HOST@REALM; log in with kinit first.")
    private @Nullable String metastorePrincipal;

    @Option(
            names = "--hadoop",
            paramLabel = "KEY=VALUE",
            description = "A Hadoop setting for locations that are not local; may be repeated.",
            converter = Setting.Converter.class)
    private List<Setting> hadoopSettings = new ArrayList<>();

    @Option(
            names = "--s3",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting for s3:// locations, such as endpoint=https://store:9000; may be repeated. What is not set"
                            + " comes from the environment and files of the AWS tools.",
            converter = Setting.Converter.class)
    private List<Setting> s3Settings = new ArrayList<>();

    /**
     * Whether tables are looked up by name.
     *
     * @throws TableStoreException if an option needs another one that is missing
     */
    boolean isGiven() {
        if (metastorePrincipal != null && metastore == null) {
            throw new TableStoreException(
                    "--metastore-principal is the principal of a metastore: give --metastore too, or leave it out.");
        }
        return warehouse != null || metastore != null;
    }

    /** @throws TableStoreException if a setting is given twice */
    TableFileSystem files(TablePath location) {
        Map<String, String> properties = new LinkedHashMap<>();
        Setting.addAll(properties, "--hadoop", "", hadoopSettings);
        Setting.addAll(properties, "--s3", "s3.", s3Settings);
        return FileSystems.forLocation(location, properties);
    }

    Catalog open() {
        Map<String, String> options = new HashMap<>();
        if (warehouse != null) {
            options.put(MetastoreOptions.WAREHOUSE_KEY, warehouse);
        }
        if (metastore != null) {
            options.put(Catalogs.METASTORE_KEY, "hive");
            options.put(MetastoreOptions.URI_KEY, metastore);
        }
        if (metastorePrincipal != null) {
            options.put(MetastoreOptions.PRINCIPAL_KEY, metastorePrincipal);
        }
        return Catalogs.open(options, this::files);
    }
}
