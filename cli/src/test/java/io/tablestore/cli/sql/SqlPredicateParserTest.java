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
package io.tablestore.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlPredicateParserTest {

    private static Predicate parse(String sql) {
        return SqlPredicateParser.parse(sql);
    }

    private static Predicate equal(String column, Object literal) {
        return Predicate.compare(column, Comparison.EQUAL, literal);
    }

    private static Object literal(String sql) {
        return ((Predicate.Compare) parse("a = " + sql)).literal();
    }

    @Test
    void everyComparisonIsReadFromBothSides() {
        assertThat(parse("a = 1")).isEqualTo(equal("a", 1L));
        assertThat(parse("a<>1")).isEqualTo(parse("a != 1")).isEqualTo(parse("1 <> a"));
        assertThat(parse("1 < a")).isEqualTo(parse("a > 1"));
        assertThat(parse("1 <= a")).isEqualTo(parse("a >= 1"));
        assertThat(parse("1 > a")).isEqualTo(Predicate.compare("a", Comparison.LESS, 1L));
        assertThat(parse("1 >= a")).isEqualTo(Predicate.compare("a", Comparison.LESS_OR_EQUAL, 1L));
    }

    @Test
    void andBindsTighterThanOrAndNotTighterThanBoth() {
        Predicate a = equal("a", 1L);
        Predicate b = equal("b", 2L);
        Predicate c = equal("c", 3L);
        assertThat(parse("a = 1 or b = 2 AND c = 3")).isEqualTo(Predicate.or(a, Predicate.and(b, c)));
        assertThat(parse("(a = 1 or b = 2) and c = 3")).isEqualTo(Predicate.and(Predicate.or(a, b), c));
        assertThat(parse("not a = 1 and b = 2")).isEqualTo(Predicate.and(Predicate.not(a), b));
    }

    @Test
    void nullsListsRangesAndPrefixes() {
        assertThat(parse("a is null")).isEqualTo(Predicate.isNull("a"));
        assertThat(parse("a is not null")).isEqualTo(Predicate.not(Predicate.isNull("a")));
        assertThat(parse("a in (1, 2)")).isEqualTo(new Predicate.In("a", List.of(1L, 2L)));
        assertThat(parse("a not in (1)")).isEqualTo(Predicate.not(new Predicate.In("a", List.of(1L))));
        assertThat(parse("a between 1 and 2 and b = 2")).isEqualTo(parse("a >= 1 and a <= 2 and b = 2"));
        assertThat(parse("a like 'x%'")).isEqualTo(new Predicate.StartsWith("a", "x"));
        assertThat(parse("a like 'x'")).isEqualTo(equal("a", "x"));
        assertThatThrownBy(() -> parse("a like '%x'")).isInstanceOf(TableStoreException.class);
        assertThatThrownBy(() -> parse("a like 'x_'")).isInstanceOf(TableStoreException.class);
    }

    @Test
    void literalsHaveTheTypeOfTheirForm() {
        assertThat(literal("-5")).isEqualTo(-5L);
        assertThat(literal("+5")).isEqualTo(5L);
        assertThat(literal("999999999999999999")).isEqualTo(999_999_999_999_999_999L);
        assertThat(literal("1000000000000000000")).isEqualTo(new BigDecimal("1000000000000000000"));
        assertThat(literal("1.50")).isEqualTo(new BigDecimal("1.50"));
        assertThat(literal("1e3")).isEqualTo(new BigDecimal("1e3"));
        assertThat(literal("'it''s'")).isEqualTo("it's");
        assertThat(literal("X'00ff'")).isEqualTo(new byte[] {0, -1});
        assertThat(literal("true")).isEqualTo(true);
        assertThat(literal("date '2024-02-29'")).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(literal("TIME '10:11:12.5'")).isEqualTo(LocalTime.of(10, 11, 12, 500_000_000));
        assertThat(literal("TIMESTAMP '2024-02-29 10:11:12'")).isEqualTo(LocalDateTime.of(2024, 2, 29, 10, 11, 12));
        assertThat(literal("TIMESTAMP '2024-02-29'")).isEqualTo(LocalDateTime.of(2024, 2, 29, 0, 0));
        assertThat(literal("TIMESTAMP '2024-02-29T10:11:12+01:00'")).isEqualTo(Instant.parse("2024-02-29T09:11:12Z"));
    }

    @Test
    void namesMayBeQuotedAndLeadIntoRows() {
        assertThat(parse("\"a b\" = 1")).isEqualTo(equal("a b", 1L));
        assertThat(parse("`a`.b = 1")).isEqualTo(equal("a.b", 1L));
        assertThat(parse("\"true\" = 1")).isEqualTo(equal("true", 1L));
    }

    @Test
    void whatIsNoConditionNamesThePlace() {
        for (String wrong : List.of(
                "",
                "a",
                "a =",
                "a = b c",
                "a = 1 b",
                "(a = 1",
                "a = 'x",
                "a = 1..2",
                "a ; 1",
                "a = null",
                "a in ()",
                "a = date 'x'",
                "a = x'0'",
                "a = x'zz'")) {
            assertThatThrownBy(() -> parse(wrong)).as(wrong).isInstanceOf(TableStoreException.class);
        }
        assertThatThrownBy(() -> parse("a = 1 b")).hasMessageContaining("'b' at character 7");
        assertThatThrownBy(() -> parse("a = null")).hasMessageContaining("write IS NULL");
        assertThatThrownBy(() -> parse("(".repeat(100_000))).isInstanceOf(TableStoreException.class);
    }
}
