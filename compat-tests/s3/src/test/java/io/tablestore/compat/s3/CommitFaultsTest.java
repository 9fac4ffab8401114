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

import io.tablestore.writer.TableCommit;
import java.nio.file.Path;
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
        RequestSweep sweep = new RequestSweep(store);
        sweep.run(
                "first",
                () -> new OneCommit(store, store.locationInNewBucket(), SweptTable.appended(), 0, TableCommit.BATCH));
        sweep.report("a first commit");
    }

    @Test
    void aBatchJob() throws Exception {
        RequestSweep sweep = new RequestSweep(store);
        sweep.run(
                "batch", () -> new OneCommit(store, store.newLocation(), SweptTable.appended(), 2, TableCommit.BATCH));
        sweep.report("a batch job");
    }

    @Test
    void aStreamingJob() throws Exception {
        RequestSweep sweep = new RequestSweep(store);
        sweep.run("streaming", () -> new OneCommit(store, store.newLocation(), SweptTable.appended(), 2, 7));
        sweep.report("a streaming job");
    }

    @Test
    void aStreamingJobThatCompacts() throws Exception {
        RequestSweep sweep = new RequestSweep(store);
        sweep.run("compacting", () -> new OneCommit(store, store.newLocation(), SweptTable.merged(), 1, 7));
        sweep.report("a streaming job that compacts");
    }
}
