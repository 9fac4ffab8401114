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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comments that cite a section of {@code docs/FORMAT.md} cite one that is there. */
class FormatReferenceTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern CITATION = Pattern.compile(
            "format\\s+(?:\\*\\s+|//\\s+)?reference,\\s+(?:\\*\\s+)?((?:\\d+(?:\\.\\d+)?(?:,\\s+| and )?)+)");

    @Test
    void everyCitedSectionIsThere() throws Exception {
        Set<String> sections = Files.readAllLines(ROOT.resolve("docs/FORMAT.md")).stream()
                .map(Pattern.compile("#+ (\\d+(?:\\.\\d+)?)\\.? .*")::matcher)
                .filter(Matcher::matches)
                .map(heading -> heading.group(1))
                .collect(Collectors.toSet());
        TreeMap<String, List<String>> cited = new TreeMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> cited.put(file.toString(), citations(file)));
        }
        cited.values().removeIf(List::isEmpty);
        assertThat(cited).hasSizeGreaterThan(60);
        cited.forEach((file, of) -> assertThat(sections).as(file).containsAll(of));
    }

    private static List<String> citations(Path file) {
        try {
            return CITATION.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .flatMap(text ->
                            Pattern.compile("\\d+(?:\\.\\d+)?").matcher(text).results())
                    .map(MatchResult::group)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
