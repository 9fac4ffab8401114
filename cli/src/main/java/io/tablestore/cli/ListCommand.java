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
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tablestore list}: lists the tables of a warehouse or a metastore as {@code db.table}, one per line. */
@Command(
        name = "list",
        description = "List the tables of a warehouse or a metastore.",
        footer = {"", "Example: tablestore list --warehouse /warehouse"},
        mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CatalogOption catalog = new CatalogOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "DB", description = "Only those of this database.")
    private @Nullable String database;

    @Override
    public Integer call() {
        if (!catalog.isGiven()) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "Which tables? Give --warehouse or --metastore.");
        }
        Catalog opened = catalog.open();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        List<String> databases = opened.databases();
        if (database != null && !databases.contains(database)) {
            throw new TableStoreException(
                    "There is no database " + database + ". There are: " + String.join(", ", databases) + ".");
        }
        for (String name : database == null ? databases.stream().sorted().toList() : List.of(database)) {
            opened.tables(name).stream().sorted().forEach(table -> out.println(name + "." + table));
        }
        out.flush();
        return 0;
    }
}
