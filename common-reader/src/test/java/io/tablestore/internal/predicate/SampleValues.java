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

import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Values of each type that is compared, with their ranks: what the order of the values should be, said without comparing
 * any.
 *
 * @param stored values that a column can hold
 * @param literals what they are compared with, in the forms that binding gives
 */
public record SampleValues(DataType.Atomic type, List<Ranked> stored, List<Ranked> literals) {

    /** @param rank the same for equal values, greater for greater ones */
    public record Ranked(int rank, Object value) {}

    /** A sample of each type. */
    public static List<SampleValues> all() {
        List<SampleValues> all = new ArrayList<>();
        all.add(same(DataType.of(TypeRoot.BOOLEAN), false, true));
        all.add(same(DataType.of(TypeRoot.TINYINT), -128L, -1L, 0L, 1L, 127L));
        all.add(same(DataType.of(TypeRoot.SMALLINT), -32768L, -1L, 0L, 1L, 32767L));
        all.add(same(DataType.of(TypeRoot.INT), (long) Integer.MIN_VALUE, -1L, 0L, 1L, (long) Integer.MAX_VALUE));
        all.add(same(DataType.of(TypeRoot.BIGINT), Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE));
        all.add(same(DataType.of(TypeRoot.DATE), -719_162L, -1L, 0L, 2_932_896L));
        all.add(same(DataType.of(TypeRoot.TIME, 3), 0L, 1L, 86_399_999L));
        all.add(floating(TypeRoot.FLOAT));
        all.add(floating(TypeRoot.DOUBLE));
        all.add(decimals(DataType.decimal(5, 2), ""));
        all.add(decimals(DataType.decimal(38, 2), "90000000000000000000000000000000"));
        for (TypeRoot root : List.of(TypeRoot.TIMESTAMP, TypeRoot.TIMESTAMP_LTZ)) {
            all.add(timestamps(DataType.of(root, 3), 1_000_000));
            all.add(timestamps(DataType.of(root, 6), 1000));
            all.add(timestamps(DataType.of(root, 9), 1));
        }
        all.add(same(
                DataType.string(), text(""), text("a"), text("a "), text("a!"), text("ab"), text("z"), text("\u00e9")));
        all.add(same(
                DataType.bytes(), new byte[0], new byte[] {0}, new byte[] {1}, new byte[] {1, 0}, new byte[] {-1}));
        all.add(new SampleValues(
                DataType.of(TypeRoot.CHAR, 3),
                List.of(
                        new Ranked(0, text("   ")),
                        new Ranked(0, text("")),
                        new Ranked(1, text(" ab")),
                        new Ranked(2, text("a")),
                        new Ranked(2, text("a  ")),
                        new Ranked(3, text("b"))),
                List.of(
                        new Ranked(0, text("")),
                        new Ranked(1, text(" ab")),
                        new Ranked(2, text("a")),
                        new Ranked(3, text("b")))));
        return all;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SampleValues same(DataType.Atomic type, Object... ascending) {
        List<Ranked> values = new ArrayList<>();
        for (Object value : ascending) {
            values.add(new Ranked(values.size(), value));
        }
        return new SampleValues(type, values, values);
    }

    private static SampleValues floating(TypeRoot root) {
        List<Ranked> values = List.of(
                new Ranked(0, Double.NEGATIVE_INFINITY),
                new Ranked(1, -1.5),
                new Ranked(2, -0.0),
                new Ranked(2, 0.0),
                new Ranked(3, 1.5),
                new Ranked(4, Double.POSITIVE_INFINITY),
                new Ranked(5, Double.NaN));
        return new SampleValues(DataType.of(root), values, values);
    }

    private static SampleValues decimals(DataType.Atomic type, String digits) {
        List<Ranked> stored = new ArrayList<>();
        String[] texts = {"-" + digits + "9.99", "-0.01", "0.00", "0.01", "1.50", digits + "9.99"};
        for (int i = 0; i < texts.length; i++) {
            stored.add(new Ranked(2 * i, new BigDecimal(texts[i])));
        }
        List<Ranked> literals = new ArrayList<>(stored);
        literals.add(new Ranked(-1, new BigDecimal("-1e40")));
        literals.add(new Ranked(1, new BigDecimal("-0.011")));
        literals.add(new Ranked(5, new BigDecimal("0.001")));
        literals.add(new Ranked(8, new BigDecimal("1.5")));
        literals.add(new Ranked(9, new BigDecimal("1.505")));
        literals.add(new Ranked(11, new BigDecimal("1e40")));
        return new SampleValues(type, stored, literals);
    }

    /** @param nanos the smallest step of the type */
    private static SampleValues timestamps(DataType.Atomic type, int nanos) {
        int step = nanos % 1_000_000;
        List<Ranked> stored = List.of(
                new Ranked(0, new TimestampValue(-5, 0)),
                new Ranked(2, new TimestampValue(-1, step)),
                new Ranked(4, new TimestampValue(0, 0)),
                new Ranked(6, nanos == 1_000_000 ? new TimestampValue(1, 0) : new TimestampValue(0, step)),
                new Ranked(8, new TimestampValue(1_700_000_000_000L, 0)));
        List<Ranked> literals = new ArrayList<>(stored);
        if (nanos > 1) {
            literals.add(new Ranked(5, new TimestampValue(0, 1)));
            literals.add(new Ranked(3, new TimestampValue(-1, 999_999)));
        }
        literals.add(new Ranked(9, new TimestampValue(9_000_000_000_000_000L, 5)));
        literals.add(new Ranked(-1, new TimestampValue(-9_000_000_000_000_000_000L, 5)));
        return new SampleValues(type, stored, literals);
    }

    /** Whether a comparison or list holds, by the ranks. */
    public static boolean holds(BoundPredicate.Test test, int rank, List<Integer> literalRanks) {
        int literal = literalRanks.get(0);
        return switch (test) {
            case EQUAL -> rank == literal;
            case NOT_EQUAL -> rank != literal;
            case LESS -> rank < literal;
            case LESS_OR_EQUAL -> rank <= literal;
            case GREATER -> rank > literal;
            case GREATER_OR_EQUAL -> rank >= literal;
            case IN -> literalRanks.contains(rank);
            case NOT_IN -> !literalRanks.contains(rank);
            case IS_NOT_NULL -> true;
            case IS_NULL, STARTS_WITH, NOT_STARTS_WITH -> throw new IllegalArgumentException(test.name());
        };
    }

    @Override
    public String toString() {
        return type.toString();
    }
}
