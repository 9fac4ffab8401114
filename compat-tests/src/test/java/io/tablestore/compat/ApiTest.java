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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The Java API is what {@code api.txt} lists. A change of a signature changes the list too, so that nobody makes one unseen;
 * {@code -Dpage.write=true} writes the list again.
 */
class ApiTest {

    private static final Path LIST = Path.of("src/test/resources/api.txt");

    /** Only the library makes columns and commit messages; what it makes them of is not API. */
    private static final Set<String> MADE_INSIDE =
            Set.of("io.tablestore.arrow.ArrowColumn", "io.tablestore.writer.CommitMessage");

    private static List<Class<?>> types() throws Exception {
        List<Class<?>> types = new ArrayList<>();
        for (String module : List.of("common-reader", "table-writer")) {
            types.addAll(ApiSignatures.types(Path.of("..", module, "target/classes"), ApiTest.class.getClassLoader()));
        }
        return types;
    }

    @Test
    void theApiIsWhatTheListSays() throws Exception {
        List<String> lines = new ArrayList<>();
        for (Class<?> type : types()) {
            lines.addAll(ApiSignatures.of(type));
        }
        if (Boolean.getBoolean("page.write")) {
            Files.write(LIST, lines);
        }
        assertThat(lines)
                .as("api.txt differs; write it again with -Dtest=ApiTest -Dpage.write=true, and say so in CHANGELOG.md")
                .isEqualTo(Files.readAllLines(LIST));
    }

    @Test
    void theApiDoesNotMentionTheInternals() throws Exception {
        Set<String> mention = new TreeSet<>();
        for (Class<?> type : types()) {
            if (ApiSignatures.of(type).stream().anyMatch(line -> line.contains(".internal."))) {
                mention.add(type.getName());
            }
        }
        assertThat(mention).isEqualTo(new TreeSet<>(MADE_INSIDE));
    }
}
