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
package io.tablestore.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.List;
import org.junit.jupiter.api.Test;

class BucketNumbersTest {

    private static final BinaryRow MONDAY = partition(1);
    private static final BinaryRow TUESDAY = partition(2);

    private final BucketNumbers numbers = new BucketNumbers(null);

    private static BinaryRow partition(long day) {
        return BinaryRowWriter.write(List.of(DataType.of(TypeRoot.BIGINT)), List.of(day));
    }

    @Test
    void aBucketKeepsItsNumberUntilAllAreCleared() {
        assertThat(numbers.number(MONDAY, 3)).isEqualTo(0);
        assertThat(numbers.number(TUESDAY, 3)).isEqualTo(1);
        assertThat(numbers.number(MONDAY, 0)).isEqualTo(2);
        assertThat(numbers.number(MONDAY, 3)).isEqualTo(0);
        assertThat(numbers.number(TUESDAY, 3)).isEqualTo(1);
        assertThat(numbers.ids())
                .containsExactly(new BucketId(MONDAY, 3), new BucketId(TUESDAY, 3), new BucketId(MONDAY, 0));
        assertThat(numbers.id(1)).isEqualTo(new BucketId(TUESDAY, 3));
        numbers.clear();
        assertThat(numbers.ids()).isEmpty();
        assertThat(numbers.number(TUESDAY, 3)).isEqualTo(0);
        assertThat(numbers.number(MONDAY, 3)).isEqualTo(1);
    }

    /** An equal partition in another row of bytes is the same one. */
    @Test
    void partitionsAreComparedByValue() {
        assertThat(numbers.number(partition(1), 0)).isEqualTo(numbers.number(partition(1), 0));
    }
}
