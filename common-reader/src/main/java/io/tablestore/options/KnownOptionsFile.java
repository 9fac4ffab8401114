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
package io.tablestore.options;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the options that are known but not used. The head of the file describes its format. */
final class KnownOptionsFile {

    private static final String NAME = "known-options.txt";

    private final List<KnownOption> options = new ArrayList<>();
    private final Map<String, String> properties = new HashMap<>();
    private @Nullable String title;
    private @Nullable OptionGroup group;

    private KnownOptionsFile() {}

    static List<KnownOption> read() {
        try (InputStream in = KnownOptionsFile.class.getResourceAsStream(NAME)) {
            String text = new String(Objects.requireNonNull(in, NAME).readAllBytes(), StandardCharsets.UTF_8);
            KnownOptionsFile file = new KnownOptionsFile();
            text.lines().forEach(file::accept);
            return List.copyOf(file.options);
        } catch (IOException failed) {
            throw new UncheckedIOException(NAME, failed);
        }
    }

    private void accept(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        int equals = line.indexOf(" = ");
        if (line.startsWith("[")) {
            title = line.substring(1, line.length() - 1);
            group = null;
            properties.clear();
        } else if (group == null && equals > 0) {
            properties.put(line.substring(0, equals), line.substring(equals + 3));
        } else {
            options.add(option(line, currentGroup()));
        }
    }

    private OptionGroup currentGroup() {
        OptionGroup current = group;
        if (current == null) {
            String decision = Objects.requireNonNull(properties.get("decision"), "decision");
            current = new OptionGroup(
                    Objects.requireNonNull(title, "title"),
                    Arrays.stream(OptionDecision.values())
                            .filter(each -> each.toString().equals(decision))
                            .findFirst()
                            .orElseThrow(),
                    Objects.requireNonNull(properties.get("why"), "why"),
                    properties.getOrDefault("do", ""));
            group = current;
        }
        return current;
    }

    private static KnownOption option(String line, OptionGroup group) {
        String[] cells = Arrays.copyOf(line.split("\\|", -1), 5);
        String key = cell(cells, 0);
        String standard = cell(cells, 2);
        return new KnownOption(
                option(key, type(cell(cells, 1)), words(cell(cells, 3), " ")),
                standard.isEmpty() ? null : standard,
                words(cell(cells, 4), ", "),
                group);
    }

    /** Creates an option that is never read; only its values are validated. */
    private static Option<Object> option(String key, OptionType<?> type, List<String> olderKeys) {
        return new Option<>(
                key, new OptionType<>(type.valid(), type.parser()::apply), "", "", OptionRange.ALL, olderKeys);
    }

    private static String cell(@Nullable String[] cells, int index) {
        String cell = cells[index];
        return cell == null ? "" : cell.strip();
    }

    private static List<String> words(String text, String separator) {
        return text.isEmpty() ? List.of() : List.of(text.split(separator));
    }

    private static OptionType<?> type(String kind) {
        return switch (kind) {
            case "flag" -> OptionType.FLAG;
            case "int" -> OptionType.NUMBER;
            case "long" -> OptionType.LONG;
            case "number" -> OptionType.RATIO;
            case "time" -> OptionType.DURATION;
            case "size" -> OptionType.BYTES;
            case "text" -> OptionType.TEXT;
            default -> OptionType.words(kind);
        };
    }
}
