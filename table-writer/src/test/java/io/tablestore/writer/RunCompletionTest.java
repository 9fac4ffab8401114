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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TablePath;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // nulls are values of these tests
class RunCompletionTest {

    @TempDir
    private Path directory;

    private WrittenTable table(SlowStore store) {
        return WrittenTable.create(directory, Schemas.keyed("bucket", "4", "write-only", "true"), store);
    }

    private static void putIntoAllBuckets(TableWrite write) {
        for (long key = 0; key < 100; key++) {
            write.write(RowValues.of(key, "v"));
        }
    }

    @Test
    void theFilesOfSeveralBucketsAreCompletedAtOnce() {
        SlowStore store = new SlowStore();
        WrittenTable table = table(store);
        store.meet(4);
        List<CommitMessage> messages = table.prepare(RunCompletionTest::putIntoAllBuckets);
        assertThat(messages).hasSize(4);
        table.newCommit().commit(TableCommit.BATCH, messages);
        assertThat(table.rows()).hasSize(100);
    }

    @Test
    void aFailureOfOneFileNamesItAndLeavesNoneUnderWay() {
        SlowStore store = new SlowStore() {
            @Override
            protected void beforeWriting(TablePath path) throws IOException {
                if (path.toString().contains("/bucket-2/")) {
                    throw new IOException("no space left");
                }
            }
        };
        WrittenTable table = table(store);
        assertThatThrownBy(() -> table.prepare(RunCompletionTest::putIntoAllBuckets))
                .isInstanceOf(TableStoreException.class)
                .hasMessageMatching("bucket-2/data-.*: The file cannot be written: no space left.*");
        assertThat(store.underWay()).isEmpty();
        for (int bucket = 0; bucket < 4; bucket++) {
            assertThat(table.paths("bucket-" + bucket))
                    .as("deleted by the writer")
                    .isEmpty();
        }
    }
}
