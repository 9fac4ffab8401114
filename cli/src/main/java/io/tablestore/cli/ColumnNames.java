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

import io.tablestore.error.TableStoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses the list of {@code --columns}: names separated by commas, with or without surrounding blanks. A name that
 * contains a comma or begins with a blank must be in double quotes or backticks; inside, a doubled quote is a single
 * one.
 */
final class ColumnNames {

    private final String text;
    private int at;

    private ColumnNames(String text) {
        this.text = text;
    }

    /** @throws TableStoreException if a quote is not closed, a name is missing, or a column is named twice */
    static List<String> parse(String text) {
        ColumnNames parser = new ColumnNames(text);
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        do {
            String name = parser.path();
            if (name.isEmpty()) {
                throw new TableStoreException(
                        "--columns: A name is missing in '" + text + "'. Separate the names by single commas.");
            }
            if (!seen.add(name)) {
                throw new TableStoreException("--columns: Column " + name + " is named twice; name it once.");
            }
            names.add(name);
        } while (parser.take(','));
        return names;
    }

    /** A column or a nested field, {@code a.b}. */
    private String path() {
        StringBuilder path = new StringBuilder();
        skipBlanks();
        while (at < text.length() && text.charAt(at) != ',') {
            char c = text.charAt(at);
            boolean startsName = path.length() == 0 || path.charAt(path.length() - 1) == '.';
            if (startsName && (c == '"' || c == '`')) {
                path.append(quoted(c));
                skipBlanks();
                if (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '.') {
                    throw new TableStoreException(
                            "--columns: Expected a comma at character " + (at + 1) + " of '" + text + "'.");
                }
                if (at < text.length() && text.charAt(at) == '.') {
                    path.append('.');
                    at++;
                }
            } else {
                path.append(c);
                at++;
            }
        }
        return path.toString().stripTrailing();
    }

    private String quoted(char quote) {
        StringBuilder name = new StringBuilder();
        int start = at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != quote) {
                name.append(c);
            } else if (at < text.length() && text.charAt(at) == quote) {
                name.append(quote);
                at++;
            } else {
                return name.toString();
            }
        }
        throw new TableStoreException(
                "--columns: The quote at character " + (start + 1) + " of '" + text + "' is not closed.");
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean take(char c) {
        boolean taken = at < text.length() && text.charAt(at) == c;
        at += taken ? 1 : 0;
        return taken;
    }
}
