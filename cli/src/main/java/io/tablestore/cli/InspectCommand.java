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

import io.tablestore.catalog.SystemTable;
import io.tablestore.catalog.SystemTableName;
import io.tablestore.catalog.Table;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tablestore inspect}: shows a table's metadata. */
@Command(
        name = "inspect",
        description = "Show a table's metadata: a system table, such as snapshots, files or options.",
        footer = {
            "",
            "Examples:",
            "  tablestore inspect /warehouse/shop.db/orders snapshots",
            "  tablestore inspect shop.orders files --warehouse /warehouse --where \"level = 0\""
        },
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TableOption table = new TableOption();

    @Parameters(
            index = "1",
            paramLabel = "WHAT",
            description = "One of ${COMPLETION-CANDIDATES}.",
            completionCandidates = Names.class)
    private String what = "";

    @Mixin
    private RowsOption rows = new RowsOption();

    @Mixin
    private StateOption state = new StateOption();

    @Option(names = "--format", paramLabel = "F", description = "table, jsonl or csv; default: ${DEFAULT-VALUE}.")
    private RowFormat format = RowFormat.TABLE;

    @Mixin
    private OutputOption output = new OutputOption();

    /** The names of the system tables. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(Stream.of(SystemTableName.values())
                    .map(SystemTableName::tableName)
                    .toList());
        }
    }

    @Override
    public Integer call() throws IOException {
        if (format == RowFormat.ARROW) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--format of inspect is table, jsonl or csv.");
        }
        long limit = rows.limit();
        List<String> names = rows.columns();
        SystemTableName kind = SystemTableName.parse(what);
        Table opened = table.open();
        SystemTable shown = opened.systemTable(kind, state.snapshot()).where(rows.predicate());
        int[] columns = columns(shown.columns(), names);
        try (OutputOption.Target out = output.open()) {
            MetadataPrinter printer = new MetadataPrinter(shown.columns(), columns, format, out);
            shown.rows().stream().limit(limit).forEach(printer::print);
            printer.finish();
            out.complete();
        }
        return 0;
    }

    /** Positions of the columns to print. */
    private static int[] columns(List<DataField> fields, @Nullable List<String> names) {
        return names == null
                ? fields.stream().mapToInt(DataField::id).toArray()
                : names.stream()
                        .mapToInt(name -> ColumnPath.of(name, fields).column().id())
                        .toArray();
    }
}
