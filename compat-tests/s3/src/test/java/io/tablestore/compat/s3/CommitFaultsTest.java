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
package io.tablestore.compat.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.catalog.Table;
import io.tablestore.error.CommitConflictException;
import io.tablestore.error.UnknownCommitException;
import io.tablestore.fs.TablePath;
import io.tablestore.scan.Scan;
import io.tablestore.testing.s3.Fault;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commits to an object store of which every request fails, in every way. The commit succeeds once, or its failure says truly
 * whether something is committed or may yet be; repeated, the rows are in the table once, whatever arrives late.
 */
class CommitFaultsTest {

    @TempDir
    static Path directory;

    private static FaultyStore store;

    @BeforeAll
    static void start() throws Exception {
        store = new FaultyStore(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
    }

    @Test
    void theFirstCommitToABucket() throws Exception {
        RequestSweep sweep = new RequestSweep(store, RequestSweep.COMMITS);
        sweep.run(
                "first",
                () -> new OneCommit(store, store.locationInNewBucket(), SweptTable.appended(), 0, TableCommit.BATCH));
        sweep.report("a first commit");
    }

    @Test
    void aBatchJob() throws Exception {
        RequestSweep sweep = new RequestSweep(store, RequestSweep.COMMITS);
        sweep.run(
                "batch", () -> new OneCommit(store, store.newLocation(), SweptTable.appended(), 2, TableCommit.BATCH));
        sweep.report("a batch job");
    }

    @Test
    void aStreamingJob() throws Exception {
        RequestSweep sweep = new RequestSweep(store, RequestSweep.COMMITS);
        sweep.run("streaming", () -> new OneCommit(store, store.newLocation(), SweptTable.appended(), 2, 7));
        sweep.report("a streaming job");
    }

    @Test
    void aStreamingJobThatCompacts() throws Exception {
        RequestSweep sweep = new RequestSweep(store, RequestSweep.COMMITS);
        sweep.run("compacting", () -> new OneCommit(store, store.newLocation(), SweptTable.merged(), 1, 7));
        sweep.report("a streaming job that compacts");
    }

    /** The window that a look before the next attempt leaves: the same files are not committed twice. */
    @Test
    void aSnapshotThatArrivesAfterTheLookIsNotDoubled() throws Exception {
        TablePath location = store.newLocation();
        Table table = store.soundTable(location);
        SweptTable.create(table, SweptTable.appended());
        SweptTable.commit(table, 1);
        store.front().reset();
        store.front().fail(RequestKind.PUT, "/snapshot-2", Fault.LATE, Front.ALWAYS);
        TableCommit commit = new TableCommit(store.faultyTable(location), "job");
        List<CommitMessage> messages = SweptTable.write(table, 2);
        assertThatThrownBy(() -> commit.commit(7, messages))
                .isInstanceOf(UnknownCommitException.class)
                .hasMessageContaining("look in the table's snapshots for the commit user job and the identifier 7");
        store.front().heal();
        assertThat(commit.uncommitted(List.of(7L))).containsExactly(7L);
        assertThat(store.front().deliverLate()).isPositive();
        assertThatThrownBy(() -> commit.commit(7, messages)).isInstanceOf(CommitConflictException.class);
        assertThat(commit.uncommitted(List.of(7L))).isEmpty();
        assertThat(SweptTable.rows(table, Scan.ALL)).isEqualTo(SweptTable.expected(2, false));
    }
}
