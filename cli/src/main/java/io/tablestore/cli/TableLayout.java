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
import java.util.Locale;

/**
 * Prints aligned columns for people. The first rows determine the widths, in Unicode code points. Later rows are printed
 * as they arrive, so that memory does not grow with the number of rows. Control characters are escaped, so that a value
 * cannot move the cursor or change the terminal.
 */
final class TableLayout {

    private static final int ROWS_FOR_WIDTHS = 1000;
    private static final int CHARACTERS_FOR_WIDTHS = 1 << 20;

    /** Maximum column width. Longer values are printed completely, but do not widen the column beyond this. */
    private static final int WIDEST = 100;

    private final List<String> names;
    private final OutputStream out;
    private final List<List<String>> waiting = new ArrayList<>();
    private final int[] widths;
    private long waitingCharacters;
    private boolean started;

    TableLayout(List<String> names, OutputStream out) {
        this.names = names.stream().map(TableLayout::printable).toList();
        this.out = out;
        this.widths = this.names.stream().mapToInt(TableLayout::width).toArray();
    }

    void add(List<String> row) throws IOException {
        List<String> cells = row.stream().map(TableLayout::printable).toList();
        if (started) {
            print(cells);
            return;
        }
        waiting.add(cells);
        for (String cell : cells) {
            waitingCharacters += cell.length();
        }
        if (waiting.size() >= ROWS_FOR_WIDTHS || waitingCharacters >= CHARACTERS_FOR_WIDTHS) {
            start();
        }
    }

    /** Prints the rows that still wait for the widths. Neither flushes nor closes the stream. */
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
        print(names);
        print(rules);
        for (List<String> row : waiting) {
            print(row);
        }
        waiting.clear();
    }

    private static int width(String text) {
        return Math.min(WIDEST, text.codePointCount(0, text.length()));
    }

    /** The text with control characters as {@code \n}, {@code \t} or {@code \}{@code u001b}. */
    private static String printable(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default ->
                    escaped.append(Character.isISOControl(c) ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
            }
        }
        return escaped.toString();
    }

    private void print(List<String> row) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            text.append(i == 0 ? "" : "  ").append(cell);
            if (i < row.size() - 1) {
                text.append(" ".repeat(Math.max(0, widths[i] - cell.codePointCount(0, cell.length()))));
            }
        }
        text.append('\n');
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
