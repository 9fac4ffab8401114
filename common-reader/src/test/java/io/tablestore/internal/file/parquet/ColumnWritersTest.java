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
package io.tablestore.internal.file.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.TestVectors;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.file.parquet.footer.StoredType;
import io.tablestore.internal.file.parquet.footer.StoredType.Kind;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.Coverage;
import io.tablestore.schema.TypeText;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Physical values of Parquet become values of the column's type, or an error that names them. */
class ColumnWritersTest {

    private final BufferAllocator allocator = ArrowMemory.newRoot(1 << 20);
    private final BufferPool pool = new BufferPool(allocator);

    @AfterEach
    void everyBufferIsReleased() {
        pool.close();
        allocator.close();
    }

    private static StoredType plain(Type type) {
        return new StoredType(type, Kind.PLAIN, 0, 0, 0);
    }

    private static StoredType kind(Type type, Kind kind) {
        return new StoredType(type, kind, 0, 0, 0);
    }

    private static StoredType timed(Type type, Kind kind, long units) {
        return new StoredType(type, kind, units, 0, 0);
    }

    private static StoredType decimal(Type type, int precision, int scale) {
        return new StoredType(type, Kind.DECIMAL, 0, scale, precision);
    }

    private static ColumnMeta column(StoredType stored, int length) {
        SchemaElement element = new SchemaElement("c");
        element.setType(stored.physical());
        element.setType_length(length);
        return new ColumnMeta("c", 0, 1, 0, element, stored);
    }

    private static Values longs(long... values) {
        Values all = new Values();
        System.arraycopy(values, 0, all.longs(values.length), 0, values.length);
        return all;
    }

    private static Values ints(int... values) {
        Values all = new Values();
        System.arraycopy(values, 0, all.ints(values.length), 0, values.length);
        return all;
    }

    /** Converts two values, in one stretch, as picks, and into slots with gaps. */
    private List<@Nullable Object> convert(StoredType stored, int length, String type, Values values) {
        DataType wanted = TypeText.parse(type);
        DataField field = new DataField(1, "c", wanted);
        ColumnWriters writers = new ColumnWriters("f.parquet", pool);
        List<@Nullable Object> found;
        try (ColumnWriter writer = writers.values(column(stored, length), field, 2, Coverage.EVERY_SLOT, 0)) {
            writer.putRange(0, 2, values);
            try (ArrowColumn column = writer.finish()) {
                found = TestVectors.values(column.vector(), wanted);
            }
        }
        try (ColumnWriter writer = writers.values(column(stored, length), field, 3, Coverage.EVERY_SLOT, 0)) {
            writer.putPicked(null, 0, 3, new int[] {1, -1, 0}, values);
            try (ArrowColumn column = writer.finish()) {
                assertThat(TestVectors.values(column.vector(), wanted))
                        .containsExactly(found.get(1), null, found.get(0));
            }
        }
        try (ColumnWriter writer = writers.values(column(stored, length), field, 4, Coverage.SOME_SLOTS, 0)) {
            writer.putPicked(new int[] {1, 3}, 0, 2, new int[] {1, 0}, values);
            try (ArrowColumn column = writer.finish()) {
                assertThat(TestVectors.values(column.vector(), wanted))
                        .containsExactly(null, found.get(1), null, found.get(0));
            }
        }
        return found;
    }

    private List<@Nullable Object> convert(StoredType stored, String type, Values values) {
        return convert(stored, 0, type, values);
    }

    private void assertUnfit(StoredType stored, String type, Values values, String shown) {
        assertThatThrownBy(() -> convert(stored, type, values))
                .isInstanceOf(TableStoreException.class)
                .isNotInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll("f.parquet", "Column c", shown, "does not fit in " + type);
    }

    private void assertUnsupported(StoredType stored, int length, String type) {
        assertThatThrownBy(() -> convert(stored, length, type, new Values()))
                .as("%s as %s", stored, type)
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("column c");
    }

    @Test
    void integersOfAnyWidthFitOrAreRefused() {
        StoredType narrow = plain(Type.INT32);
        StoredType wide = plain(Type.INT64);
        assertThat(convert(narrow, "TINYINT", ints(-128, 127))).containsExactly(-128L, 127L);
        assertUnfit(narrow, "TINYINT", ints(0, 128), "128");
        assertUnfit(narrow, "TINYINT", ints(-129, 0), "-129");
        assertThat(convert(narrow, "SMALLINT", ints(-32768, 32767))).containsExactly(-32768L, 32767L);
        assertUnfit(narrow, "SMALLINT", ints(0, 32768), "32768");
        assertThat(convert(narrow, "INT", ints(Integer.MIN_VALUE, Integer.MAX_VALUE)))
                .containsExactly((long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE);
        assertThat(convert(narrow, "BIGINT", ints(-1, 5))).containsExactly(-1L, 5L);
        assertThat(convert(wide, "BIGINT", longs(Long.MIN_VALUE, Long.MAX_VALUE)))
                .containsExactly(Long.MIN_VALUE, Long.MAX_VALUE);
        assertThat(convert(wide, "INT", longs(Integer.MIN_VALUE, Integer.MAX_VALUE)))
                .containsExactly((long) Integer.MIN_VALUE, (long) Integer.MAX_VALUE);
        assertUnfit(wide, "INT", longs(0, 1L << 31), "2147483648");
    }

    @Test
    void unsignedIntegersAreNeverNegative() {
        StoredType narrow = kind(Type.INT32, Kind.UNSIGNED);
        StoredType wide = kind(Type.INT64, Kind.UNSIGNED);
        assertThat(convert(narrow, "BIGINT", ints(-1, 1))).containsExactly(4294967295L, 1L);
        assertUnfit(narrow, "INT", ints(-1, 1), "4294967295");
        assertThat(convert(narrow, "INT", ints(Integer.MAX_VALUE, 0))).containsExactly((long) Integer.MAX_VALUE, 0L);
        assertThat(convert(wide, "BIGINT", longs(Long.MAX_VALUE, 0))).containsExactly(Long.MAX_VALUE, 0L);
        assertUnfit(wide, "BIGINT", longs(-1, 0), "18446744073709551615");
        assertThat(convert(wide, "DECIMAL(20, 0)", longs(-1, 0)))
                .containsExactly(new BigDecimal("18446744073709551615"), BigDecimal.ZERO);
        assertThat(convert(narrow, "DECIMAL(20, 0)", ints(-1, 0)))
                .containsExactly(new BigDecimal("4294967295"), BigDecimal.ZERO);
    }

    @Test
    void decimalsTakeTheScaleOfTheColumn() {
        StoredType cents = decimal(Type.INT32, 9, 2);
        assertThat(convert(cents, "DECIMAL(9, 2)", ints(-1, 999_999_999)))
                .containsExactly(new BigDecimal("-0.01"), new BigDecimal("9999999.99"));
        assertThat(convert(cents, "DECIMAL(9, 4)", ints(-1, 12_345)))
                .containsExactly(new BigDecimal("-0.0100"), new BigDecimal("123.4500"));
        assertThat(convert(cents, "DECIMAL(9, 1)", ints(-15, 14)))
                .as("rounded half up")
                .containsExactly(new BigDecimal("-0.2"), new BigDecimal("0.1"));
        assertThat(convert(cents, "DECIMAL(4, 2)", ints(-9999, 9999)))
                .containsExactly(new BigDecimal("-99.99"), new BigDecimal("99.99"));
        assertUnfit(cents, "DECIMAL(4, 2)", ints(0, 10_000), "100");
        assertUnfit(cents, "DECIMAL(4, 2)", ints(-10_000, 0), "-100");
        StoredType wide = decimal(Type.INT64, 18, 0);
        assertThat(convert(wide, "DECIMAL(38, 18)", longs(Long.MIN_VALUE, 1)))
                .containsExactly(
                        new BigDecimal("-9223372036854775808.000000000000000000"),
                        new BigDecimal("1.000000000000000000"));
        assertThat(convert(wide, "DECIMAL(38, 20)", longs(-3, 1)))
                .containsExactly(new BigDecimal("-3.00000000000000000000"), new BigDecimal("1.00000000000000000000"));
        assertThat(convert(plain(Type.INT32), "DECIMAL(5, 2)", ints(-3, 999)))
                .containsExactly(new BigDecimal("-3.00"), new BigDecimal("999.00"));
        assertUnfit(plain(Type.INT32), "DECIMAL(5, 2)", ints(1000, 0), "1000");
    }

    @Test
    void decimalsOfBytesAreBigEndian() {
        StoredType stored = decimal(Type.BYTE_ARRAY, 38, 2);
        for (String text : List.of(
                "0.00",
                "-0.01",
                "1.27",
                "1.28",
                "-1.28",
                "-1.29",
                "92233720368547758.08",
                "-184467440737095516.17",
                "999999999999999999999999999999999999.99",
                "-999999999999999999999999999999999999.99")) {
            BigDecimal number = new BigDecimal(text);
            byte[] bytes = number.unscaledValue().toByteArray();
            assertThat(binaries(stored, 0, "DECIMAL(38, 2)", bytes, new byte[] {1}))
                    .containsExactly(number, new BigDecimal("0.01"));
            assertThat(binaries(stored, 0, "DECIMAL(38, 2)", padded(bytes, 20), new byte[] {-1}))
                    .containsExactly(number, new BigDecimal("-0.01"));
        }
        byte[] tooLarge = BigInteger.TEN.pow(38).toByteArray();
        for (byte[] wide : List.of(tooLarge, BigInteger.TEN.pow(38).negate().toByteArray(), padded(tooLarge, 20))) {
            assertThatThrownBy(() -> binaries(stored, 0, "DECIMAL(38, 2)", wide, new byte[1]))
                    .hasMessageContaining("1000000000000000000000000000000000000");
        }
        assertThat(binaries(stored, 0, "DECIMAL(10, 4)", new byte[] {0x7F}, new byte[0]))
                .containsExactly(new BigDecimal("1.2700"), new BigDecimal("0.0000"));
        assertThat(binaries(stored, 0, "DECIMAL(10, 1)", new byte[] {15}, new byte[] {-15}))
                .containsExactly(new BigDecimal("0.2"), new BigDecimal("-0.2"));
    }

    private static byte[] padded(byte[] number, int length) {
        byte[] padded = new byte[length];
        java.util.Arrays.fill(padded, (byte) (number[0] < 0 ? -1 : 0));
        System.arraycopy(number, 0, padded, length - number.length, number.length);
        return padded;
    }

    private List<@Nullable Object> binaries(StoredType stored, int length, String type, byte[]... values) {
        List<ArrowBuf> buffers = new ArrayList<>();
        try {
            Values all = new Values();
            for (int i = 0; i < values.length; i++) {
                ArrowBuf buffer = pool.take(values[i].length);
                buffers.add(buffer);
                MemoryUtil.copyToMemory(values[i], 0, buffer.memoryAddress(), values[i].length);
                all.addresses(values.length)[i] = buffer.memoryAddress();
                all.lengths[i] = values[i].length;
            }
            return convert(stored, length, type, all);
        } finally {
            buffers.forEach(pool::give);
        }
    }

    @Test
    void textsAndBinariesAreCopied() {
        byte[] empty = new byte[0];
        byte[] text = "x".repeat(100).getBytes(StandardCharsets.UTF_8);
        for (String type : List.of("STRING", "VARCHAR(3)", "BYTES")) {
            assertThat(binaries(plain(Type.BYTE_ARRAY), 0, type, empty, text))
                    .containsExactly(ByteBuffer.wrap(empty), ByteBuffer.wrap(text));
        }
        assertThat(binaries(kind(Type.BYTE_ARRAY, Kind.BYTES), 0, "BYTES", empty, text))
                .hasSize(2);
        assertUnsupported(kind(Type.BYTE_ARRAY, Kind.BYTES), 0, "STRING");
        byte[] uuid = HexFormat.of().parseHex("00112233445566778899aabbccddeeff");
        StoredType stored = kind(Type.FIXED_LEN_BYTE_ARRAY, Kind.UUID);
        assertThat(binaries(stored, 16, "STRING", uuid, uuid).get(0))
                .isEqualTo(ByteBuffer.wrap("00112233-4455-6677-8899-aabbccddeeff".getBytes(StandardCharsets.UTF_8)));
        assertThat(binaries(stored, 16, "BYTES", uuid, uuid).get(0)).isEqualTo(ByteBuffer.wrap(uuid));
    }

    @Test
    void floatingPointNumbersKeepTheirBits() {
        assertThat(convert(plain(Type.FLOAT), "FLOAT", ints(Float.floatToIntBits(1.5f), Float.floatToIntBits(-0.0f))))
                .containsExactly(1.5, -0.0);
        assertThat(convert(
                        plain(Type.FLOAT), "DOUBLE", ints(Float.floatToIntBits(0.1f), Float.floatToIntBits(Float.NaN))))
                .containsExactly((double) 0.1f, Double.NaN);
        assertThat(convert(
                        plain(Type.DOUBLE),
                        "DOUBLE",
                        longs(Double.doubleToLongBits(0.1), Double.doubleToLongBits(-0.0))))
                .containsExactly(0.1, -0.0);
        assertUnsupported(plain(Type.DOUBLE), 0, "FLOAT");
    }

    @Test
    void halvesAreWidened() {
        int[] bits = {0x0000, 0x8000, 0x3C00, 0xC000, 0x7BFF, 0x0001, 0x03FF, 0x0400, 0x7C00, 0xFC00};
        double[] values = {
            0, -0.0, 1, -2, 65504, 0x1p-24, 0x3FFp-24, 0x1p-14, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        StoredType half = kind(Type.FIXED_LEN_BYTE_ARRAY, Kind.FLOAT16);
        for (int i = 0; i < bits.length; i++) {
            byte[] bytes = {(byte) bits[i], (byte) (bits[i] >> 8)};
            for (String type : List.of("FLOAT", "DOUBLE")) {
                assertThat(binaries(half, 2, type, bytes, bytes).get(0)).isEqualTo(values[i]);
            }
        }
        assertThat(binaries(half, 2, "DOUBLE", new byte[] {1, 0x7C}, new byte[2])
                        .get(0))
                .isEqualTo(Double.NaN);
    }

    @Test
    void timestampsChangeTheirUnitTowardsThePast() {
        StoredType millis = timed(Type.INT64, Kind.TIMESTAMP, 1000);
        StoredType micros = timed(Type.INT64, Kind.TIMESTAMP, 1_000_000);
        StoredType nanos = timed(Type.INT64, Kind.TIMESTAMP, 1_000_000_000);
        for (String zone : List.of("", " WITH LOCAL TIME ZONE")) {
            assertThat(convert(millis, "TIMESTAMP(3)" + zone, longs(-1, 5))).containsExactly(at(-1, 0), at(5, 0));
            assertThat(convert(millis, "TIMESTAMP(6)" + zone, longs(-1, 5))).containsExactly(at(-1, 0), at(5, 0));
            assertThat(convert(millis, "TIMESTAMP(9)" + zone, longs(-1, 5))).containsExactly(at(-1, 0), at(5, 0));
            assertThat(convert(micros, "TIMESTAMP(3)" + zone, longs(-1, 5999))).containsExactly(at(-1, 0), at(5, 0));
            assertThat(convert(micros, "TIMESTAMP(6)" + zone, longs(-1, 5999)))
                    .containsExactly(at(-1, 999_000), at(5, 999_000));
            assertThat(convert(micros, "TIMESTAMP(9)" + zone, longs(-1, 5999)))
                    .containsExactly(at(-1, 999_000), at(5, 999_000));
            assertThat(convert(nanos, "TIMESTAMP(3)" + zone, longs(-1, 5_999_999)))
                    .containsExactly(at(-1, 0), at(5, 0));
            assertThat(convert(nanos, "TIMESTAMP(6)" + zone, longs(-1, 5_999_999)))
                    .containsExactly(at(-1, 999_000), at(5, 999_000));
            assertThat(convert(nanos, "TIMESTAMP(9)" + zone, longs(-1, 5_999_999)))
                    .containsExactly(at(-1, 999_999), at(5, 999_999));
        }
        assertUnfit(millis, "TIMESTAMP(6)", longs(Long.MAX_VALUE / 1000 + 1, 0), "9223372036854776");
        assertUnfit(millis, "TIMESTAMP(6)", longs(Long.MIN_VALUE / 1000 - 1, 0), "-9223372036854776");
        assertThat(convert(plain(Type.INT64), "TIMESTAMP(3)", longs(7, 0))).containsExactly(at(7, 0), at(0, 0));
        assertThat(convert(plain(Type.INT64), "TIMESTAMP(6)", longs(7, 0))).containsExactly(at(0, 7000), at(0, 0));
        assertUnsupported(timed(Type.INT64, Kind.TIMESTAMP, 0), 0, "TIMESTAMP(6)");
        assertUnsupported(plain(Type.INT32), 0, "TIMESTAMP(6)");
    }

    private static TimestampValue at(long millis, int nanos) {
        return new TimestampValue(millis, nanos);
    }

    @Test
    void julianTimestampsFitEachPrecision() {
        Values values = longs(-1, 5);
        values.ints(2)[0] = 999_999;
        values.ints[1] = 1_001;
        StoredType stored = plain(Type.INT96);
        assertThat(convert(stored, "TIMESTAMP(3)", values)).containsExactly(at(-1, 0), at(5, 0));
        assertThat(convert(stored, "TIMESTAMP(6)", values)).containsExactly(at(-1, 999_000), at(5, 1000));
        assertThat(convert(stored, "TIMESTAMP(9)", values)).containsExactly(at(-1, 999_999), at(5, 1001));
        Values last = longs(Long.MAX_VALUE / 1000, Long.MIN_VALUE / 1000 - 1);
        last.ints(2)[0] = 807_999;
        last.ints[1] = 192_000;
        assertThat(convert(stored, "TIMESTAMP(6)", last))
                .containsExactly(TimestampValue.ofMicros(Long.MAX_VALUE), TimestampValue.ofMicros(Long.MIN_VALUE));
        Values behind = longs(Long.MAX_VALUE / 1000, 0);
        behind.ints(2)[0] = 808_000;
        assertUnfit(stored, "TIMESTAMP(6)", behind, "milliseconds");
        Values before = longs(Long.MIN_VALUE / 1000 - 1, 0);
        before.ints(2)[0] = 191_999;
        assertUnfit(stored, "TIMESTAMP(6)", before, "milliseconds");
        Values outside = longs(Long.MAX_VALUE / 1000 + 1, 0);
        outside.ints(2);
        assertUnfit(stored, "TIMESTAMP(6)", outside, "milliseconds");
    }

    @Test
    void datesAndTimesAreChecked() {
        assertThat(convert(kind(Type.INT32, Kind.DATE), "DATE", ints(-1, 5))).containsExactly(-1L, 5L);
        StoredType millis = timed(Type.INT32, Kind.TIME, 1000);
        StoredType micros = timed(Type.INT64, Kind.TIME, 1_000_000);
        StoredType nanos = timed(Type.INT64, Kind.TIME, 1_000_000_000);
        assertThat(convert(millis, "TIME(3)", ints(0, 86_399_999))).containsExactly(0L, 86_399_999L);
        assertThat(convert(micros, "TIME(3)", longs(1999, 86_399_999_999L))).containsExactly(1L, 86_399_999L);
        assertThat(convert(nanos, "TIME(3)", longs(1_999_999, 0))).containsExactly(1L, 0L);
        assertUnfit(millis, "TIME(3)", ints(86_400_000, 0), "86400000");
        assertUnfit(millis, "TIME(3)", ints(-1, 0), "-1");
        assertUnfit(micros, "TIME(3)", longs(-1, 0), "-1");
        assertUnsupported(plain(Type.INT64), 0, "TIME(3)");
        assertUnsupported(kind(Type.INT32, Kind.UNSIGNED), 0, "DATE");
    }

    @Test
    void booleansAreBits() {
        assertThat(convert(plain(Type.BOOLEAN), "BOOLEAN", ints(1, 0))).containsExactly(true, false);
        assertUnsupported(plain(Type.INT32), 0, "BOOLEAN");
    }

    @Test
    void aColumnOfNothingHasNulls() {
        StoredType nothing = kind(Type.INT32, Kind.NULL);
        DataField field = new DataField(1, "c", TypeText.parse("INT"));
        ColumnWriters writers = new ColumnWriters("f.parquet", pool);
        try (ColumnWriter writer = writers.values(column(nothing, 0), field, 2, Coverage.EVERY_SLOT, 0)) {
            writer.putPicked(null, 0, 2, new int[] {-1, -1}, new Values());
            try (ArrowColumn column = writer.finish()) {
                assertThat(TestVectors.values(column.vector(), field.type())).containsExactly(null, null);
            }
        }
        assertThatThrownBy(() -> convert(nothing, "INT", ints(1, 2)))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("UNKNOWN");
    }
}
