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

import io.tablestore.scan.SystemTable;
import io.tablestore.scan.SystemTables;
import io.tablestore.types.DataField;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
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
        description =
                "Show a table's metadata, by the name of a system table: snapshots, files, options and others.",
        mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TableOption table = new TableOption();

    @Parameters(
            index = "1",
            paramLabel = "WHAT",
            description = "snapshots, schemas, options, files, manifests, partitions, buckets, tags,"
                    + " branches or aggregation_fields.")
    private String what = "";

    @Option(names = "--format", paramLabel = "F", description = "table or jsonl; default: ${DEFAULT-VALUE}.")
    private RowFormat format = RowFormat.TABLE;

    @Override
    public Integer call() throws IOException {
        if (format != RowFormat.TABLE && format != RowFormat.JSONL) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--format must be table or jsonl.");
        }
        SystemTable rows = SystemTables.named(what).of(table.open().files());
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16)) {
            if (format == RowFormat.TABLE) {
                printTable(rows, out);
            } else {
                printJson(rows, out);
            }
        }
        return 0;
    }

    private static void printTable(SystemTable table, OutputStream out) throws IOException {
        TableLayout layout =
                new TableLayout(table.columns().stream().map(DataField::name).toList(), out);
        List<List<String>> texts = new ArrayList<>();
        for (List<@Nullable Object> row : table.rows()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                Object value = row.get(i);
                cells.add(value == null ? "NULL" : text(table.columns().get(i), value));
            }
            texts.add(cells);
        }
        layout.add(texts);
        layout.finish();
    }

    private static String text(DataField column, Object value) {
        if (!(value instanceof TimestampValue timestamp)) {
            return value.toString();
        }
        String time = String.format(
                "%tFT%<tT.%03d", timestamp.toLocalDateTime(), Math.floorMod(timestamp.epochMillis(), 1000L));
        return column.type().root() == TypeRoot.TIMESTAMP_LTZ ? time + 'Z' : time;
    }

    private static void printJson(SystemTable table, OutputStream out) throws IOException {
        TextBuffer line = new TextBuffer();
        for (List<@Nullable Object> row : table.rows()) {
            line.clear();
            for (int i = 0; i < row.size(); i++) {
                line.append(i == 0 ? '{' : ',')
                        .append('"')
                        .append(table.columns().get(i).name())
                        .append("\":");
                Object value = row.get(i);
                if (value == null) {
                    line.append("null");
                } else if (value instanceof Long) {
                    line.append(value.toString());
                } else {
                    line.append('"');
                    int start = line.size();
                    line.append(text(table.columns().get(i), value));
                    TextSink.escapeJson(line, start);
                    line.append('"');
                }
            }
            line.append("}\n");
            out.write(line.array(), 0, line.size());
        }
    }
}
