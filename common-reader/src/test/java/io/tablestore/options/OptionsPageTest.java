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

import io.tablestore.options.KnownOption.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
                        "| `parquet.page.size` | a whole number, at least 1 |");
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
            # Options

            Every option of Apache Paimon 1.4 and 2.0, and ours, with what becomes of it. This page is made from the table
            that readers and writers go by (`known-options.txt` in `common-reader`).

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
        List<Section> sections =
                KnownOptions.ALL.stream().map(KnownOption::section).distinct().toList();
        for (Section section : sections) {
            page.append("\n## ").append(section.title()).append("\n\n");
            page.append("Decision: ").append(section.decision()).append(". ").append(section.reason());
            page.append(section.remedy().isEmpty() ? "" : " " + section.remedy());
            page.append("\n\n| option | value | default | older keys |\n|---|---|---|---|\n");
            KnownOptions.ALL.stream()
                    .filter(option -> option.section().equals(section))
                    .forEach(option -> page.append(row(option)));
        }
        return page.toString();
    }

    private static String row(KnownOption option) {
        String standard = option.defaultValue() == null ? "" : code(option.defaultValue());
        String accepted =
                option.accepted().stream().map(value -> ", also " + code(value)).collect(Collectors.joining());
        return Arrays.asList(
                        code(option.key()),
                        OptionRanges.of(option.key()) == null
                                ? option.type().valid()
                                : option.type().valid() + ", " + OptionRanges.of(option.key()),
                        (standard + accepted).replaceFirst("^, ", ""),
                        option.olderKeys().stream().map(OptionsPageTest::code).collect(Collectors.joining(", ")))
                .stream()
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
