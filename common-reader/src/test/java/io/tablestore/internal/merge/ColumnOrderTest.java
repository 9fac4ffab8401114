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
package io.tablestore.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.StructVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The order of each type in data files, and of the numbers that stand for its values. */
class ColumnOrderTest {

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void everyBufferIsReleased() {
        allocator.close();
    }

    /** Different values in ascending order. */
    record Case(DataType.Atomic type, List<Object> ascending) {
        @Override
        public String toString() {
            return type.toString();
        }
    }

    static Stream<Case> cases() {
        List<Object> texts = Stream.of("", "a", "a\0", "aaaaaaaa", "aaaaaaaab", "aaaaaaab", "b", "\u007f", "\u00e9")
                .map(text -> (Object) text.getBytes(StandardCharsets.UTF_8))
                .toList();
        return Stream.of(
                new Case(DataType.of(TypeRoot.BOOLEAN), List.of(0L, 1L)),
                new Case(DataType.of(TypeRoot.TINYINT), List.of(-128L, -1L, 0L, 127L)),
                new Case(DataType.of(TypeRoot.SMALLINT), List.of(-32768L, -129L, 0L, 32767L)),
                new Case(DataType.of(TypeRoot.INT), List.of(-2147483648L, -32769L, 0L, 2147483647L)),
                new Case(DataType.of(TypeRoot.BIGINT), List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE)),
                new Case(DataType.of(TypeRoot.DATE), List.of(-719162L, 0L, 2932896L)),
                new Case(DataType.of(TypeRoot.TIME), List.of(0L, 1L, 86399999L)),
                new Case(floating(TypeRoot.FLOAT), doubles()),
                new Case(floating(TypeRoot.DOUBLE), doubles()),
                new Case(DataType.decimal(18, 2), decimals("-9999999999999999.99", "-0.01", "0.00", "1.50")),
                new Case(
                        DataType.decimal(38, 2),
                        decimals(
                                "-999999999999999999999999999999999999.99",
                                "-92233720368547758.09",
                                "-0.01",
                                "0.00",
                                "92233720368547758.08",
                                "184467440737095516.15",
                                "184467440737095516.16",
                                "999999999999999999999999999999999999.99")),
                new Case(DataType.of(TypeRoot.TIMESTAMP, 3), List.of(-1L, 0L, 1L)),
                new Case(DataType.of(TypeRoot.TIMESTAMP_LTZ, 6), List.of(-1L, 0L, 1L)),
                new Case(
                        DataType.of(TypeRoot.TIMESTAMP, 9),
                        List.of(new long[] {-1, 0}, new long[] {-1, 999_999}, new long[] {0, 0}, new long[] {0, 1})),
                new Case(DataType.string(), texts),
                new Case(DataType.bytes(), texts));
    }

    private static DataType.Atomic floating(TypeRoot root) {
        return DataType.of(root);
    }

    private static List<Object> doubles() {
        return List.of(Double.NEGATIVE_INFINITY, -1.5, -0.0, 0.0, 1.5, Double.POSITIVE_INFINITY, Double.NaN);
    }

    private static List<Object> decimals(String... texts) {
        return Stream.of(texts).map(text -> (Object) new BigDecimal(text)).toList();
    }

    private FieldVector vector(Case sample) {
        FieldVector vector =
                ArrowTypes.field(new DataField(1, "c", sample.type())).createVector(allocator);
        vector.allocateNew();
        for (int row = 0; row < sample.ascending().size(); row++) {
            set(vector, row, sample.ascending().get(row));
        }
        vector.setValueCount(sample.ascending().size());
        return vector;
    }

    private static void set(FieldVector vector, int row, Object value) {
        if (vector instanceof BitVector bits) {
            bits.setSafe(row, ((Long) value).intValue());
        } else if (vector instanceof TinyIntVector bytes) {
            bytes.setSafe(row, ((Long) value).intValue());
        } else if (vector instanceof SmallIntVector shorts) {
            shorts.setSafe(row, ((Long) value).intValue());
        } else if (vector instanceof IntVector ints) {
            ints.setSafe(row, ((Long) value).intValue());
        } else if (vector instanceof BigIntVector longs) {
            longs.setSafe(row, (Long) value);
        } else if (vector instanceof DateDayVector dates) {
            dates.setSafe(row, ((Long) value).intValue());
        } else if (vector instanceof TimeMilliVector times) {
            times.setSafe(row, ((Long) value).intValue());
        } else if (vector instanceof Float4Vector floats) {
            floats.setSafe(row, ((Double) value).floatValue());
        } else if (vector instanceof Float8Vector doubles) {
            doubles.setSafe(row, (Double) value);
        } else if (vector instanceof DecimalVector decimals) {
            decimals.setSafe(row, (BigDecimal) value);
        } else if (vector instanceof TimeStampVector stamps) {
            stamps.setSafe(row, (Long) value);
        } else if (vector instanceof VarCharVector texts) {
            texts.setSafe(row, (byte[]) value);
        } else if (vector instanceof VarBinaryVector binaries) {
            binaries.setSafe(row, (byte[]) value);
        } else {
            StructVector struct = (StructVector) vector;
            struct.setIndexDefined(row);
            ((BigIntVector) struct.getChildrenFromFields().get(0)).setSafe(row, ((long[]) value)[0]);
            ((IntVector) struct.getChildrenFromFields().get(1)).setSafe(row, (int) ((long[]) value)[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAndPrefixesFollowTheOrderOfTheFormat(Case sample) {
        ColumnOrder order = ColumnOrder.of(sample.type());
        try (FieldVector vector = vector(sample)) {
            int count = vector.getValueCount();
            long[] prefixes = new long[count];
            order.prefixes(vector, count, prefixes);
            for (int left = 0; left < count; left++) {
                for (int right = 0; right < count; right++) {
                    int expected = Integer.compare(left, right);
                    assertThat(Integer.signum(order.compare(vector, left, vector, right)))
                            .as("%d against %d", left, right)
                            .isEqualTo(expected);
                    int byPrefix = Long.compare(prefixes[left], prefixes[right]);
                    if (order.prefixIsWhole()) {
                        assertThat(byPrefix).isEqualTo(expected);
                    } else {
                        assertThat(byPrefix)
                                .as("a prefix never says the opposite")
                                .isIn(0, expected);
                    }
                }
            }
        }
    }
}
