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
package io.tablestore.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.format.row.BucketFunction;
import io.tablestore.options.LayoutOptions.BucketFunctionName;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The buffer gives the buckets of {@link BucketFunction}, which is compared with Apache Paimon's elsewhere. */
class BucketKeyBufferTest {

    private static final List<DataType> TYPES = List.of(
            DataType.of(TypeRoot.BOOLEAN),
            DataType.of(TypeRoot.TINYINT),
            DataType.of(TypeRoot.SMALLINT),
            DataType.of(TypeRoot.INT),
            DataType.of(TypeRoot.BIGINT),
            DataType.of(TypeRoot.DATE),
            DataType.string(),
            DataType.bytes());

    @Test
    void givesTheBucketsOfTheFunction() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<DataType> types = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                types.add(TYPES.get(random.nextInt(TYPES.size())));
            }
            assertThat(types).allMatch(BucketKeyBuffer::supports);
            BucketKeyBuffer buffer = new BucketKeyBuffer(types);
            BucketFunction function = new BucketFunction(BucketFunctionName.DEFAULT, types);
            for (int key = 0; key < 100; key++) {
                List<@Nullable Object> values = new ArrayList<>();
                buffer.reset();
                for (int i = 0; i < types.size(); i++) {
                    values.add(value(types.get(i), random));
                    put(buffer, i, values.get(i), random);
                }
                int buckets = 1 + random.nextInt(1000);
                assertThat(buffer.bucket(buckets))
                        .as("%s of %s", values, types)
                        .isEqualTo(function.bucket(values, buckets));
            }
        }
    }

    private static @Nullable Object value(DataType type, Random random) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        return switch (type.root()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (long) (byte) random.nextInt();
            case SMALLINT -> (long) (short) random.nextInt();
            case INT, DATE -> (long) random.nextInt();
            case BIGINT -> random.nextLong();
            default -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                yield bytes;
            }
        };
    }

    private static void put(BucketKeyBuffer buffer, int column, @Nullable Object value, Random random) {
        if (value instanceof Boolean flag) {
            buffer.put(column, flag ? 1 : 0);
        } else if (value instanceof Long number) {
            buffer.put(column, number);
        } else if (value instanceof byte[] bytes) {
            int offset = random.nextInt(3);
            byte[] around = new byte[bytes.length + offset + 2];
            System.arraycopy(bytes, 0, around, offset, bytes.length);
            buffer.put(column, around, offset, bytes.length);
        }
    }
}
