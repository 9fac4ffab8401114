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

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds of every option that is declared. */
class OptionGroupsTest {

    private static final List<Class<?>> GROUPS = List.of(
            SchemaOptions.class,
            LayoutOptions.class,
            MergeOptions.class,
            FieldOptions.class,
            ReadOptions.class,
            WriteOptions.class,
            CompactionOptions.class,
            CommitOptions.class,
            FormatOptions.class,
            FeatureOptions.class);

    @Test
    void everyConstantIsInTheList() throws IllegalAccessException {
        List<Option<?>> constants = new ArrayList<>();
        for (Class<?> group : GROUPS) {
            for (Field field : group.getDeclaredFields()) {
                if (field.getType() == Option.class && Modifier.isStatic(field.getModifiers())) {
                    constants.add((Option<?>) field.get(null));
                }
            }
        }
        assertThat(TableOptions.ALL).containsExactlyInAnyOrderElementsOf(constants);
    }

    /** One that is both declared and in the file would have two decisions. */
    @Test
    void noKeyIsKnownTwice() {
        assertThat(KnownOptions.ALL.stream()
                        .flatMap(option -> Stream.concat(Stream.of(option.key()), option.olderKeys().stream())))
                .doesNotHaveDuplicates();
    }

    @Test
    void whatIsDeclaredIsReadAtLeast() {
        assertThat(TableOptions.DECLARED)
                .extracting(KnownOption::decision)
                .doesNotContain(OptionDecision.HARMLESS, OptionDecision.NOT_USED, OptionDecision.REFUSED_WHEN_READ);
    }

    /** Nothing that the code goes by is decided in the file. */
    @Test
    void whatIsHonouredIsDeclared() {
        assertThat(KnownOptions.ALL)
                .filteredOn(option -> option.decision() == OptionDecision.HONOURED)
                .isSubsetOf(TableOptions.DECLARED);
    }

    @Test
    void defaultsAreValuesOfTheirOptions() {
        for (KnownOption option : TableOptions.DECLARED) {
            String standard = option.defaultValue();
            if (standard != null) {
                assertThat(option.option().type().parser().apply(standard))
                        .as(option.key())
                        .isEqualTo(option.option().defaultValue());
                assertThat(option.option().expected(standard)).as(option.key()).isNull();
            }
        }
    }

    @Test
    void anOlderKeyCountsWhereTheNewOneIsNotSet() {
        for (Option<?> option : TableOptions.ALL) {
            for (String older : option.olderKeys()) {
                OptionSet set = new OptionSet("test", Map.of(older, "true"));
                assertThat(set.get(option)).as(older).isEqualTo(true);
                assertThat(Objects.requireNonNull(KnownOptions.find(older)).key())
                        .isEqualTo(option.key());
            }
        }
    }
}
