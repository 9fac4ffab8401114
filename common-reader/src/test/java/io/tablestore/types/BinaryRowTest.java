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
package io.tablestore.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.internal.format.row.BucketFunction;
import io.tablestore.options.LayoutOptions.BucketFunctionName;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bytes and hashes of the format reference, sections 5.1 and 5.5, which were taken from files of Paimon 1.4.2. */
class BinaryRowTest {

    private static final DataType INT = DataType.of(TypeRoot.INT);
    private static final DataType STRING = DataType.string();

    private static BinaryRow row(List<DataType> types, @Nullable Object... values) {
        return BinaryRowWriter.write(types, Arrays.asList(values));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void rowsHaveTheReferenceBytes() {
        assertThat(row(List.of(INT), 1L).toString()).isEqualTo("00000000000000000100000000000000");
        assertThat(row(List.of(STRING, INT), utf8("key1"), 1L).toString())
                .isEqualTo("00000000000000006b657931000000840100000000000000");
        assertThat(row(List.of(STRING, INT, INT), null, null, null).toString())
                .isEqualTo("0007000000000000" + "0000000000000000".repeat(3));
        assertThat(row(List.of(STRING, INT, INT), utf8("2024/01:02 x=y%z"), 19000L, 5L)
                        .toString())
                .isEqualTo("000000000000000010000000200000" + "00384a0000000000000500000000000000"
                        + "323032342f30313a303220783d79257a");
    }

    @Test
    void hashesAreTheReferenceHashes() {
        int[] expected = {0xee18d2a5, 0x5759f99e, 0x4fe4bbf0, 0xd206e547, 0x564770ca};
        for (int i = 0; i < expected.length; i++) {
            assertThat(row(List.of(INT), (long) i).murmurHash()).isEqualTo(expected[i]);
        }
    }

    @Test
    void bucketsAreTheReferenceBuckets() {
        BucketFunction byHash = new BucketFunction(BucketFunctionName.DEFAULT, List.of(INT, STRING));
        int[] expected = {5, 3, 0, 5, 5};
        for (int i = 0; i < expected.length; i++) {
            assertThat(byHash.bucket(Arrays.asList((long) i, utf8("key-number-" + i)), 7))
                    .isEqualTo(expected[i]);
        }
        BucketFunction mixed = new BucketFunction(
                BucketFunctionName.DEFAULT,
                List.of(
                        DataType.decimal(30, 2),
                        DataType.of(TypeRoot.TIMESTAMP, 6),
                        STRING,
                        DataType.of(TypeRoot.BOOLEAN),
                        DataType.of(TypeRoot.DOUBLE)));
        assertThat(mixed.bucket(Arrays.asList(null, null, null, null, null), 1000003))
                .isEqualTo(415760);
        assertThat(mixed.bucket(
                        Arrays.asList(
                                new BigDecimal("-123456789012345678901.50"),
                                TimestampValue.ofMicros(1641092645123456L),
                                utf8("exactly8"),
                                true,
                                -2.5),
                        1000003))
                .isEqualTo(557256);
        assertThat(mixed.bucket(
                        Arrays.asList(new BigDecimal("5.00"), TimestampValue.ofMicros(-1), utf8(""), false, 0.0),
                        1000003))
                .isEqualTo(773192);
        BucketFunction mod = new BucketFunction(BucketFunctionName.MOD, List.of(INT));
        assertThat(mod.bucket(Arrays.asList(-3L), 5)).isEqualTo(2);
        BucketFunction hive = new BucketFunction(BucketFunctionName.HIVE, List.of(INT, STRING));
        int[] hiveBuckets = {3, 0, 2, 4};
        for (int i = 0; i < hiveBuckets.length; i++) {
            assertThat(hive.bucket(Arrays.asList((long) i, utf8("str" + i)), 5)).isEqualTo(hiveBuckets[i]);
        }
    }

    @Test
    void valuesComeBackAsWritten() {
        List<DataType> types = List.of(
                DataType.of(TypeRoot.TINYINT),
                DataType.of(TypeRoot.BIGINT),
                DataType.decimal(38, 10),
                DataType.of(TypeRoot.TIMESTAMP_LTZ, 9),
                STRING,
                DataType.bytes());
        List<Object> values = List.of(
                -7L,
                Long.MIN_VALUE,
                new BigDecimal("-1234567890.0123456789"),
                new TimestampValue(-1, 999_999),
                utf8("longer than seven bytes, ä"),
                new byte[] {-1, 0});
        BinaryRow written = BinaryRowWriter.write(types, List.copyOf(values));
        BinaryRow read = BinaryRow.deserialize(written.serialize());
        assertThat(read).isEqualTo(written);
        for (int i = 0; i < types.size(); i++) {
            assertThat(read.value(i, types.get(i))).isEqualTo(values.get(i));
        }
    }

    @Test
    void hostileBytesAreAnErrorNotAnAllocation() {
        assertThatThrownBy(() -> BinaryRow.deserialize(HexFormat.of().parseHex("7fffffff00000000")))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("cannot have 2147483647 fields");
        byte[] lengthTooLarge =
                row(List.of(STRING), utf8("a text of more than seven")).serialize();
        lengthTooLarge[4 + 8 + 3] = 0x7f;
        assertThatThrownBy(() -> BinaryRow.deserialize(lengthTooLarge).value(0, STRING))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
