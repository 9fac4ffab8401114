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
package io.tablestore.predicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PredicateTest {

    private static final DataField NUMBER = new DataField(0, "n", DataType.of(TypeRoot.INT));
    private static final DataField TEXT = new DataField(1, "s", DataType.string());
    private static final DataField REAL = new DataField(2, "d", DataType.of(TypeRoot.DOUBLE));
    private static final List<DataField> FIELDS = List.of(NUMBER, TEXT, REAL);

    private static BoundPredicate bind(Predicate predicate) {
        return BoundPredicate.bind(predicate, FIELDS);
    }

    private static boolean test(Predicate predicate, @Nullable Object number) {
        return bind(predicate).test(id -> number);
    }

    @Test
    void aNullPassesNeitherAConditionNorItsNegation() {
        Predicate equal = Predicate.compare("n", Comparison.EQUAL, 1L);
        assertThat(test(equal, null)).isFalse();
        assertThat(test(Predicate.not(equal), null)).isFalse();
        assertThat(test(Predicate.not(Predicate.and(equal, equal)), null)).isFalse();
        assertThat(test(Predicate.isNull("n"), null)).isTrue();
        assertThat(test(Predicate.not(Predicate.isNull("n")), null)).isFalse();
    }

    @Test
    void fractionsCompareWithWholeNumbersExactly() {
        BigDecimal half = new BigDecimal("1.5");
        assertThat(test(Predicate.compare("n", Comparison.GREATER, half), 2L)).isTrue();
        assertThat(test(Predicate.compare("n", Comparison.GREATER, half), 1L)).isFalse();
        assertThat(test(Predicate.compare("n", Comparison.LESS, half), 1L)).isTrue();
        assertThat(test(Predicate.compare("n", Comparison.EQUAL, half), 1L)).isFalse();
        assertThat(test(Predicate.compare("n", Comparison.NOT_EQUAL, half), 1L)).isTrue();
        assertThat(test(Predicate.compare("n", Comparison.LESS, new BigDecimal("1e30")), 1L))
                .isTrue();
        assertThat(test(new Predicate.In("n", List.of(half, 3L)), 3L)).isTrue();
    }

    @Test
    void whatDoesNotFitIsAnErrorThatNamesTheColumn() {
        assertThatThrownBy(() -> bind(Predicate.compare("n", Comparison.EQUAL, "x")))
                .isInstanceOf(TableStoreException.class)
                .hasMessage("Column n is INT; it cannot be compared with 'x'.");
        assertThatThrownBy(() -> bind(Predicate.isNull("nope"))).hasMessageContaining("the table has n, s, d");
    }

    @Test
    void statisticsPruneOnlyWhatCannotMatch() {
        ColumnStatistics tens = new ColumnStatistics(10L, 20L, 0);
        assertThat(canMatch(Predicate.compare("n", Comparison.LESS, 10L), tens)).isFalse();
        assertThat(canMatch(Predicate.compare("n", Comparison.LESS_OR_EQUAL, 10L), tens))
                .isTrue();
        assertThat(canMatch(Predicate.isNull("n"), tens)).isFalse();
        assertThat(canMatch(Predicate.not(Predicate.isNull("n")), ColumnStatistics.allNull(5)))
                .isFalse();
        assertThat(canMatch(Predicate.compare("n", Comparison.EQUAL, 5L), ColumnStatistics.UNKNOWN))
                .isTrue();
        ColumnStatistics single = new ColumnStatistics(7L, 7L, 0);
        assertThat(canMatch(Predicate.compare("n", Comparison.NOT_EQUAL, 7L), single))
                .isFalse();
    }

    @Test
    void floatingBoundsThatAreNaNOrZeroPruneNothing() {
        Predicate above = Predicate.compare("d", Comparison.GREATER, 5.0);
        assertThat(canMatch(above, new ColumnStatistics(1.0, Double.NaN, 0))).isTrue();
        assertThat(canMatch(above, new ColumnStatistics(-1.0, 0.0, 0))).isTrue();
        assertThat(canMatch(above, new ColumnStatistics(1.0, 2.0, 0))).isFalse();
    }

    @Test
    void roundedBoundsOfTextsDoNotMeanASingleValue() {
        byte[] cut = "abc".getBytes(StandardCharsets.UTF_8);
        ColumnStatistics equalBounds = new ColumnStatistics(cut, cut, 0);
        assertThat(canMatch(Predicate.compare("s", Comparison.NOT_EQUAL, "abc"), equalBounds))
                .isTrue();
        assertThat(canMatch(new Predicate.StartsWith("s", "abd"), equalBounds)).isFalse();
        assertThat(canMatch(new Predicate.StartsWith("s", "ab"), equalBounds)).isTrue();
    }

    private static boolean canMatch(Predicate predicate, ColumnStatistics statistics) {
        return bind(predicate).canMatch(id -> statistics, 5);
    }

    @Test
    void bytesComeBackAsThePredicate() {
        Predicate predicate = Predicate.and(
                Predicate.or(Predicate.compare("a", Comparison.LESS, 1L), Predicate.isNull("b")),
                Predicate.not(new Predicate.In(
                        "c",
                        List.of(
                                true,
                                2.5,
                                new BigDecimal("1.20"),
                                "ü",
                                LocalDate.of(1, 1, 1),
                                LocalTime.NOON,
                                LocalDateTime.MAX,
                                Instant.EPOCH))),
                new Predicate.StartsWith("d", "x"),
                Predicate.FALSE);
        assertThat(PredicateSerializer.deserialize(PredicateSerializer.serialize(predicate)))
                .isEqualTo(predicate);
        assertThatThrownBy(() -> PredicateSerializer.deserialize(new byte[] {1, 77}))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("77");
    }

    /** Engines hand over a condition of thousands of parts as a tree that is as deep. */
    @Test
    void longConditionsAreOfOneLevelHoweverDeepTheyWereBuilt() {
        int parts = 5000;
        Predicate or = Predicate.FALSE;
        Predicate and = Predicate.TRUE;
        for (long i = 0; i < parts; i++) {
            or = Predicate.or(or, Predicate.compare("a", Comparison.EQUAL, i));
            and = Predicate.and(Predicate.compare("a", Comparison.NOT_EQUAL, i), and);
        }
        assertThat(((Predicate.Or) or).children()).hasSize(parts + 1);
        assertThat(((Predicate.And) and).children()).hasSize(parts + 1);
        assertThat(PredicateSerializer.deserialize(PredicateSerializer.serialize(or)))
                .isEqualTo(or);
        assertThat(PredicateSerializer.deserialize(PredicateSerializer.serialize(and)))
                .isEqualTo(and);
    }
}
