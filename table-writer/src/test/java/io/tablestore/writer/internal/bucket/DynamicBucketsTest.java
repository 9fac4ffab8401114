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
package io.tablestore.writer.internal.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.DataFiles;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.WrittenTable;
import io.tablestore.writer.internal.commit.Commit;
import io.tablestore.writer.internal.commit.Kinds;
import io.tablestore.writer.internal.commit.SnapshotChange;
import io.tablestore.writer.routing.ExistingRows;
import io.tablestore.writer.routing.KeyShares;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // nulls are values of these tests
class DynamicBucketsTest {

    @TempDir
    private Path directory;

    private WrittenTable table;

    private DynamicBuckets buckets(KeyShares shares, int task, String... options) {
        TableSchema schema = Schemas.keyed(options);
        if (table == null) {
            table = WrittenTable.create(directory, schema);
        }
        return new DynamicBuckets(table.files(), schema, ExistingRows.KEPT, shares, task);
    }

    private static List<Integer> of(DynamicBuckets buckets, int firstHash, int count, int step) {
        List<Integer> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(buckets.bucket(BinaryRow.EMPTY, firstHash + i * step));
        }
        return chosen;
    }

    /** Commits an index with these hashes of keys in a bucket. */
    private void commitIndex(int bucket, int... hashes) {
        BucketIndexes indexes = new BucketIndexes(table.files(), ExistingRows.KEPT);
        BucketIndexes.Index index = indexes.of(new BucketId(BinaryRow.EMPTY, bucket));
        for (int hash : hashes) {
            index.add(hash);
        }
        Map<BucketId, IndexEntry> written = indexes.writeChanged();
        new Commit(table.files(), "test")
                .commit(Kinds.APPEND, 1, null, latest -> new SnapshotChange(List.of(), List.copyOf(written.values())));
    }

    @Test
    void aBucketIsFilledBeforeTheNextIsOpened() {
        DynamicBuckets buckets = buckets(KeyShares.ALONE, 0, "dynamic-bucket.target-row-num", "3");
        assertThat(of(buckets, 100, 8, 1)).containsExactly(0, 0, 0, 1, 1, 1, 2, 2);
    }

    @Test
    void aKeyStaysInItsBucket() {
        DynamicBuckets buckets = buckets(KeyShares.ALONE, 0, "dynamic-bucket.target-row-num", "2");
        of(buckets, 0, 6, 1);
        assertThat(of(buckets, 0, 6, 1)).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(buckets.bucket(DataFiles.row(9), 0)).isZero(); // another partition starts anew
        assertThat(buckets.partitionsInMemory()).isEqualTo(2);
    }

    @Test
    void initialBucketsAreOpenedOneAfterTheOther() {
        DynamicBuckets buckets = buckets(
                KeyShares.ALONE, 0, "dynamic-bucket.target-row-num", "3", "dynamic-bucket.initial-buckets", "3");
        assertThat(of(buckets, 0, 10, 1)).containsExactly(0, 1, 2, 0, 0, 1, 1, 2, 2, 3);
    }

    /** Above that number of buckets the emptiest takes what comes. */
    @Test
    void thereAreNoMoreBucketsThanTheMost() {
        DynamicBuckets buckets =
                buckets(KeyShares.ALONE, 0, "dynamic-bucket.target-row-num", "2", "dynamic-bucket.max-buckets", "2");
        assertThat(of(buckets, 0, 8, 1)).containsExactly(0, 0, 1, 1, 0, 1, 0, 1);
    }

    @Test
    void aBucketMayTakeMoreKeysThanAnIntCounts() {
        DynamicBuckets buckets = buckets(KeyShares.ALONE, 0, "dynamic-bucket.target-row-num", "3000000000");
        assertThat(of(buckets, 0, 4, 1)).containsExactly(0, 0, 0, 0);
    }

    /** Of three tasks the second has the numbers 1, 4, 7 and the keys whose hashes leave 1. */
    @Test
    void aTaskOpensBucketsOfItsShareOnly() {
        DynamicBuckets second = buckets(new KeyShares(3, 3), 1, "dynamic-bucket.target-row-num", "1");
        int share = new KeyShares(3, 3).shareOf(1, BinaryRow.EMPTY.murmurHash());
        assertThat(of(second, share, 3, 3)).containsExactly(share, share + 3, share + 6);
    }

    @Test
    void keysOfTheTableStayWhereTheIndexHasThem() {
        buckets(KeyShares.ALONE, 0, "bucket", "-1");
        commitIndex(1, 10, 11, 12);
        commitIndex(4, 20);
        DynamicBuckets buckets = buckets(KeyShares.ALONE, 0, "dynamic-bucket.target-row-num", "3");
        assertThat(of(buckets, 10, 3, 1)).containsExactly(1, 1, 1);
        assertThat(buckets.bucket(BinaryRow.EMPTY, 20)).isEqualTo(4);
        // Bucket 1 is full, and bucket 0 is the first that is free.
        assertThat(of(buckets, 30, 4, 1)).containsExactly(0, 0, 0, 2);
        DynamicBuckets overwriting =
                new DynamicBuckets(table.files(), Schemas.keyed(), ExistingRows.REPLACED, KeyShares.ALONE, 0);
        assertThat(overwriting.bucket(BinaryRow.EMPTY, 20)).isZero();
    }

    @Test
    void anIndexIsWrittenAgainOnlyWithNewKeys() {
        table = WrittenTable.create(directory, Schemas.keyed());
        BucketId id = new BucketId(BinaryRow.EMPTY, 2);
        BucketIndexes indexes = new BucketIndexes(table.files(), ExistingRows.KEPT);
        assertThat(indexes.writeChanged()).isEmpty();
        indexes.of(id).add(5);
        indexes.of(id).add(-5);
        indexes.of(id).add(5);
        IndexEntry first = indexes.writeChanged().get(id);
        assertThat(first.rowCount()).isEqualTo(2);
        assertThat(first.bucket()).isEqualTo(2);
        assertThat(first.type()).isEqualTo("HASH");
        assertThat(first.sizeInBytes()).isEqualTo(8);
        indexes.of(id).add(-5);
        assertThat(indexes.writeChanged()).isEmpty();
        indexes.of(id).add(6);
        assertThat(indexes.writeChanged().get(id).rowCount()).isEqualTo(3);
        assertThat(table.paths("index")).hasSize(2);
    }

    /** Sixty-four partitions that two commits did not touch, all of whose keys are in the table: here none is. */
    @Test
    void partitionsWithKeysThatAreNotInTheTableAreNotForgotten() {
        DynamicBuckets buckets = buckets(KeyShares.ALONE, 0);
        for (int i = 0; i < 70; i++) {
            buckets.bucket(DataFiles.row(i), 1);
        }
        for (int i = 0; i < 5; i++) {
            buckets.forgetIdle();
        }
        assertThat(buckets.partitionsInMemory()).isEqualTo(70);
    }

    @Test
    void onlyKeyedTablesWithoutAFixedNumberHaveDynamicBuckets() {
        assertThat(DynamicBuckets.has(Schemas.keyed())).isTrue();
        assertThat(DynamicBuckets.has(Schemas.keyed("bucket", "1"))).isFalse();
        assertThat(DynamicBuckets.has(Schemas.append())).isFalse();
    }
}
