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

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Aligns columns by the widest of the first rows. */
final class TableLayout {

    private static final int ROWS_FOR_WIDTHS = 1000;

    private final List<String> names;
    private final OutputStream out;
    private final List<List<String>> waiting = new ArrayList<>();
    private final int[] widths;
    private boolean started;

    TableLayout(List<String> names, OutputStream out) {
        this.names = names;
        this.out = out;
        this.widths = names.stream().mapToInt(TableLayout::width).toArray();
    }

    void add(List<List<String>> rows) throws IOException {
        if (started) {
            print(rows);
            return;
        }
        waiting.addAll(rows);
        if (waiting.size() >= ROWS_FOR_WIDTHS) {
            start();
        }
    }

    void finish() throws IOException {
        if (!started) {
            start();
        }
    }

    private void start() throws IOException {
        started = true;
        for (List<String> row : waiting) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        List<String> rules = new ArrayList<>();
        for (int width : widths) {
            rules.add("-".repeat(width));
        }
        print(List.of(names, rules));
        print(waiting);
        waiting.clear();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private void print(List<List<String>> rows) throws IOException {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                String cell = row.get(i).replace("\n", "\\n").replace("\r", "\\r");
                text.append(i == 0 ? "" : "  ").append(cell);
                if (i < row.size() - 1) {
                    text.append(" ".repeat(Math.max(0, widths[i] - width(cell))));
                }
            }
            text.append('\n');
        }
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
