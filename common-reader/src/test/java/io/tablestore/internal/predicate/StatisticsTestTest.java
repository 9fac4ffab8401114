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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statistics leave out nothing that can match, and of whole numbers everything that cannot. */
class StatisticsTestTest {

    private static final DataField INT = new DataField(1, "n", DataType.of(TypeRoot.INT));

    static Stream<SampleValues> samples() {
        return SampleValues.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void noFileWithAMatchingRowIsLeftOut(SampleValues sample) {
        Random random = new Random(7);
        DataField field = new DataField(3, "c", sample.type());
        for (int round = 0; round < 300; round++) {
            List<Ranked> rows = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                rows.add(sample.stored().get(random.nextInt(sample.stored().size())));
            }
            int nulls = random.nextInt(2);
            Ranked min = rows.stream().min(Comparator.comparing(Ranked::rank)).orElseThrow();
            Ranked max = rows.stream().max(Comparator.comparing(Ranked::rank)).orElseThrow();
            ColumnStatistics statistics = new ColumnStatistics(min.value(), max.value(), nulls);
            Ranked first =
                    sample.literals().get(random.nextInt(sample.literals().size()));
            Ranked second =
                    sample.literals().get(random.nextInt(sample.literals().size()));
            for (Test test : Test.values()) {
                if (test == Test.STARTS_WITH || test == Test.NOT_STARTS_WITH) {
                    continue;
                }
                boolean list = test == Test.IN || test == Test.NOT_IN;
                Leaf leaf =
                        new Leaf(field, test, list ? List.of(first.value(), second.value()) : List.of(first.value()));
                boolean matches = test == Test.IS_NULL
                        ? nulls > 0
                        : rows.stream()
                                .anyMatch(row -> SampleValues.holds(
                                        test,
                                        row.rank(),
                                        list ? List.of(first.rank(), second.rank()) : List.of(first.rank())));
                if (matches) {
                    assertThat(StatisticsTest.canMatch(leaf, statistics, rows.size() + nulls))
                            .as("%s %s %s of %s", test, first, second, rows)
                            .isTrue();
                }
            }
        }
    }

    private static boolean canMatch(Test test, ColumnStatistics statistics, Object... literals) {
        return StatisticsTest.canMatch(new Leaf(INT, test, List.of(literals)), statistics, 9);
    }

    @org.junit.jupiter.api.Test
    void rangesOfWholeNumbersAreDecidedExactly() {
        for (long min = 0; min < 5; min++) {
            for (long max = min; max < 5; max++) {
                ColumnStatistics statistics = new ColumnStatistics(min, max, 0);
                for (long literal = -1; literal < 6; literal++) {
                    String shown = min + ".." + max + " and " + literal;
                    assertThat(canMatch(Test.EQUAL, statistics, literal))
                            .as(shown)
                            .isEqualTo(min <= literal && literal <= max);
                    assertThat(canMatch(Test.NOT_EQUAL, statistics, literal))
                            .as(shown)
                            .isEqualTo(min < max || min != literal);
                    assertThat(canMatch(Test.LESS, statistics, literal))
                            .as(shown)
                            .isEqualTo(min < literal);
                    assertThat(canMatch(Test.LESS_OR_EQUAL, statistics, literal))
                            .as(shown)
                            .isEqualTo(min <= literal);
                    assertThat(canMatch(Test.GREATER, statistics, literal))
                            .as(shown)
                            .isEqualTo(max > literal);
                    assertThat(canMatch(Test.GREATER_OR_EQUAL, statistics, literal))
                            .as(shown)
                            .isEqualTo(max >= literal);
                    for (long other = -1; other < 6; other++) {
                        boolean between = min <= literal && literal <= max || min <= other && other <= max;
                        assertThat(canMatch(Test.IN, statistics, literal, other))
                                .as(shown)
                                .isEqualTo(between);
                        boolean only = min == max && (min == literal || min == other);
                        assertThat(canMatch(Test.NOT_IN, statistics, literal, other))
                                .as(shown)
                                .isEqualTo(!only);
                    }
                }
            }
        }
    }

    @org.junit.jupiter.api.Test
    void nullsDecideByThemselves() {
        ColumnStatistics someNulls = new ColumnStatistics(1L, 2L, 3);
        ColumnStatistics unknownNulls = new ColumnStatistics(1L, 2L, -1);
        ColumnStatistics noNulls = new ColumnStatistics(1L, 2L, 0);
        assertThat(canMatch(Test.IS_NULL, someNulls)).isTrue();
        assertThat(canMatch(Test.IS_NULL, unknownNulls)).isTrue();
        assertThat(canMatch(Test.IS_NULL, noNulls)).isFalse();
        assertThat(canMatch(Test.IS_NOT_NULL, someNulls)).isTrue();
        assertThat(canMatch(Test.IS_NOT_NULL, unknownNulls)).isTrue();
        ColumnStatistics almostAll = new ColumnStatistics(null, null, 8);
        assertThat(canMatch(Test.EQUAL, almostAll, 1L)).isTrue();
        ColumnStatistics all = ColumnStatistics.allNull(9);
        for (Test test : Test.values()) {
            if (!test.name().contains("STARTS")) {
                assertThat(canMatch(test, all, 1L)).isEqualTo(test == Test.IS_NULL);
            }
        }
    }

    @org.junit.jupiter.api.Test
    void nothingMatchesInNoRows() {
        Leaf leaf = new Leaf(INT, Test.IS_NULL, List.of());
        assertThat(StatisticsTest.canMatch(leaf, ColumnStatistics.UNKNOWN, 0)).isFalse();
        assertThat(StatisticsTest.canMatch(leaf, ColumnStatistics.UNKNOWN, 1)).isTrue();
    }

    @org.junit.jupiter.api.Test
    void oneBoundAloneLeavesNothingOut() {
        assertThat(canMatch(Test.EQUAL, new ColumnStatistics(5L, null, 0), 1L)).isTrue();
        assertThat(canMatch(Test.EQUAL, new ColumnStatistics(null, 5L, 0), 9L)).isTrue();
    }

    private static boolean canStart(String min, String max, String prefix) {
        DataField field = new DataField(1, "s", DataType.string());
        ColumnStatistics statistics = new ColumnStatistics(bytes(min), bytes(max), 0);
        return StatisticsTest.canMatch(new Leaf(field, Test.STARTS_WITH, List.of(bytes(prefix))), statistics, 9);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @org.junit.jupiter.api.Test
    void aPrefixIsLookedForBetweenTheHeadsOfTheBounds() {
        assertThat(canStart("abc", "abz", "ab")).isTrue();
        assertThat(canStart("abc", "abz", "abc")).isTrue();
        assertThat(canStart("abc", "abz", "abz")).isTrue();
        assertThat(canStart("abc", "abz", "abb")).isFalse();
        assertThat(canStart("abc", "abx", "aby")).isFalse();
        assertThat(canStart("a", "b", "abc")).isTrue();
        assertThat(canStart("b", "c", "abc")).isFalse();
        assertThat(canStart("a", "a", "abc")).as("the bounds may be cut").isFalse();
    }

    @org.junit.jupiter.api.Test
    void statisticsOfTwoSetsCoverBoth() {
        ColumnStatistics low = new ColumnStatistics(1L, 5L, 2);
        ColumnStatistics high = new ColumnStatistics(3L, 9L, 1);
        assertThat(low.and(high)).isEqualTo(new ColumnStatistics(1L, 9L, 3));
        assertThat(high.and(low)).isEqualTo(new ColumnStatistics(1L, 9L, 3));
        assertThat(low.and(ColumnStatistics.UNKNOWN)).isEqualTo(ColumnStatistics.UNKNOWN);
        assertThat(ColumnStatistics.UNKNOWN.and(low)).isEqualTo(ColumnStatistics.UNKNOWN);
        assertThat(low.and(new ColumnStatistics(null, 9L, 1))).isEqualTo(new ColumnStatistics(null, null, 3));
    }

    @org.junit.jupiter.api.Test
    void partsOfAConditionAreDecidedTogether() {
        Leaf low = new Leaf(INT, Test.LESS, List.of(3L));
        Leaf high = new Leaf(INT, Test.GREATER, List.of(7L));
        ColumnStatistics middle = new ColumnStatistics(4L, 8L, 0);
        assertThat(BoundPredicate.and(List.of(low, high)).canMatch(leaf -> middle, 9))
                .isFalse();
        assertThat(BoundPredicate.or(List.of(low, high)).canMatch(leaf -> middle, 9))
                .isTrue();
        ColumnStatistics between = new ColumnStatistics(4L, 6L, 0);
        assertThat(BoundPredicate.or(List.of(low, high)).canMatch(leaf -> between, 9))
                .isFalse();
        assertThat(BoundPredicate.Constant.TRUE.canMatch(leaf -> between, 9)).isTrue();
        assertThat(BoundPredicate.Constant.FALSE.canMatch(leaf -> between, 9)).isFalse();
    }

    @org.junit.jupiter.api.Test
    void conditionsOnOtherColumnsAreTakenAsUnknown() {
        DataField other = new DataField(2, "m", DataType.of(TypeRoot.INT));
        Leaf mine = new Leaf(INT, Test.LESS, List.of(3L));
        Leaf theirs = new Leaf(other, Test.LESS, List.of(3L));
        assertThat(BoundPredicate.and(List.of(mine, theirs)).onlyOn(java.util.Set.of(1)))
                .isEqualTo(mine);
        assertThat(BoundPredicate.or(List.of(mine, theirs)).onlyOn(java.util.Set.of(1)))
                .isEqualTo(BoundPredicate.Constant.TRUE);
    }
}
