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
package io.tablestore.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.CorruptFileException;
import io.tablestore.internal.format.manifest.DeletionVectorRef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

class DeletionVectorTest {

    private static final List<Long> POSITIONS = List.of(0L, 7L, 8L, 9L, 65_536L, 100_000L);

    /** The bytes of a vector by format reference, 9.1. */
    private static byte[] vector(boolean wide) {
        RoaringBitmap bitmap = new RoaringBitmap();
        POSITIONS.forEach(position -> bitmap.add(position.intValue()));
        bitmap.runOptimize();
        ByteBuffer body = ByteBuffer.allocate(4 + (wide ? 12 : 0) + bitmap.serializedSizeInBytes());
        if (wide) {
            body.order(ByteOrder.LITTLE_ENDIAN).putInt(1681511377).putLong(1).putInt(0);
        } else {
            body.order(ByteOrder.BIG_ENDIAN).putInt(1581511376);
        }
        bitmap.serialize(body);
        CRC32 crc = new CRC32();
        crc.update(body.array());
        return ByteBuffer.allocate(8 + body.capacity())
                .putInt(body.capacity())
                .put(body.array())
                .putInt((int) crc.getValue())
                .array();
    }

    private static DeletionVectorRef ref(boolean wide, byte[] bytes, long cardinality) {
        int length = wide ? bytes.length : bytes.length - 8;
        return new DeletionVectorRef("index/index-1", 1 + bytes.length, 1, length, cardinality);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void positionsComeBack(boolean wide) {
        byte[] bytes = vector(wide);
        DeletionVectorRef ref = ref(wide, bytes, POSITIONS.size());
        assertThat(DeletionVector.bytesToRead(ref)).isEqualTo(bytes.length);
        List<Long> found = new ArrayList<>();
        DeletionVector.decode(ref, bytes).forEach(found::add);
        assertThat(found).isEqualTo(POSITIONS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyFlippedBitAndEveryCutIsFound(boolean wide) {
        byte[] bytes = vector(wide);
        DeletionVectorRef ref = ref(wide, bytes, -1);
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> DeletionVector.decode(ref, damaged))
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContaining("index/index-1");
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> DeletionVector.decode(ref, cut)).isInstanceOf(CorruptFileException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anotherCardinalityIsFound(boolean wide) {
        byte[] bytes = vector(wide);
        assertThatThrownBy(() -> DeletionVector.decode(ref(wide, bytes, 5), bytes))
                .hasMessageContaining(" positions, but its index manifest says ");
    }
}
