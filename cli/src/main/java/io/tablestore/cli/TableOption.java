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

import io.tablestore.catalog.Table;
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TablePath;
import io.tablestore.metastore.Catalogs;
import io.tablestore.metastore.MetastoreOptions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Names the table that a command works on. */
final class TableOption {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "TABLE",
            description = "The table's directory or URI; with --warehouse or --metastore, its name as db.table.")
    private String table = "";

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
            description = "A Hadoop setting for locations that are not local; may be repeated.")
    private Map<String, String> hadoopProperties = new LinkedHashMap<>();

    @Option(names = "--branch", paramLabel = "B", description = "A branch of the table; default: main.")
    private String branch = "main";

    Table open() {
        return main().branch(branch);
    }

    private Table main() {
        if (warehouse == null && metastore == null) {
            TablePath location = TablePath.of(table);
            return Table.open(FileSystems.forLocation(location, hadoopProperties), location);
        }
        int dot = table.indexOf('.');
        if (dot <= 0 || dot == table.length() - 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "With --warehouse or --metastore the table is named db.table, not '" + table + "'.");
        }
        return Catalogs.open(options(), location -> FileSystems.forLocation(location, hadoopProperties))
                .table(table.substring(0, dot), table.substring(dot + 1));
    }

    private Map<String, String> options() {
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
        return options;
    }
}
