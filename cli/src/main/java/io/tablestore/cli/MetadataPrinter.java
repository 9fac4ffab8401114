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

import io.tablestore.types.DataField;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the rows of a system table: aligned, as JSON lines or as CSV. */
final class MetadataPrinter {

    private final List<DataField> fields;
    private final int[] columns;
    private final RowFormat format;
    private final OutputStream out;
    private final TextBuffer line = new TextBuffer();
    private final TableLayout layout;

    /** @param columns positions of the fields to print */
    MetadataPrinter(List<DataField> fields, int[] columns, RowFormat format, OutputStream out) throws IOException {
        this.fields = fields;
        this.columns = columns;
        this.format = format;
        this.out = out;
        List<String> names =
                Arrays.stream(columns).mapToObj(i -> fields.get(i).name()).toList();
        this.layout = new TableLayout(names, out);
        if (format == RowFormat.CSV) {
            writeCsv(names);
        }
    }

    void print(List<@Nullable Object> row) {
        try {
            if (format == RowFormat.JSONL) {
                writeJson(row);
                return;
            }
            List<@Nullable String> texts = new ArrayList<>();
            for (int column : columns) {
                texts.add(text(fields.get(column), row.get(column)));
            }
            if (format == RowFormat.CSV) {
                writeCsv(texts);
            } else {
                layout.add(
                        texts.stream().map(text -> text == null ? "NULL" : text).toList());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    void finish() throws IOException {
        if (format == RowFormat.TABLE) {
            layout.finish();
        }
    }

    private static @Nullable String text(DataField column, @Nullable Object value) {
        if (!(value instanceof TimestampValue timestamp)) {
            return value == null ? null : value.toString();
        }
        String time = String.format(
                "%tFT%<tT.%03d", timestamp.toLocalDateTime(), Math.floorMod(timestamp.epochMillis(), 1000L));
        return column.type().root() == TypeRoot.TIMESTAMP_LTZ ? time + 'Z' : time;
    }

    private void writeCsv(List<? extends @Nullable String> texts) throws IOException {
        line.clear();
        for (int i = 0; i < texts.size(); i++) {
            line.append(i == 0 ? "" : ",");
            String text = texts.get(i);
            if (text != null) {
                int start = line.size();
                line.append(text);
                TextSink.quoteCsv(line, start);
            }
        }
        line.append('\n');
        out.write(line.array(), 0, line.size());
    }

    private void writeJson(List<@Nullable Object> row) throws IOException {
        line.clear();
        for (int i = 0; i < columns.length; i++) {
            DataField field = fields.get(columns[i]);
            line.append(i == 0 ? '{' : ',').append('"').append(field.name()).append("\":");
            String text = text(field, row.get(columns[i]));
            if (text == null) {
                line.append("null");
            } else if (row.get(columns[i]) instanceof Long) {
                line.append(text);
            } else {
                line.append('"');
                int start = line.size();
                line.append(text);
                TextSink.escapeJson(line, start);
                line.append('"');
            }
        }
        line.append("}\n");
        out.write(line.array(), 0, line.size());
    }
}
