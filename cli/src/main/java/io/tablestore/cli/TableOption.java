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

import io.tablestore.TableStore;
import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.Table;
import io.tablestore.fs.TablePath;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options for the table that a command uses. */
final class TableOption {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "TABLE",
            description = "The table's directory or URI; with --warehouse or --metastore, its name as db.table.")
    private String table = "";

    @Mixin
    private CatalogOption catalog = new CatalogOption();

    @Option(names = "--branch", paramLabel = "B", description = "A branch of the table; default: main.")
    private String branch = "main";

    Table open() {
        return branch.equals("main") ? main() : main().branch(branch);
    }

    private Table main() {
        if (!catalog.isGiven()) {
            TablePath location = TablePath.of(table);
            return TableStore.openTable(catalog.files(location), location);
        }
        int dot = table.indexOf('.');
        if (dot <= 0 || dot == table.length() - 1) {
            throw wrong("With --warehouse or --metastore the table is named db.table, not '" + table + "'.");
        }
        int dollar = table.indexOf('$', dot);
        if (dollar > 0) {
            throw wrong(
                    "'" + table + "': the part after the $ is a name of Flink and Trino. Here --branch names a branch,"
                            + " --read-optimized reads compacted files only, and 'tablestore inspect' shows system tables.");
        }
        Catalog opened = catalog.open();
        String database = table.substring(0, dot);
        String name = table.substring(dot + 1);
        return opened.findTable(database, name).orElseGet(() -> opened.table(database, name));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
