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
package io.tablestore.flink.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinition;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkPredicatesTest {

    private static final DataType LONG = DataType.of(TypeRoot.BIGINT);
    private static final List<DataField> FIELDS = List.of(
            new DataField(0, "flag", DataType.of(TypeRoot.BOOLEAN)),
            new DataField(1, "tiny", DataType.of(TypeRoot.TINYINT)),
            new DataField(2, "k", LONG),
            new DataField(3, "f", DataType.of(TypeRoot.FLOAT)),
            new DataField(4, "d", DataType.of(TypeRoot.DOUBLE)),
            new DataField(5, "price", DataType.decimal(10, 2)),
            new DataField(6, "name", DataType.string()),
            new DataField(7, "code", DataType.of(TypeRoot.CHAR, 3)),
            new DataField(8, "bytes", DataType.bytes()),
            new DataField(9, "day", DataType.of(TypeRoot.DATE)),
            new DataField(10, "clock", DataType.of(TypeRoot.TIME, 3)),
            new DataField(11, "t9", DataType.of(TypeRoot.TIMESTAMP, 9)),
            new DataField(12, "z9", DataType.of(TypeRoot.TIMESTAMP_LTZ, 9)),
            new DataField(13, "blob", DataType.of(TypeRoot.BLOB)),
            new DataField(14, "list", new DataType.Collection(TypeRoot.ARRAY, LONG, 0, true)),
            new DataField(15, "row", new DataType.Row(List.of(new DataField(16, "inner", LONG)), true)));

    private static final Predicate ONE = Predicate.compare("k", Comparison.EQUAL, 1L);

    private static @Nullable Predicate translate(ResolvedExpression expression) {
        return new FlinkPredicates(FIELDS).translate(expression);
    }

    private static ResolvedExpression call(BuiltInFunctionDefinition function, ResolvedExpression... arguments) {
        return CallExpression.permanent(function, List.of(arguments), DataTypes.BOOLEAN());
    }

    private static ResolvedExpression column(String name) {
        return new FieldReferenceExpression(name, DataTypes.BIGINT(), 0, 0);
    }

    private static ResolvedExpression literal(Object value, org.apache.flink.table.types.DataType type) {
        return new ValueLiteralExpression(value, type.notNull());
    }

    private static ResolvedExpression number(long value) {
        return literal(value, DataTypes.BIGINT());
    }

    private static ResolvedExpression absent(org.apache.flink.table.types.DataType type) {
        return new ValueLiteralExpression(null, type);
    }

    private static ResolvedExpression equal(String column, ResolvedExpression value) {
        return call(BuiltInFunctionDefinitions.EQUALS, column(column), value);
    }

    private static ResolvedExpression and(ResolvedExpression... arguments) {
        return call(BuiltInFunctionDefinitions.AND, arguments);
    }

    private static ResolvedExpression or(ResolvedExpression... arguments) {
        return call(BuiltInFunctionDefinitions.OR, arguments);
    }

    private static ResolvedExpression not(ResolvedExpression argument) {
        return call(BuiltInFunctionDefinitions.NOT, argument);
    }

    /** A condition that the reader cannot evaluate. */
    private static ResolvedExpression unknown() {
        return call(BuiltInFunctionDefinitions.LIKE, column("name"), literal("x%", DataTypes.STRING()));
    }

    private static Stream<Arguments> comparisons() {
        return Stream.of(
                Arguments.of(BuiltInFunctionDefinitions.EQUALS, Comparison.EQUAL, Comparison.EQUAL),
                Arguments.of(BuiltInFunctionDefinitions.NOT_EQUALS, Comparison.NOT_EQUAL, Comparison.NOT_EQUAL),
                Arguments.of(BuiltInFunctionDefinitions.LESS_THAN, Comparison.LESS, Comparison.GREATER),
                Arguments.of(
                        BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL,
                        Comparison.LESS_OR_EQUAL,
                        Comparison.GREATER_OR_EQUAL),
                Arguments.of(BuiltInFunctionDefinitions.GREATER_THAN, Comparison.GREATER, Comparison.LESS),
                Arguments.of(
                        BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL,
                        Comparison.GREATER_OR_EQUAL,
                        Comparison.LESS_OR_EQUAL));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void comparisonsKeepTheirDirection(BuiltInFunctionDefinition function, Comparison comparison, Comparison mirrored) {
        assertThat(translate(call(function, column("k"), number(7)))).isEqualTo(Predicate.compare("k", comparison, 7L));
        assertThat(translate(call(function, number(7), column("k")))).isEqualTo(Predicate.compare("k", mirrored, 7L));
        assertThat(translate(call(function, column("k"), absent(DataTypes.BIGINT()))))
                .isNull();
        assertThat(translate(call(function, absent(DataTypes.BIGINT()), column("k"))))
                .isNull();
        assertThat(translate(call(function, column("k"), column("tiny")))).isNull();
        assertThat(translate(call(function, number(1), number(2)))).isNull();
    }

    private static Stream<Arguments> literals() {
        LocalDateTime before1970 = LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999);
        return Stream.of(
                Arguments.of("flag", literal(false, DataTypes.BOOLEAN()), false),
                Arguments.of("tiny", literal((byte) -128, DataTypes.TINYINT()), -128L),
                Arguments.of("k", literal((short) 7, DataTypes.SMALLINT()), 7L),
                Arguments.of("k", literal(Integer.MIN_VALUE, DataTypes.INT()), (long) Integer.MIN_VALUE),
                Arguments.of("k", number(Long.MAX_VALUE), Long.MAX_VALUE),
                Arguments.of("f", literal(0.1f, DataTypes.FLOAT()), (double) 0.1f),
                Arguments.of("d", literal(-0.0, DataTypes.DOUBLE()), -0.0),
                Arguments.of(
                        "price", literal(new BigDecimal("-1.500"), DataTypes.DECIMAL(4, 3)), new BigDecimal("-1.500")),
                Arguments.of("name", literal("Zoë 👋", DataTypes.STRING()), "Zoë 👋"),
                Arguments.of("name", literal("ab ", DataTypes.CHAR(3)), "ab "),
                Arguments.of("day", literal(LocalDate.of(1969, 12, 31), DataTypes.DATE()), LocalDate.of(1969, 12, 31)),
                Arguments.of("clock", literal(LocalTime.of(23, 59, 59), DataTypes.TIME()), LocalTime.of(23, 59, 59)),
                Arguments.of("t9", literal(before1970, DataTypes.TIMESTAMP(9)), before1970),
                Arguments.of(
                        "z9",
                        literal(before1970.toInstant(ZoneOffset.ofHours(5)), DataTypes.TIMESTAMP_LTZ(9)),
                        Instant.parse("1969-12-31T18:59:59.999999999Z")));
    }

    @ParameterizedTest
    @MethodSource("literals")
    void literalsGetTheFormOfTheColumn(String column, ResolvedExpression literal, Object expected) {
        assertThat(translate(equal(column, literal))).isEqualTo(Predicate.compare(column, Comparison.EQUAL, expected));
    }

    /** To the reader NaN is greater than all numbers; to Flink, as to Java, it is not greater than any. */
    @Test
    void nanIsNotGreaterThanANumber() {
        for (String column : List.of("f", "d")) {
            Predicate notNan = Predicate.compare(column, Comparison.LESS_OR_EQUAL, Double.POSITIVE_INFINITY);
            ResolvedExpression half = literal(0.5, DataTypes.DOUBLE());
            comparisons().forEach(each -> {
                BuiltInFunctionDefinition function = (BuiltInFunctionDefinition) each.get()[0];
                Predicate plain = Predicate.compare(column, (Comparison) each.get()[1], 0.5);
                boolean isGreater = each.get()[1].toString().startsWith("GREATER");
                Predicate expected = isGreater ? Predicate.and(plain, notNan) : plain;
                assertThat(translate(call(function, column(column), half))).isEqualTo(expected);
                assertThat(translate(not(call(function, column(column), half)))).isEqualTo(Predicate.not(expected));
            });
            assertThat(translate(call(BuiltInFunctionDefinitions.LESS_THAN, half, column(column))))
                    .isEqualTo(Predicate.and(Predicate.compare(column, Comparison.GREATER, 0.5), notNan));
            assertThat(translate(equal(column, literal(Double.NaN, DataTypes.DOUBLE()))))
                    .isNull();
            assertThat(translate(equal(column, literal(Float.NaN, DataTypes.FLOAT()))))
                    .isNull();
        }
    }

    /** A decimal such as 1.5 must not become the integer 1. */
    @Test
    void literalsOfOtherTypesAreLeftToFlink() {
        Stream.of(
                        equal("flag", number(1)),
                        equal("k", literal(1.5, DataTypes.DOUBLE())),
                        equal("k", literal(1.5f, DataTypes.FLOAT())),
                        equal("k", literal(new BigDecimal("1.5"), DataTypes.DECIMAL(2, 1))),
                        equal("d", number(1)),
                        equal("d", literal(new BigDecimal("1.5"), DataTypes.DECIMAL(2, 1))),
                        equal("name", number(1)),
                        equal("day", literal("1970-01-01", DataTypes.STRING())),
                        equal("clock", literal("00:00:00", DataTypes.STRING())),
                        equal("t9", literal(LocalDate.EPOCH, DataTypes.DATE())),
                        equal("z9", literal(LocalDateTime.MIN, DataTypes.TIMESTAMP(9))))
                .forEach(each -> assertThat(translate(each)).as("%s", each).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"code", "bytes", "blob", "list", "row", "missing", "K"})
    void columnsThatAreNotComparableAreLeftToFlink(String column) {
        assertThat(translate(equal(column, literal("abc", DataTypes.CHAR(3))))).isNull();
        assertThat(translate(equal(column, literal(new byte[] {1}, DataTypes.BYTES()))))
                .isNull();
        assertThat(translate(equal(column, number(1)))).isNull();
    }

    @Test
    void aBooleanColumnIsACondition() {
        Predicate flag = Predicate.compare("flag", Comparison.EQUAL, true);
        assertThat(translate(column("flag"))).isEqualTo(flag);
        assertThat(translate(not(column("flag")))).isEqualTo(Predicate.not(flag));
        assertThat(translate(column("k"))).isNull();
        assertThat(translate(literal(true, DataTypes.BOOLEAN()))).isNull();
    }

    /** Only nulls of atomic columns: a row column is null or not, whatever its fields are. */
    @Test
    void nullsAreFoundInAtomicColumns() {
        assertThat(translate(call(BuiltInFunctionDefinitions.IS_NULL, column("code"))))
                .isEqualTo(Predicate.isNull("code"));
        assertThat(translate(call(BuiltInFunctionDefinitions.IS_NOT_NULL, column("blob"))))
                .isEqualTo(Predicate.not(Predicate.isNull("blob")));
        assertThat(translate(call(BuiltInFunctionDefinitions.IS_NULL, column("row"))))
                .isNull();
        assertThat(translate(call(BuiltInFunctionDefinitions.IS_NOT_NULL, column("list"))))
                .isNull();
        assertThat(translate(call(BuiltInFunctionDefinitions.IS_NULL, number(1))))
                .isNull();
    }

    @Test
    void aConditionIsTranslatedCompletelyOrNotAtAll() {
        ResolvedExpression known = equal("k", number(1));
        assertThat(translate(and(known, unknown()))).isNull();
        assertThat(translate(or(unknown(), known))).isNull();
        assertThat(translate(not(unknown()))).isNull();
        assertThat(translate(or(known, not(and(known, unknown()))))).isNull();
        assertThat(translate(call(BuiltInFunctionDefinitions.IS_TRUE, known))).isNull();
        assertThat(translate(call(BuiltInFunctionDefinitions.IN, column("k"), number(1))))
                .isNull();
    }

    @Test
    void connectivesNestWithAnyNumberOfParts() {
        Predicate two = Predicate.compare("tiny", Comparison.EQUAL, 2L);
        ResolvedExpression left = equal("k", number(1));
        ResolvedExpression right = equal("tiny", number(2));
        assertThat(translate(not(or(and(left, right, left), not(right)))))
                .isEqualTo(Predicate.not(Predicate.or(Predicate.and(ONE, two, ONE), Predicate.not(two))));
        assertThat(translate(or(left, right, left))).isEqualTo(Predicate.or(ONE, two, ONE));
    }
}
