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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of options, which is made from the table: {@code -Dpage.write=true} writes it. */
class OptionsPageTest {

    private static final Path PAGE = Path.of("../docs/OPTIONS.md");

    @Test
    void thePageSaysWhatTheTableSays() throws IOException {
        if (Boolean.getBoolean("page.write")) {
            Files.writeString(PAGE, page());
        }
        assertThat(Files.readString(PAGE))
                .as("docs/OPTIONS.md is stale; write it again with -Dtest=OptionsPageTest -Dpage.write=true")
                .isEqualTo(page());
    }

    /** Each range that is checked is in the line of its option. */
    @Test
    void rangesAreShown() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(
                        "| `commit.max-retries` | a whole number, at least 0 |",
                        "| `target-file-size` | a size such as 128 mb, at least 1 |",
                        "| `file.compression.zstd-level` | a whole number, from -7 to 22 |",
                        "| `bucket` | a whole number, above 0, -1 or -2 |",
                        "| `snapshot.num-retained.min` | a whole number, at least 1 |",
                        "| `parquet.page.size` | a whole number, at least 1 |",
                        "| `file.format` | one of parquet, orc, avro | `parquet` |",
                        "| `metadata.stats-mode` | none, counts, truncate(&lt;length>) or full |");
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
            # Options

            Every option of Apache Paimon 1.4 and 2.0, and ours, with what becomes of it. This page is made from what readers
            and writers go by: first the options that they read, group by group (`io.tablestore.options.TableOptions`), then
            those on which nothing but the decision depends (`known-options.txt` in `common-reader`).

            - An option that is in no line is refused in `CREATE TABLE`, in `ALTER TABLE`, in hints and in read options.
            - An option that is set to its default asks for nothing and is accepted everywhere.
            - A table of another writer may have options that are not known here. It is read, unless the name says that rows
              may depend on the option (`merge-...`, `sequence.`, `fields.`, `scan.` and the like). It is not written if
              the name begins like one of those below; any other is taken for a note of the user's.
            - `primary-key` and `partition` become the keys of a new table, written in any case; together with `PRIMARY KEY`
              or `PARTITIONED BY` they are refused. `path` is refused: a table lies below its database.
            - A `*` stands for the name of a column or of anything else.

            | decision | meaning | options |
            |---|---|---|
            """);
        for (OptionDecision decision : OptionDecision.values()) {
            long count = KnownOptions.ALL.stream()
                    .filter(option -> option.decision() == decision)
                    .count();
            page.append("| ").append(decision).append(" | ").append(decision.meaning());
            page.append(" | ").append(count).append(" |\n");
        }
        KnownOptions.ALL.stream().map(KnownOption::group).distinct().forEach(group -> page.append(section(group)));
        return page.toString();
    }

    private static String section(OptionGroup group) {
        List<KnownOption> options = KnownOptions.ALL.stream()
                .filter(option -> option.group().equals(group))
                .toList();
        boolean isDeclared = TableOptions.DECLARED.containsAll(options);
        String remedy = group.remedy().isEmpty() ? "" : " " + group.remedy();
        String head = "\n## " + group.title() + "\n\nDecision: " + group.decision() + ". " + group.reason() + remedy
                + "\n\n| option | value | default | older keys |" + (isDeclared ? " what it says |" : "")
                + "\n|---|---|---|---|" + (isDeclared ? "---|" : "") + "\n";
        return options.stream().map(option -> row(option, isDeclared)).collect(Collectors.joining("", head, ""));
    }

    private static String row(KnownOption known, boolean isDeclared) {
        Option<?> option = known.option();
        String standard = known.defaultValue() == null ? "" : code(known.defaultValue());
        String accepted =
                known.accepted().stream().map(value -> ", also " + code(value)).collect(Collectors.joining());
        List<String> cells = new ArrayList<>(List.of(
                code(option.key()),
                value(option),
                (standard + accepted).replaceFirst("^, ", ""),
                option.olderKeys().stream().map(OptionsPageTest::code).collect(Collectors.joining(", "))));
        if (isDeclared) {
            cells.add(option.description());
        }
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String value(Option<?> option) {
        String valid = option.type().valid();
        String range = option.range().shown().replace("<", "&lt;");
        if (range.isEmpty()) {
            return valid;
        }
        return option.type().equals(OptionType.TEXT) ? range : valid + ", " + range;
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
