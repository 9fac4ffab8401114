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
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.row.RowValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketWriterTest {

    @TempDir
    private Path directory;

    /** With a ratio of 100 a file is small although it has its full size, and what a join makes of it is small again. */
    @Test
    void filesThatDoNotBecomeFewerAreNotJoinedAgainAndAgain() {
        TableSchema schema = Schemas.append(
                "bucket", "1", "bucket-key", "k", "target-file-size", "1 kb", "compaction.small-file-ratio", "100");
        WrittenTable table = WrittenTable.create(directory, schema);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int commit = 0; commit < 5; commit++) {
                long first = commit * 500L;
                table.commit(write -> {
                    for (long i = first; i < first + 500; i++) {
                        write.write(RowValues.of(i, "value " + i * 7919L));
                    }
                });
            }
        });
        assertThat(table.rows()).hasSize(2500);
    }

    /** The first compaction writes the highest level; the second one reads it again, together with later rows of its keys. */
    @Test
    void aFirstRowTableKeepsTheRowsOfTheLevelThatACompactionWrites() {
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed("bucket", "1", "merge-engine", "first-row"));
        for (String version : List.of("first", "second")) {
            table.commit(write -> {
                write.write(RowValues.of(1L, version));
                write.write(RowValues.of(3L, version));
                write.write(RowValues.of(version.equals("first") ? 4L : 2L, version));
            });
            table.commit(write -> write.compactFully(BinaryRow.EMPTY, 0));
        }
        assertThat(table.rows()).hasSize(4);
        assertThat(String.join(" ", table.rows()).split("second", -1))
                .as("once in a row")
                .hasSize(2);
    }
}
