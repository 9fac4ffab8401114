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
package io.tablestore.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every message of an error that users see, in a list that is reviewed: {@code -Dpage.write=true} writes it. */
class ErrorTextsTest {

    private static final Path LIST = Path.of("src/test/resources/error-texts.txt");

    private static final List<String> MODULES = List.of(
            "common-reader",
            "table-writer",
            "metastore-catalog",
            "flink-writer",
            "spark-connector",
            "trino-plugin",
            "hive-connector",
            "cli");

    /**
     * A capital letter, a name in quotes, or the file, name or option of the command line that the message is about,
     * which a sentence follows.
     */
    private static final Pattern BEGINNING =
            Pattern.compile("(?!(…|--[a-z-]+): \\p{Ll})([\\p{Lu}'{…]|--[a-z]|[a-z]+/…: \\p{Lu}).*");

    /** What is not supported is named in the middle of the sentence that says so. */
    private static final String NOT_SUPPORTED = " is not supported by this reader. ";

    private static final String OF_FILE_SYSTEM = "  IO ";

    @Test
    void theListSaysWhatTheSourcesSay() throws IOException {
        String list = String.join("\n", list()) + "\n";
        if (Boolean.getBoolean("page.write")) {
            Files.writeString(LIST, list);
        }
        assertThat(Files.readString(LIST))
                .as("error-texts.txt is stale; write it again with -Dtest=ErrorTextsTest -Dpage.write=true")
                .isEqualTo(list);
    }

    /** The words of a file system, in the middle of the sentence that says which file they are about. */
    @Test
    void wordsOfFileSystemsHaveNoFullStop() throws IOException {
        assertThat(texts(line -> line.startsWith(OF_FILE_SYSTEM)))
                .hasSizeGreaterThan(30)
                .allSatisfy(text -> assertThat(text)
                        .doesNotEndWith(".")
                        .doesNotContain(" should be ")
                        .doesNotContain("  "));
    }

    @Test
    void messagesAreSentences() throws IOException {
        assertThat(texts(line -> !line.startsWith(OF_FILE_SYSTEM)))
                .hasSizeGreaterThan(400)
                .allSatisfy(text -> assertThat(text)
                        .matches(each -> BEGINNING.matcher(each).matches() || each.contains(NOT_SUPPORTED))
                        .doesNotContain(" should be ")
                        .doesNotContain("  ")
                        // What ends with an expression has to get its full stop from there, unlike the message of a
                        // cause.
                        .matches(".*([.?]\\}?|" + ErrorTexts.GAP + ")$")
                        .doesNotMatch(".*: " + ErrorTexts.GAP + "$"));
    }

    @Test
    void literalsAreKeptAndExpressionsBecomeGaps() {
        assertThat(ErrorTexts.in(
                        "throw new CorruptFileException(file(a, b), \"The \" + (n == 1 ? \"one\" : \"\\\"all\") + n\n"
                                + " + f(\")\") + \" is bad.\", cause);"))
                .containsExactly("CorruptFile …: The {one|\"all}… is bad.");
    }

    private static List<String> texts(Predicate<String> isWanted) throws IOException {
        return list().stream()
                .filter(line -> line.startsWith("  "))
                .filter(isWanted)
                .map(line -> line.strip().split(" ", 2)[1])
                .toList();
    }

    private static List<String> list() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String module : MODULES) {
            Path sources = Path.of("..", module, "src/main/java/io/tablestore");
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java")
                                && !each.toString().contains("/error/"))
                        .sorted()
                        .toList()) {
                    List<String> texts = texts(file);
                    if (!texts.isEmpty()) {
                        lines.add(module + "/"
                                + sources.relativize(file).toString().replace('\\', '/'));
                        texts.forEach(text -> lines.add("  " + text));
                    }
                }
            }
        }
        return lines;
    }

    /** Elsewhere an {@link IOException} is internal, and becomes another exception. */
    private static List<String> texts(Path file) throws IOException {
        boolean isOfFileSystem = file.toString().replace('\\', '/').contains("/fs/");
        return ErrorTexts.in(Files.readString(file)).stream()
                .map(text -> "  " + text)
                .filter(line -> !line.startsWith(OF_FILE_SYSTEM)
                        || isOfFileSystem && !line.equals(OF_FILE_SYSTEM + ErrorTexts.GAP))
                .map(String::strip)
                .toList();
    }
}
