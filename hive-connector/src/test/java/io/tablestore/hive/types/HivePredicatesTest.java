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
package io.tablestore.hive.types;

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
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.common.type.Date;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.hadoop.hive.common.type.Timestamp;
import org.apache.hadoop.hive.common.type.TimestampTZ;
import org.apache.hadoop.hive.ql.plan.DynamicValue;
import org.apache.hadoop.hive.ql.plan.ExprNodeColumnDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeConstantDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeDynamicValueDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeFieldDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.ql.udf.UDFLike;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDF;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFBetween;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFBridge;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFIn;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPAnd;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqual;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqualNS;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqualOrGreaterThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqualOrLessThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPGreaterThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPLessThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPNot;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPNotEqual;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPNotNull;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPNull;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPOr;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HivePredicatesTest {

    private static final DataType LONG = DataType.of(TypeRoot.BIGINT);
    private static final List<DataField> FIELDS = List.of(
            new DataField(0, "flag", DataType.of(TypeRoot.BOOLEAN)),
            new DataField(1, "tiny", DataType.of(TypeRoot.TINYINT)),
            new DataField(2, "Key", LONG),
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
            new DataField(13, "list", new DataType.Collection(TypeRoot.ARRAY, LONG, 0, true)),
            new DataField(14, "row", new DataType.Row(List.of(new DataField(15, "Inner", LONG)), true)),
            new DataField(16, "a.b", LONG),
            new DataField(17, "a", new DataType.Row(List.of(new DataField(18, "b", LONG)), true)),
            new DataField(19, "short", DataType.of(TypeRoot.VARCHAR, 5)));

    private static final Predicate ONE = Predicate.compare("Key", Comparison.EQUAL, 1L);

    private static Predicate translate(@Nullable ExprNodeDesc filter) {
        return HivePredicates.ofJob(new Configuration(false), filter, FIELDS);
    }

    private static ExprNodeDesc call(GenericUDF function, ExprNodeDesc... arguments) {
        return new ExprNodeGenericFuncDesc(TypeInfoFactory.booleanTypeInfo, function, List.of(arguments));
    }

    private static ExprNodeDesc column(String name) {
        return new ExprNodeColumnDesc(TypeInfoFactory.voidTypeInfo, name, "t", false);
    }

    private static ExprNodeDesc field(ExprNodeDesc row, String name) {
        return new ExprNodeFieldDesc(TypeInfoFactory.voidTypeInfo, row, name, false);
    }

    private static ExprNodeDesc constant(@Nullable Object value) {
        return new ExprNodeConstantDesc(TypeInfoFactory.voidTypeInfo, value);
    }

    private static ExprNodeDesc equal(String column, @Nullable Object value) {
        return call(new GenericUDFOPEqual(), column(column), constant(value));
    }

    private static ExprNodeDesc like(String column, @Nullable String pattern) {
        return call(new GenericUDFBridge("like", true, UDFLike.class.getName()), column(column), constant(pattern));
    }

    private static ExprNodeDesc and(ExprNodeDesc... arguments) {
        return call(new GenericUDFOPAnd(), arguments);
    }

    private static ExprNodeDesc or(ExprNodeDesc... arguments) {
        return call(new GenericUDFOPOr(), arguments);
    }

    private static ExprNodeDesc not(ExprNodeDesc argument) {
        return call(new GenericUDFOPNot(), argument);
    }

    /** A condition that the reader cannot evaluate. */
    private static ExprNodeDesc unknown() {
        return call(new GenericUDFOPEqual(), column("name"), column("short"));
    }

    @Test
    void noFilterAcceptsAllRows() {
        assertThat(translate(null)).isEqualTo(Predicate.TRUE);
    }

    private static Stream<Arguments> comparisons() {
        return Stream.of(
                Arguments.of(new GenericUDFOPEqual(), Comparison.EQUAL, Comparison.EQUAL),
                Arguments.of(new GenericUDFOPNotEqual(), Comparison.NOT_EQUAL, Comparison.NOT_EQUAL),
                Arguments.of(new GenericUDFOPLessThan(), Comparison.LESS, Comparison.GREATER),
                Arguments.of(new GenericUDFOPEqualOrLessThan(), Comparison.LESS_OR_EQUAL, Comparison.GREATER_OR_EQUAL),
                Arguments.of(new GenericUDFOPGreaterThan(), Comparison.GREATER, Comparison.LESS),
                Arguments.of(
                        new GenericUDFOPEqualOrGreaterThan(), Comparison.GREATER_OR_EQUAL, Comparison.LESS_OR_EQUAL));
    }

    /** Hive knows names in lower case only. */
    @ParameterizedTest
    @MethodSource("comparisons")
    void comparisonsKeepTheirDirection(GenericUDF function, Comparison comparison, Comparison mirrored) {
        assertThat(translate(call(function, column("key"), constant(7L))))
                .isEqualTo(Predicate.compare("Key", comparison, 7L));
        assertThat(translate(call(function, constant(7L), column("key"))))
                .isEqualTo(Predicate.compare("Key", mirrored, 7L));
    }

    private static Stream<Arguments> literals() {
        return Stream.of(
                Arguments.of("flag", false, false),
                Arguments.of("tiny", (byte) -128, -128L),
                Arguments.of("key", (short) 7, 7L),
                Arguments.of("key", Integer.MIN_VALUE, (long) Integer.MIN_VALUE),
                Arguments.of("key", Long.MAX_VALUE, Long.MAX_VALUE),
                Arguments.of("f", 0.1f, (double) 0.1f),
                Arguments.of("d", -0.0, -0.0),
                Arguments.of("d", Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY),
                Arguments.of("price", HiveDecimal.create("-1.5"), new BigDecimal("-1.5")),
                Arguments.of("price", HiveDecimal.create("1000"), new BigDecimal("1000")),
                Arguments.of("price", HiveDecimal.create("0.001"), new BigDecimal("0.001")),
                Arguments.of("name", "Zoë 👋 ", "Zoë 👋 "),
                Arguments.of("short", new HiveVarchar("ab ", 5), "ab "),
                Arguments.of("day", Date.ofEpochDay(-1), LocalDate.of(1969, 12, 31)),
                Arguments.of(
                        "t9",
                        Timestamp.ofEpochSecond(-1, 999_999_999),
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999)),
                Arguments.of("z9", instant("1969-12-31T23:59:59.000000001Z"), Instant.ofEpochSecond(-1, 1)));
    }

    private static TimestampTZ instant(String text) {
        return new TimestampTZ(Instant.parse(text).atZone(ZoneId.of("Asia/Kolkata")));
    }

    @ParameterizedTest
    @MethodSource("literals")
    void literalsGetTheFormOfTheColumn(String column, Object hives, Object expected) {
        String name = column.equals("key") ? "Key" : column;
        assertThat(translate(equal(column, hives))).isEqualTo(Predicate.compare(name, Comparison.EQUAL, expected));
        assertThat(translate(call(new GenericUDFIn(), column(column), constant(hives))))
                .isEqualTo(new Predicate.In(name, List.of(expected)));
    }

    @Test
    void literalsOfOtherTypesAreLeftToHive() {
        Stream.of(
                        equal("flag", 1),
                        equal("key", 1.0),
                        equal("key", HiveDecimal.create("1")),
                        equal("key", "1"),
                        equal("f", 0.1),
                        equal("f", Float.NaN),
                        equal("d", 0.1f),
                        equal("d", Double.NaN),
                        equal("price", 1L),
                        equal("name", new HiveChar("x", 1)),
                        equal("bytes", new byte[] {1}),
                        equal("day", "1970-01-01"),
                        equal("day", Timestamp.ofEpochSecond(0)),
                        equal("clock", "00:00:00"),
                        equal("t9", Date.ofEpochDay(0)),
                        equal("z9", Timestamp.ofEpochSecond(0)),
                        equal("list", 1L),
                        equal("row", 1L),
                        equal("missing", 1L),
                        equal("key", null))
                .forEach(each ->
                        assertThat(translate(each)).as(each.getExprString()).isEqualTo(Predicate.TRUE));
    }

    @Test
    void aBooleanColumnIsACondition() {
        Predicate flag = Predicate.compare("flag", Comparison.EQUAL, true);
        assertThat(translate(column("flag"))).isEqualTo(flag);
        assertThat(translate(not(column("flag")))).isEqualTo(Predicate.not(flag));
        assertThat(translate(column("key"))).isEqualTo(Predicate.TRUE);
        assertThat(translate(constant(false))).isEqualTo(Predicate.TRUE);
    }

    /** Only nulls of atomic columns: a row column is null or not, whatever its fields are. */
    @Test
    void nullsAreFoundInAtomicColumns() {
        assertThat(translate(call(new GenericUDFOPNull(), column("clock")))).isEqualTo(Predicate.isNull("clock"));
        assertThat(translate(call(new GenericUDFOPNotNull(), column("code"))))
                .isEqualTo(Predicate.not(Predicate.isNull("code")));
        assertThat(translate(call(new GenericUDFOPNull(), column("row")))).isEqualTo(Predicate.TRUE);
        assertThat(translate(call(new GenericUDFOPNotNull(), column("list")))).isEqualTo(Predicate.TRUE);
        assertThat(translate(call(new GenericUDFOPNull(), constant(1)))).isEqualTo(Predicate.TRUE);
    }

    @Test
    void aRangeIncludesBothEnds() {
        Predicate range = Predicate.and(
                Predicate.compare("Key", Comparison.GREATER_OR_EQUAL, -1L),
                Predicate.compare("Key", Comparison.LESS_OR_EQUAL, 5L));
        assertThat(translate(between(false, constant(-1), constant(5)))).isEqualTo(range);
        assertThat(translate(between(true, constant(-1), constant(5)))).isEqualTo(Predicate.not(range));
        assertThat(translate(between(false, constant(null), constant(5)))).isEqualTo(Predicate.TRUE);
        assertThat(translate(between(true, constant(-1), constant(null)))).isEqualTo(Predicate.TRUE);
        assertThat(translate(call(new GenericUDFBetween(), column("flag"), column("key"), constant(-1), constant(5))))
                .isEqualTo(Predicate.TRUE);
    }

    private static ExprNodeDesc between(boolean inverted, ExprNodeDesc low, ExprNodeDesc high) {
        return call(new GenericUDFBetween(), constant(inverted), column("key"), low, high);
    }

    @Test
    void aListWithNullIsLeftToHive() {
        assertThat(translate(call(new GenericUDFIn(), column("key"), constant(3), constant(1L), constant(3L))))
                .isEqualTo(new Predicate.In("Key", List.of(3L, 1L, 3L)));
        ExprNodeDesc withNull = call(new GenericUDFIn(), column("key"), constant(1), constant(null));
        assertThat(translate(withNull)).isEqualTo(Predicate.TRUE);
        assertThat(translate(not(withNull))).isEqualTo(Predicate.TRUE);
        assertThat(translate(call(new GenericUDFIn(), constant(1), column("key"))))
                .isEqualTo(Predicate.TRUE);
    }

    @Test
    void anEmptyListContainsNothing() {
        assertThat(translate(call(new GenericUDFIn(), column("key")))).isEqualTo(new Predicate.In("Key", List.of()));
    }

    private static Stream<Arguments> patterns() {
        return Stream.of(
                Arguments.of("abc%", "abc", true),
                Arguments.of("Ä👋%", "Ä👋", true),
                Arguments.of(" %", " ", true),
                Arguments.of("abc", "abc", false),
                Arguments.of("abc%d", "abc", false),
                Arguments.of("abc%%", "abc", false),
                Arguments.of("abc_", "abc", false),
                Arguments.of("a_c%", "a", false),
                Arguments.of("abc\\%", "abc", false),
                Arguments.of("abc\\%%", "abc", false),
                Arguments.of("a\\_b%", "a", false));
    }

    /** Below NOT the prefix alone would lose rows: {@code NOT LIKE 'abc'} is true for {@code abcd}. */
    @ParameterizedTest
    @MethodSource("patterns")
    void aPatternBecomesItsPrefix(String pattern, String prefix, boolean isEquivalent) {
        Predicate expected = new Predicate.StartsWith("name", prefix);
        assertThat(translate(like("name", pattern))).isEqualTo(expected);
        assertThat(translate(not(like("name", pattern))))
                .isEqualTo(isEquivalent ? Predicate.not(expected) : Predicate.TRUE);
    }

    @Test
    void aPatternWithoutPrefixIsLeftToHive() {
        for (String pattern : new String[] {"", "%", "_bc", "\\%", "%abc", null}) {
            assertThat(translate(like("name", pattern))).as(pattern).isEqualTo(Predicate.TRUE);
        }
        assertThat(translate(like("code", "ab%"))).isEqualTo(Predicate.TRUE);
        assertThat(translate(like("key", "1%"))).isEqualTo(Predicate.TRUE);
        assertThat(translate(call(
                        new GenericUDFBridge("rlike", true, "org.apache.hadoop.hive.ql.udf.UDFRegExp"),
                        column("name"),
                        constant("ab%"))))
                .isEqualTo(Predicate.TRUE);
    }

    private static Stream<Arguments> paddedTexts() {
        return Stream.of(
                Arguments.of("ab", "ab"),
                Arguments.of("ab  ", "ab"),
                Arguments.of("   ", ""),
                Arguments.of("a b ", "a b"),
                Arguments.of("ab\t", "ab\t"),
                Arguments.of(new HiveChar("ä ", 3), "ä"));
    }

    /** Hive ignores the blanks at the end, which the table may or may not have stored. */
    @ParameterizedTest
    @MethodSource("paddedTexts")
    void equalityOfCharIsARangeOfAllPaddedForms(Object value, String stripped) {
        Predicate range = Predicate.and(
                Predicate.compare("code", Comparison.GREATER_OR_EQUAL, stripped),
                Predicate.compare("code", Comparison.LESS, stripped + "!"));
        assertThat(translate(equal("code", value))).isEqualTo(range);
        assertThat(translate(call(new GenericUDFOPEqualNS(), column("code"), constant(value))))
                .isEqualTo(range);
        assertThat(translate(not(equal("code", value)))).isEqualTo(Predicate.TRUE);
    }

    @Test
    void otherComparisonsOfCharAreLeftToHive() {
        assertThat(translate(call(new GenericUDFOPLessThan(), column("code"), constant("ab"))))
                .isEqualTo(Predicate.TRUE);
        assertThat(translate(call(new GenericUDFOPNotEqual(), column("code"), constant("ab"))))
                .isEqualTo(Predicate.TRUE);
        assertThat(translate(equal("code", null))).isEqualTo(Predicate.TRUE);
        assertThat(translate(call(new GenericUDFOPEqualNS(), column("code"), constant(null))))
                .isEqualTo(Predicate.TRUE);
    }

    @Test
    void nullSafeEqualityIsLeftToHive() {
        assertThat(translate(call(new GenericUDFOPEqualNS(), column("key"), constant(1L))))
                .isEqualTo(Predicate.TRUE);
        assertThat(translate(not(call(new GenericUDFOPEqualNS(), column("key"), constant(1L)))))
                .isEqualTo(Predicate.TRUE);
    }

    @Test
    void aFieldIsFoundUnlessAColumnHasItsPathAsName() {
        assertThat(translate(call(new GenericUDFOPEqual(), field(column("row"), "inner"), constant(1))))
                .isEqualTo(Predicate.compare("row.Inner", Comparison.EQUAL, 1L));
        assertThat(translate(call(new GenericUDFOPEqual(), field(column("a"), "b"), constant(1))))
                .isEqualTo(Predicate.TRUE);
        assertThat(translate(call(new GenericUDFOPEqual(), field(column("key"), "b"), constant(1))))
                .isEqualTo(Predicate.TRUE);
        assertThat(translate(call(new GenericUDFOPEqual(), field(column("row"), "other"), constant(1))))
                .isEqualTo(Predicate.TRUE);
    }

    /** Hive tests the rows again, so a conjunction may lose a part, but not below NOT, and a disjunction may not. */
    @Test
    void aWeakerPredicateAcceptsAllRowsOfTheFilter() {
        ExprNodeDesc known = equal("key", 1L);
        assertThat(translate(and(known, unknown()))).isEqualTo(Predicate.and(ONE, Predicate.TRUE));
        assertThat(translate(or(known, unknown()))).isEqualTo(Predicate.or(ONE, Predicate.TRUE));
        assertThat(translate(not(and(known, unknown())))).isEqualTo(Predicate.TRUE);
        assertThat(translate(not(or(known, unknown())))).isEqualTo(Predicate.TRUE);
        assertThat(translate(or(known, and(known, like("name", "x_")))))
                .isEqualTo(Predicate.or(ONE, Predicate.and(ONE, new Predicate.StartsWith("name", "x"))));
        assertThat(translate(not(and(known, like("name", "x_"))))).isEqualTo(Predicate.TRUE);
    }

    @Test
    void connectivesNestWithAnyNumberOfParts() {
        Predicate two = Predicate.compare("tiny", Comparison.EQUAL, 2L);
        ExprNodeDesc left = equal("key", 1L);
        ExprNodeDesc right = equal("tiny", 2);
        assertThat(translate(not(or(and(left, right, left), not(right)))))
                .isEqualTo(Predicate.not(Predicate.or(Predicate.and(ONE, two, ONE), Predicate.not(two))));
    }

    /** What another part of the query computes is known only in tasks. */
    @Test
    void aDynamicValueThatIsNotThereYetIsLeftToHive() {
        ExprNodeDesc later = new ExprNodeDynamicValueDesc(new DynamicValue("min", TypeInfoFactory.longTypeInfo));
        assertThat(translate(call(new GenericUDFOPEqualOrGreaterThan(), column("key"), later)))
                .isEqualTo(Predicate.TRUE);
        assertThat(translate(and(between(false, later, later), equal("key", 1L))))
                .isEqualTo(Predicate.and(Predicate.TRUE, ONE));
    }

    /** A filter is an optimization: what is malformed is for Hive to report. */
    @Test
    void aMalformedFilterAcceptsAllRows() {
        assertThat(translate(call(new GenericUDFOPEqual()))).isEqualTo(Predicate.TRUE);
        assertThat(translate(call(new GenericUDFBetween(), constant(false)))).isEqualTo(Predicate.TRUE);
    }
}
