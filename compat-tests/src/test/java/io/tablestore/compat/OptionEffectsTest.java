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

import io.tablestore.error.TableStoreException;
import io.tablestore.options.Option;
import io.tablestore.options.TableOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option that readers or writers go by makes a difference. */
class OptionEffectsTest {

    @TempDir
    Path directory;

    static List<OptionEffects.Case> cases() {
        return OptionEffects.CASES;
    }

    static List<OptionEffects.Elsewhere> elsewhere() {
        return OptionEffects.ELSEWHERE;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void anotherValueMakesADifference(OptionEffects.Case effect) throws Exception {
        Object before = observe("before", effect, effect.options());
        assertThat(observe("again", effect, effect.options()))
                .as("the same options, twice")
                .isEqualTo(before);
        Map<String, String> changed = new HashMap<>(effect.options());
        changed.put(effect.key(), effect.value());
        assertThat(observe("after", effect, changed)).isNotEqualTo(before);
    }

    /** What is seen, or why nothing is. */
    private Object observe(String name, OptionEffects.Case effect, Map<String, String> options) throws Exception {
        Path root = directory.resolve(name);
        try {
            return effect.observation().of(root, options);
        } catch (TableStoreException refused) {
            return String.valueOf(refused.getMessage()).replace(root.toString(), "");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("elsewhere")
    void anotherTestShowsTheDifference(OptionEffects.Elsewhere effect) throws Exception {
        assertThat(Files.readString(Path.of(effect.test())))
                .contains(effect.option().key());
    }

    @Test
    void everyOptionHasACase() {
        Set<Option<?>> shown = new HashSet<>();
        cases().forEach(effect -> shown.add(effect.option()));
        elsewhere().forEach(effect -> shown.add(effect.option()));
        assertThat(shown).containsExactlyInAnyOrderElementsOf(TableOptions.ALL);
    }
}
