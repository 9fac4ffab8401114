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

import io.tablestore.read.ArrowBatch;
import io.tablestore.types.DataField;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes rows as text. Each batch is rendered by the thread that read it, and written under a lock. */
final class TextSink implements RowSink {

    private static final int FLUSH_BYTES = 1 << 20;

    private final RowFormat format;
    private final OutputStream out;
    private final TableLayout layout;

    TextSink(RowFormat format, List<DataField> fields, OutputStream out) throws IOException {
        this.format = format;
        this.out = out;
        List<String> names = fields.stream().map(DataField::name).toList();
        this.layout = new TableLayout(names, out);
        if (format == RowFormat.CSV) {
            TextBuffer header = new TextBuffer();
            for (int i = 0; i < names.size(); i++) {
                header.append(i == 0 ? "" : ",");
                int start = header.size();
                header.append(names.get(i));
                quoteCsv(header, start);
            }
            header.append('\n');
            out.write(header.array(), 0, header.size());
        }
    }

    @Override
    public void write(ArrowBatch batch, long limit) throws IOException {
        List<Cells> cells = new ArrayList<>();
        for (int i = 0; i < batch.fields().size(); i++) {
            cells.add(new Cells(batch.fields().get(i), batch.column(i)));
        }
        int count = (int) Math.min(limit, batch.selection().count());
        if (format == RowFormat.TABLE) {
            for (int i = 0; i < count; i++) {
                List<String> row = texts(cells, batch.selection().row(i));
                synchronized (out) {
                    layout.add(row);
                }
            }
            return;
        }
        byte[][] keys = format == RowFormat.JSONL ? jsonKeys(batch.fields()) : new byte[0][];
        TextBuffer text = new TextBuffer();
        for (int i = 0; i < count; i++) {
            int row = batch.selection().row(i);
            if (format == RowFormat.JSONL) {
                writeJson(cells, keys, row, text);
            } else {
                writeCsv(cells, row, text);
            }
            if (text.size() >= FLUSH_BYTES) {
                flush(text);
            }
        }
        flush(text);
    }

    private void flush(TextBuffer text) throws IOException {
        synchronized (out) {
            out.write(text.array(), 0, text.size());
        }
        text.clear();
    }

    private static List<String> texts(List<Cells> cells, int row) {
        List<String> texts = new ArrayList<>();
        TextBuffer buffer = new TextBuffer();
        for (Cells cell : cells) {
            buffer.clear();
            if (cell.isNull(row)) {
                texts.add("NULL");
            } else {
                cell.write(row, buffer);
                texts.add(buffer.text(0));
            }
        }
        return texts;
    }

    private static byte[][] jsonKeys(List<DataField> fields) {
        byte[][] keys = new byte[fields.size()][];
        for (int i = 0; i < keys.length; i++) {
            TextBuffer key = new TextBuffer();
            key.append(i == 0 ? '{' : ',').append('"');
            int start = key.size();
            key.append(fields.get(i).name());
            escapeJson(key, start);
            key.append("\":");
            keys[i] = Arrays.copyOf(key.array(), key.size());
        }
        return keys;
    }

    private static void writeJson(List<Cells> cells, byte[][] keys, int row, TextBuffer text) {
        for (int i = 0; i < cells.size(); i++) {
            Cells cell = cells.get(i);
            text.append(keys[i], 0, keys[i].length);
            cell.writeJson(row, text);
        }
        text.append(cells.isEmpty() ? "{}\n" : "}\n");
    }

    /** Escapes the text from {@code start} on for JSON. */
    static void escapeJson(TextBuffer text, int start) {
        boolean plain = true;
        byte[] bytes = text.array();
        for (int i = start; i < text.size(); i++) {
            byte b = bytes[i];
            plain &= b != '"' && b != '\\' && (b < 0 || b >= 0x20);
        }
        if (plain) {
            return;
        }
        byte[] raw = Arrays.copyOfRange(bytes, start, text.size());
        text.truncate(start);
        for (byte b : raw) {
            switch (b) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (b >= 0 && b < 0x20) {
                        text.append(String.format("\\u%04x", (int) b));
                    } else {
                        text.append((char) b);
                    }
                }
            }
        }
    }

    private static void writeCsv(List<Cells> cells, int row, TextBuffer text) {
        for (int i = 0; i < cells.size(); i++) {
            text.append(i == 0 ? "" : ",");
            if (!cells.get(i).isNull(row)) {
                int start = text.size();
                cells.get(i).write(row, text);
                if (cells.get(i).isFreeText()) {
                    quoteCsv(text, start);
                }
            }
        }
        text.append('\n');
    }

    /** Quotes the text from {@code start} on for CSV if necessary. An empty text is quoted to distinguish it from null. */
    static void quoteCsv(TextBuffer text, int start) {
        byte[] raw = Arrays.copyOfRange(text.array(), start, text.size());
        boolean plain = raw.length > 0;
        for (byte b : raw) {
            plain &= b != '"' && b != ',' && b != '\n' && b != '\r';
        }
        if (plain) {
            return;
        }
        text.truncate(start);
        text.append('"');
        for (byte b : raw) {
            text.append(b == '"' ? "\"\"" : "");
            if (b != '"') {
                text.append((char) b);
            }
        }
        text.append('"');
    }

    @Override
    public void finish() throws IOException {
        synchronized (out) {
            if (format == RowFormat.TABLE) {
                layout.finish();
            }
            out.flush();
        }
    }

    @Override
    public void close() {}
}
