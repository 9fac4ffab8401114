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
package io.tablestore.writer.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.DataFiles;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.internal.row.JavaValues;
import io.tablestore.writer.row.InputValues;
import io.tablestore.writer.row.RowValues;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** {@link BucketAssigner}, {@link KeyExtractor} and {@link KeyShares}. */
@NullUnmarked // nulls are values of these tests
class RoutingTest {

    private static InputValues row(TableSchema schema, Object... values) {
        return new JavaValues(schema.fields()).convert(RowValues.of(values));
    }

    @Test
    void theBucketIsTheHashOfTheKeyWithoutItsSign() {
        TableSchema schema = Schemas.keyed("bucket", "7");
        BucketAssigner assigner = new BucketAssigner(schema);
        for (long k = -50; k < 50; k++) {
            int hash = DataFiles.row(k).murmurHash();
            assertThat(assigner.bucket(row(schema, k, "v"))).isEqualTo(Math.abs(hash % 7));
        }
    }

    @Test
    void aTableWithoutAFixedNumberHasOneBucket() {
        TableSchema schema = Schemas.append();
        assertThat(new BucketAssigner(schema).bucket(row(schema, 5, "v"))).isZero();
    }

    @Test
    void aBucketOfTheRemainderIsNeverNegative() {
        TableSchema schema = Schemas.keyed("bucket", "4", "bucket-function.type", "mod");
        BucketAssigner assigner = new BucketAssigner(schema);
        assertThat(assigner.bucket(row(schema, 6, null))).isEqualTo(2);
        assertThat(assigner.bucket(row(schema, -1, null))).isEqualTo(3);
        assertThat(assigner.bucket(row(schema, -4, null))).isZero();
    }

    @Test
    void theBucketKeyIsTakenWhereThereIsOne() {
        TableSchema schema = Schemas.append("bucket", "5", "bucket-key", "v");
        BucketAssigner assigner = new BucketAssigner(schema);
        assertThat(assigner.bucket(row(schema, 1, "a"))).isEqualTo(assigner.bucket(row(schema, 2, "a")));
        List<DataType> text = List.of(DataType.string());
        int hash = BinaryRowWriter.write(text, List.<Object>of("abc".getBytes(StandardCharsets.UTF_8)))
                .murmurHash();
        assertThat(assigner.bucket(row(schema, 1, "abc"))).isEqualTo(Math.abs(hash % 5));
    }

    @Test
    void columnsAreTakenInTheOrderThatIsAskedFor() {
        List<DataField> columns =
                Schemas.columns("a", DataType.of(TypeRoot.INT), "b", DataType.string(), "c", DataType.decimal(20, 2));
        TableSchema schema = Schemas.of(columns, List.of(), List.of());
        InputValues row = row(schema, 7, null, new BigDecimal("1.5"));
        BinaryRow taken = new KeyExtractor(schema, List.of(schema.field("c"), schema.field("a"))).row(row);
        assertThat(taken.value(0, DataType.decimal(20, 2))).isEqualTo(new BigDecimal("1.50"));
        assertThat(taken.value(1, DataType.of(TypeRoot.INT))).isEqualTo(7L);
        KeyExtractor plain = new KeyExtractor(schema, List.of(schema.field("b"), schema.field("a")));
        BinaryRow withNull = plain.row(row);
        assertThat(withNull.value(0, DataType.string())).isNull();
        assertThat(withNull.value(1, DataType.of(TypeRoot.INT))).isEqualTo(7L);
        assertThat(plain.hash(row)).isEqualTo(withNull.murmurHash());
    }

    @Test
    void theSameKeyAgainIsTheSameObject() {
        TableSchema schema = Schemas.keyed();
        KeyExtractor keys = new KeyExtractor(schema, schema.trimmedPrimaryKey());
        BinaryRow first = keys.row(row(schema, 1, "a"));
        assertThat(keys.row(row(schema, 1, "b"))).isSameAs(first);
        BinaryRow second = keys.row(row(schema, 2, "b"));
        assertThat(second).isNotEqualTo(first).isEqualTo(DataFiles.row(2));
        assertThat(first).isEqualTo(DataFiles.row(1));
    }

    @Test
    void aPartitionIsSharedByAsManyTasksAsItCanHaveBuckets() {
        assertThat(KeyShares.of(Schemas.keyed(), 4)).isEqualTo(new KeyShares(4, 4));
        assertThat(KeyShares.of(Schemas.keyed("dynamic-bucket.initial-buckets", "2"), 4))
                .isEqualTo(new KeyShares(4, 2));
        assertThat(KeyShares.of(Schemas.keyed("dynamic-bucket.initial-buckets", "9"), 4))
                .isEqualTo(new KeyShares(4, 4));
        assertThat(KeyShares.of(Schemas.keyed("dynamic-bucket.max-buckets", "3"), 4))
                .isEqualTo(new KeyShares(4, 3));
        assertThat(KeyShares.of(
                        Schemas.keyed("dynamic-bucket.initial-buckets", "2", "dynamic-bucket.max-buckets", "3"), 4))
                .isEqualTo(new KeyShares(4, 2));
    }

    /** Whoever is sent a key has the share that the key is in. */
    @Test
    void theTaskOfAKeyKnowsIt() {
        KeyShares shares = new KeyShares(5, 3);
        for (int partition = -20; partition < 20; partition++) {
            for (int key = -20; key < 20; key++) {
                int task = shares.task(partition, key);
                assertThat(task).isBetween(0, 4);
                assertThat(shares.shareOf(task, partition)).isEqualTo(shares.share(key));
            }
        }
        assertThat(shares.share(-1)).isEqualTo(2);
        assertThat(KeyShares.ALONE.task(-7, -9)).isZero();
    }
}
