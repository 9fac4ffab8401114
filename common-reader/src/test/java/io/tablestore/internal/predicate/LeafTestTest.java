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
package io.tablestore.internal.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.predicate.BoundPredicate.Test;
import io.tablestore.internal.predicate.SampleValues.Ranked;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One value against one test: each comparison over each type. */
class LeafTestTest {

    private static final List<Test> COMPARISONS =
            List.of(Test.EQUAL, Test.NOT_EQUAL, Test.LESS, Test.LESS_OR_EQUAL, Test.GREATER, Test.GREATER_OR_EQUAL);

    static Stream<SampleValues> samples() {
        return SampleValues.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void comparisonsFollowTheOrderOfTheType(SampleValues sample) {
        DataField field = new DataField(3, "c", sample.type());
        for (Test test : COMPARISONS) {
            for (Ranked literal : sample.literals()) {
                Leaf leaf = new Leaf(field, test, List.of(literal.value()));
                for (Ranked value : sample.stored()) {
                    assertThat(LeafTest.passes(leaf, value.value()))
                            .as("%s %s %s", value, test, literal)
                            .isEqualTo(SampleValues.holds(test, value.rank(), List.of(literal.rank())));
                }
                assertThat(LeafTest.passes(leaf, null)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void listsHoldTheirLiteralsInAnyOrder(SampleValues sample) {
        DataField field = new DataField(3, "c", sample.type());
        for (Ranked first : sample.literals()) {
            for (Ranked second : sample.literals()) {
                List<Integer> ranks = List.of(first.rank(), second.rank());
                Leaf in = new Leaf(field, Test.IN, List.of(first.value(), second.value()));
                Leaf notIn = new Leaf(field, Test.NOT_IN, List.of(first.value(), second.value()));
                for (Ranked value : sample.stored()) {
                    assertThat(LeafTest.passes(in, value.value())).isEqualTo(ranks.contains(value.rank()));
                    assertThat(LeafTest.passes(notIn, value.value())).isEqualTo(!ranks.contains(value.rank()));
                }
                assertThat(LeafTest.passes(in, null)).isFalse();
                assertThat(LeafTest.passes(notIn, null)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void nullsAreFoundByIsNullOnly(SampleValues sample) {
        DataField field = new DataField(3, "c", sample.type());
        Leaf isNull = new Leaf(field, Test.IS_NULL, List.of());
        Leaf isNotNull = new Leaf(field, Test.IS_NOT_NULL, List.of());
        assertThat(LeafTest.passes(isNull, null)).isTrue();
        assertThat(LeafTest.passes(isNotNull, null)).isFalse();
        for (Ranked value : sample.stored()) {
            assertThat(LeafTest.passes(isNull, value.value())).isFalse();
            assertThat(LeafTest.passes(isNotNull, value.value())).isTrue();
        }
    }

    private static boolean startsWith(DataType type, String text, String prefix) {
        DataField field = new DataField(3, "c", type);
        List<Object> literal = List.of(bytes(prefix));
        boolean starts = LeafTest.passes(new Leaf(field, Test.STARTS_WITH, literal), bytes(text));
        assertThat(LeafTest.passes(new Leaf(field, Test.NOT_STARTS_WITH, literal), bytes(text)))
                .isEqualTo(!starts);
        return starts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @org.junit.jupiter.api.Test
    void aPrefixIsComparedByteForByte() {
        assertThat(startsWith(DataType.string(), "abc", "ab")).isTrue();
        assertThat(startsWith(DataType.string(), "ab", "ab")).isTrue();
        assertThat(startsWith(DataType.string(), "a", "ab")).isFalse();
        assertThat(startsWith(DataType.string(), "ac", "ab")).isFalse();
        assertThat(startsWith(DataType.string(), "", "")).isTrue();
        assertThat(startsWith(DataType.of(TypeRoot.CHAR, 3), "a  ", "a "))
                .as("blanks count here")
                .isTrue();
        Leaf leaf = new Leaf(new DataField(3, "c", DataType.string()), Test.NOT_STARTS_WITH, List.of(bytes("a")));
        assertThat(LeafTest.passes(leaf, null)).isFalse();
    }
}
