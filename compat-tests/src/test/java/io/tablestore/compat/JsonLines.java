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
package io.tablestore.compat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Lines of JSON with the entries of every object sorted, for maps have no order that a reader must keep. */
final class JsonLines {

    /** Functions whose arrays come out in any order. */
    private static final Set<String> UNORDERED = Set.of("collect", "nested_update", "nested_partial_update");

    private static final Pattern NEGATIVE_ZERO = Pattern.compile("(?<=[:\\[,]\"?)-0\\.0(?=\"?[,\\]}])");

    private final String text;
    private final boolean sortsArrays;
    private int at;

    private JsonLines(String text, boolean sortsArrays) {
        this.text = text;
        this.sortsArrays = sortsArrays;
    }

    /**
     * A row as it can be compared: maps have no order, and neither have arrays of some functions. Zeros lose their sign:
     * the ORC reader in Paimon 1.4.2 shows a batch of zeros as repeats of the first, whatever their signs, and so its compactions write them.
     *
     * @param options of the table
     */
    static String comparable(String line, Map<String, String> options) {
        boolean sets = options.values().stream().anyMatch(UNORDERED::contains);
        return NEGATIVE_ZERO.matcher(sorted(line, sets)).replaceAll("0.0");
    }

    static String sorted(String line) {
        return sorted(line, false);
    }

    /** @param arrays whether the elements of arrays are sorted too */
    static String sorted(String line, boolean arrays) {
        return new JsonLines(line, arrays).value();
    }

    private String value() {
        return switch (text.charAt(at)) {
            case '{' -> entries('}', true);
            case '[' -> entries(']', sortsArrays);
            case '"' -> quoted();
            default -> plain();
        };
    }

    private String entries(char end, boolean sorts) {
        char start = text.charAt(at++);
        List<String> entries = new ArrayList<>();
        while (text.charAt(at) != end) {
            String entry = value();
            if (text.charAt(at) == ':') {
                at++;
                entry += ":" + value();
            }
            entries.add(entry);
            if (text.charAt(at) == ',') {
                at++;
            }
        }
        at++;
        if (sorts) {
            entries.sort(null);
        }
        return start + String.join(",", entries) + end;
    }

    private String quoted() {
        int from = at++;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return text.substring(from, ++at);
    }

    private String plain() {
        int from = at;
        while (",:]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }
}
