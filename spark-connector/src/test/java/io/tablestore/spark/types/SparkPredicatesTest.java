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
package io.tablestore.spark.types;

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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.FieldReference;
import org.apache.spark.sql.connector.expressions.LiteralValue;
import org.apache.spark.sql.connector.expressions.filter.AlwaysFalse;
import org.apache.spark.sql.connector.expressions.filter.AlwaysTrue;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.jdk.javaapi.CollectionConverters;

class SparkPredicatesTest {

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
            new DataField(11, "t6", DataType.of(TypeRoot.TIMESTAMP, 6)),
            new DataField(12, "z6", DataType.of(TypeRoot.TIMESTAMP_LTZ, 6)),
            new DataField(13, "t9", DataType.of(TypeRoot.TIMESTAMP, 9)),
            new DataField(14, "z7", DataType.of(TypeRoot.TIMESTAMP_LTZ, 7)),
            new DataField(15, "blob", DataType.of(TypeRoot.BLOB)),
            new DataField(16, "json", DataType.of(TypeRoot.VARIANT)),
            new DataField(17, "list", new DataType.Collection(TypeRoot.ARRAY, LONG, 0, true)),
            new DataField(18, "row", new DataType.Row(List.of(new DataField(19, "inner", LONG)), true)),
            new DataField(20, "a.b", LONG),
            new DataField(21, "a", new DataType.Row(List.of(new DataField(22, "b", LONG)), true)));

    private static @Nullable Predicate translate(Expression expression) {
        return new SparkPredicates(FIELDS).translate(expression);
    }

    private static Expression call(String name, Expression... children) {
        return new org.apache.spark.sql.connector.expressions.filter.Predicate(name, children);
    }

    private static Expression column(String... names) {
        return new FieldReference(CollectionConverters.asScala(List.of(names)).toSeq());
    }

    private static Expression literal(@Nullable Object value, org.apache.spark.sql.types.DataType type) {
        return new LiteralValue<>(value, type);
    }

    private static Expression number(@Nullable Long value) {
        return literal(value, DataTypes.LongType);
    }

    private static Expression text(@Nullable String value) {
        return literal(UTF8String.fromString(value), DataTypes.StringType);
    }

    private static Expression micros(long value) {
        return literal(value, DataTypes.TimestampNTZType);
    }

    /** A condition that the reader cannot evaluate. */
    private static Expression unknown() {
        return call("CONTAINS", column("name"), text("x"));
    }

    private static Stream<Arguments> comparisons() {
        return Stream.of(
                Arguments.of("=", Comparison.EQUAL),
                Arguments.of("<>", Comparison.NOT_EQUAL),
                Arguments.of("<", Comparison.LESS),
                Arguments.of("<=", Comparison.LESS_OR_EQUAL),
                Arguments.of(">", Comparison.GREATER),
                Arguments.of(">=", Comparison.GREATER_OR_EQUAL));
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void comparisonsKeepTheirDirection(String name, Comparison comparison) {
        assertThat(translate(call(name, column("k"), number(7L)))).isEqualTo(Predicate.compare("k", comparison, 7L));
    }

    private static Stream<Arguments> literals() {
        return Stream.of(
                Arguments.of("flag", false, false),
                Arguments.of("tiny", (byte) -128, -128L),
                Arguments.of("k", (short) 7, 7L),
                Arguments.of("k", Integer.MIN_VALUE, (long) Integer.MIN_VALUE),
                Arguments.of("k", Long.MAX_VALUE, Long.MAX_VALUE),
                Arguments.of("f", 0.1f, (double) 0.1f),
                Arguments.of("f", Float.NaN, Double.NaN),
                Arguments.of("d", -0.0, -0.0),
                Arguments.of("d", Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY),
                Arguments.of("price", Decimal.apply(new BigDecimal("-1.500")), new BigDecimal("-1.500")),
                Arguments.of("price", Decimal.apply(new BigDecimal("1E+3")), new BigDecimal("1000")),
                Arguments.of("name", UTF8String.fromString("Zoë 👋"), "Zoë 👋"),
                Arguments.of("name", UTF8String.fromString(""), ""),
                Arguments.of("day", -1, LocalDate.of(1969, 12, 31)),
                Arguments.of("day", 11016, LocalDate.of(2000, 2, 29)),
                Arguments.of("clock", 86_399_999_000_000L, LocalTime.of(23, 59, 59, 999_000_000)),
                Arguments.of("t6", -1L, LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000)),
                Arguments.of("t6", 1_500_001L, LocalDateTime.of(1970, 1, 1, 0, 0, 1, 500_001_000)),
                Arguments.of("z6", -1_000_001L, Instant.parse("1969-12-31T23:59:58.999999Z")),
                Arguments.of("z6", 0L, Instant.EPOCH));
    }

    @ParameterizedTest
    @MethodSource("literals")
    void literalsGetTheFormOfTheColumn(String column, Object sparks, Object expected) {
        assertThat(translate(call("=", column(column), literal(sparks, DataTypes.NullType))))
                .isEqualTo(Predicate.compare(column, Comparison.EQUAL, expected));
        assertThat(translate(call("IN", column(column), literal(sparks, DataTypes.NullType))))
                .isEqualTo(new Predicate.In(column, List.of(expected)));
    }

    @Test
    void bytesAreComparedAsBytes() {
        byte[] value = {0, -1};
        assertThat(translate(call(">", column("bytes"), literal(value, DataTypes.BinaryType))))
                .isEqualTo(Predicate.compare("bytes", Comparison.GREATER, value));
    }

    /** A value of another type than the column's is Spark's matter: it knows how to convert it. */
    @Test
    void literalsOfOtherTypesAreLeftToSpark() {
        Stream.of(
                        call("=", column("flag"), number(1L)),
                        call("=", column("k"), literal(1.0, DataTypes.DoubleType)),
                        call("=", column("k"), literal(Decimal.apply(1), DataTypes.createDecimalType(1, 0))),
                        call("=", column("d"), number(1L)),
                        call("=", column("price"), number(1L)),
                        call("=", column("name"), number(1L)),
                        call("=", column("bytes"), text("x")),
                        call("=", column("day"), number(1L)),
                        call("=", column("clock"), literal(1, DataTypes.IntegerType)),
                        call("=", column("t6"), literal(1, DataTypes.IntegerType)),
                        call("=", column("z6"), literal(1, DataTypes.IntegerType)))
                .forEach(each -> assertThat(translate(each)).as("%s", each).isNull());
    }

    /** Spark pads CHAR, has other orders for VARIANT and BLOB, and compares collections by their elements. */
    @ParameterizedTest
    @ValueSource(strings = {"code", "blob", "json", "list", "row", "missing"})
    void columnsThatAreNotComparableAreLeftToSpark(String column) {
        for (String name : List.of("=", "<", "<=>", "IN", "STARTS_WITH")) {
            assertThat(translate(call(name, column(column), text("x"))))
                    .as(name)
                    .isNull();
        }
        assertThat(translate(call("<=>", column(column), text(null)))).isNull();
    }

    @Test
    void comparisonsWithNullAreLeftToSpark() {
        comparisons()
                .forEach(each -> assertThat(translate(call((String) each.get()[0], column("k"), number(null))))
                        .isNull());
        assertThat(translate(call("IN", column("k"), number(1L), number(null)))).isNull();
        assertThat(translate(call("NOT", call("IN", column("k"), number(1L), number(null)))))
                .isNull();
        assertThat(translate(call("STARTS_WITH", column("name"), text(null)))).isNull();
    }

    @Test
    void aListKeepsItsOrderAndAnEmptyOneIsLeftToSpark() {
        assertThat(translate(call("IN", column("k"), number(3L), number(1L), number(3L))))
                .isEqualTo(new Predicate.In("k", List.of(3L, 1L, 3L)));
        assertThat(translate(call("IN", column("k")))).isNull();
    }

    @Test
    void nullSafeEqualityIsNeverUnknown() {
        Predicate expected =
                Predicate.and(Predicate.not(Predicate.isNull("k")), Predicate.compare("k", Comparison.EQUAL, 7L));
        assertThat(translate(call("<=>", column("k"), number(7L)))).isEqualTo(expected);
        assertThat(translate(call("NOT", call("<=>", column("k"), number(7L))))).isEqualTo(Predicate.not(expected));
        assertThat(translate(call("<=>", column("k"), number(null)))).isEqualTo(Predicate.isNull("k"));
        assertThat(translate(call("<=>", column("k"), column("tiny")))).isNull();
    }

    /** Only nulls of atomic columns: a row column is null or not, whatever its fields are. */
    @Test
    void nullsAreFoundInAtomicColumns() {
        assertThat(translate(call("IS_NULL", column("code")))).isEqualTo(Predicate.isNull("code"));
        assertThat(translate(call("IS_NOT_NULL", column("blob")))).isEqualTo(Predicate.not(Predicate.isNull("blob")));
        assertThat(translate(call("IS_NULL", column("row", "inner")))).isEqualTo(Predicate.isNull("row.inner"));
        assertThat(translate(call("IS_NULL", column("row")))).isNull();
        assertThat(translate(call("IS_NOT_NULL", column("list")))).isNull();
        assertThat(translate(call("IS_NULL", number(1L)))).isNull();
    }

    @Test
    void aFieldIsFoundUnlessAColumnHasItsPathAsName() {
        assertThat(translate(call("=", column("row", "inner"), number(1L))))
                .isEqualTo(Predicate.compare("row.inner", Comparison.EQUAL, 1L));
        assertThat(translate(call("=", column("a.b"), number(1L))))
                .isEqualTo(Predicate.compare("a.b", Comparison.EQUAL, 1L));
        assertThat(translate(call("=", column("a", "b"), number(1L)))).isNull();
        assertThat(translate(call("=", column("K"), number(1L)))).isNull();
    }

    /** Spark hands over the prefix of {@code LIKE 'x%'} without wildcards and escapes. */
    @Test
    void aPrefixIsPlainText() {
        for (String prefix : List.of("", "100%", "a_b\\", "Ä👋")) {
            assertThat(translate(call("STARTS_WITH", column("name"), text(prefix))))
                    .isEqualTo(new Predicate.StartsWith("name", prefix));
        }
        assertThat(translate(call("STARTS_WITH", column("name"), column("name"))))
                .isNull();
        assertThat(translate(call("STARTS_WITH", column("bytes"), text("x")))).isNull();
        assertThat(translate(call("ENDS_WITH", column("name"), text("x")))).isNull();
    }

    /** A weaker predicate would be wrong below NOT, and Spark tests the parts of a conjunction one by one anyway. */
    @Test
    void aConditionIsTranslatedCompletelyOrNotAtAll() {
        Expression known = call("=", column("k"), number(1L));
        assertThat(translate(call("AND", known, unknown()))).isNull();
        assertThat(translate(call("AND", unknown(), known))).isNull();
        assertThat(translate(call("OR", known, unknown()))).isNull();
        assertThat(translate(call("OR", known, call("AND", known, call("NOT", unknown())))))
                .isNull();
        assertThat(translate(call("NOT", unknown()))).isNull();
    }

    @Test
    void connectivesNest() {
        Predicate one = Predicate.compare("k", Comparison.EQUAL, 1L);
        Predicate two = Predicate.compare("tiny", Comparison.LESS, 2L);
        Expression left = call("=", column("k"), number(1L));
        Expression right = call("<", column("tiny"), number(2L));
        assertThat(translate(call("NOT", call("OR", call("AND", left, right), call("NOT", right)))))
                .isEqualTo(Predicate.not(Predicate.or(Predicate.and(one, two), Predicate.not(two))));
        assertThat(translate(new AlwaysTrue())).isEqualTo(Predicate.TRUE);
        assertThat(translate(new AlwaysFalse())).isEqualTo(Predicate.FALSE);
        assertThat(translate(call("OR", left, new AlwaysFalse()))).isEqualTo(Predicate.or(one, Predicate.FALSE));
    }

    @Test
    void otherExpressionsAreLeftToSpark() {
        assertThat(translate(column("flag"))).isNull();
        assertThat(translate(number(1L))).isNull();
        assertThat(translate(call("=", number(1L), column("k")))).isNull();
        assertThat(translate(call("=", column("k"), column("tiny")))).isNull();
        assertThat(translate(call("MOD", column("k"), number(2L)))).isNull();
    }

    private static Stream<Arguments> comparisonsOfNanos() {
        LocalDateTime start = LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000);
        LocalDateTime end = LocalDateTime.of(1970, 1, 1, 0, 0);
        Predicate fromStart = Predicate.compare("t9", Comparison.GREATER_OR_EQUAL, start);
        Predicate fromEnd = Predicate.compare("t9", Comparison.GREATER_OR_EQUAL, end);
        Predicate beforeStart = Predicate.compare("t9", Comparison.LESS, start);
        Predicate beforeEnd = Predicate.compare("t9", Comparison.LESS, end);
        return Stream.of(
                Arguments.of("=", Predicate.and(fromStart, beforeEnd)),
                Arguments.of("IN", Predicate.and(fromStart, beforeEnd)),
                Arguments.of("<>", Predicate.or(beforeStart, fromEnd)),
                Arguments.of("<", beforeStart),
                Arguments.of("<=", beforeEnd),
                Arguments.of(">", fromEnd),
                Arguments.of(">=", fromStart),
                Arguments.of("<=>", Predicate.and(Predicate.not(Predicate.isNull("t9")), fromStart, beforeEnd)));
    }

    /** Spark sees only the microseconds of the column. */
    @ParameterizedTest
    @MethodSource("comparisonsOfNanos")
    void aMicrosecondOfSparkContainsAThousandNanoseconds(String name, Predicate expected) {
        assertThat(translate(call(name, column("t9"), micros(-1)))).isEqualTo(expected);
    }

    @Test
    void aListOfMicrosecondsIsAListOfRanges() {
        Instant one = Instant.EPOCH.plusNanos(1000);
        Instant two = Instant.EPOCH.plusNanos(2000);
        Instant three = Instant.EPOCH.plusNanos(3000);
        assertThat(translate(call("IN", column("z7"), micros(1), micros(2))))
                .isEqualTo(Predicate.or(
                        Predicate.and(
                                Predicate.compare("z7", Comparison.GREATER_OR_EQUAL, one),
                                Predicate.compare("z7", Comparison.LESS, two)),
                        Predicate.and(
                                Predicate.compare("z7", Comparison.GREATER_OR_EQUAL, two),
                                Predicate.compare("z7", Comparison.LESS, three))));
    }

    @Test
    void theExtremesOfMicrosecondsAreInstants() {
        for (long extreme : Arrays.asList(Long.MIN_VALUE, Long.MAX_VALUE)) {
            assertThat(translate(call("=", column("z6"), micros(extreme)))).isNotNull();
            assertThat(translate(call("=", column("t9"), micros(extreme)))).isNotNull();
        }
    }
}
