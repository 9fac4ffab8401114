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

import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableBucketTest {

    @TempDir
    private Path directory;

    /** A bucket of two files counts once; a partition of which no file is left does not count. */
    @Test
    void bucketsWithFilesAreListedOnce() {
        DataType number = DataType.of(TypeRoot.BIGINT);
        WrittenTable table = WrittenTable.create(
                directory,
                Schemas.of(Schemas.columns("p", number, "v", number), List.of("p"), List.of(), "bucket", "-1"));
        assertThat(TableBucket.allOf(table.table())).isEmpty();
        table.put(1L, 10L);
        table.put(1L, 11L);
        table.put(2L, 20L);
        assertThat(TableBucket.allOf(table.table()))
                .extracting(bucket -> bucket.partition().getLong(0) + "/" + bucket.bucket())
                .containsExactlyInAnyOrder("1/0", "2/0");
        table.newCommit().dropPartitions(TableCommit.BATCH, partition -> partition.getLong(0) == 1);
        assertThat(TableBucket.allOf(table.table()))
                .extracting(bucket -> bucket.partition().getLong(0))
                .containsExactly(2L);
    }
}
