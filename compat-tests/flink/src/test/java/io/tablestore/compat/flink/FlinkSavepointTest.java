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
package io.tablestore.compat.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.catalog.Table;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.testing.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A streaming INSERT stops with a savepoint, its table is altered, and the statement goes on from the savepoint. */
class FlinkSavepointTest {

    private static final int ROWS = 30_000;

    @TempDir
    Path warehouse;

    @TempDir
    Path savepoints;

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"'bucket' = '-1'", "'bucket' = '2', 'bucket-key' = 'k'"})
    void theSameStatementGoesOnExactlyOnce(String options) throws Exception {
        String insert = "INSERT INTO t (k, v) SELECT i, CAST(i * 2 AS INT) FROM gen";
        SqlSession.batch(warehouse)
                .run("CREATE TABLE t (k BIGINT, other STRING, last STRING, v INT) WITH (" + options + ")");
        String savepoint = stopped(insert);
        long before = count();
        assertThat(before).isBetween(1L, ROWS - 1L);
        SqlSession.batch(warehouse)
                .run(
                        "ALTER TABLE t ADD note STRING FIRST",
                        "ALTER TABLE t RENAME other TO another",
                        "ALTER TABLE t MODIFY v BIGINT AFTER note",
                        "ALTER TABLE t DROP last");
        session(1_000_000, savepoint).run(insert);
        assertThat(SqlSession.batch(warehouse)
                        .rows("SELECT COUNT(*), COUNT(DISTINCT k), MIN(k), MAX(k), SUM(v), COUNT(note) FROM t"))
                .containsExactly("[" + ROWS + ", " + ROWS + ", 1, " + ROWS + ", " + (ROWS + 1L) * ROWS + ", 0]");
        checkCommits();
    }

    @ParameterizedTest(name = "bucket: {0}")
    @ValueSource(strings = {"2", "-1"})
    void aStatementThatWritesTheNewColumnGoesOnWhereTheOldOneStopped(String buckets) throws Exception {
        SqlSession.batch(warehouse)
                .run("CREATE TABLE t (k BIGINT, v INT, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '" + buckets
                        + "')");
        String savepoint = stopped("INSERT INTO t SELECT i, 1 FROM gen");
        long before = count();
        assertThat(before).isBetween(1L, ROWS - 1L);
        SqlSession.batch(warehouse).run("ALTER TABLE t ADD note STRING FIRST");
        session(1_000_000, savepoint).run("INSERT INTO t SELECT 'n', i, 2 FROM gen");
        assertThat(SqlSession.batch(warehouse).rows("SELECT COUNT(*), COUNT(note), SUM(v) FROM t"))
                .containsExactly("[" + ROWS + ", " + (ROWS - before) + ", " + (2L * ROWS - before) + "]");
        checkCommits();
    }

    /** Runs a statement until it committed, stops it, and returns the savepoint. */
    private String stopped(String insert) throws Exception {
        JobClient job = session(500, null).start(insert);
        try {
            Waiting.until("two commits", Duration.ofMinutes(2), () -> snapshots() > 1);
            return job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                    .get();
        } catch (Exception | AssertionError failed) {
            job.cancel().join();
            throw failed;
        }
    }

    private SqlSession session(int rowsPerSecond, String savepoint) throws Exception {
        SqlSession session = SqlSession.streaming(warehouse);
        session.set("execution.checkpointing.interval", "200 ms");
        if (savepoint != null) {
            session.set("execution.state-recovery.path", savepoint);
        }
        session.run("CREATE TEMPORARY TABLE gen (i BIGINT) WITH ('connector' = 'datagen', 'fields.i.kind' = 'sequence',"
                + " 'fields.i.start' = '1', 'fields.i.end' = '" + ROWS + "', 'scan.parallelism' = '1',"
                + " 'rows-per-second' = '" + rowsPerSecond + "')");
        return session;
    }

    private Table table() {
        return TestTables.open(warehouse, "t");
    }

    private int snapshots() {
        return StoredTable.of(table()).files().snapshots().ids().size();
    }

    private long count() throws Exception {
        List<String> rows = SqlSession.batch(warehouse).rows("SELECT COUNT(*) FROM t");
        return Long.parseLong(rows.get(0).substring(1, rows.get(0).length() - 1));
    }

    /** No checkpoint was committed twice. */
    private void checkCommits() {
        Set<String> commits = new HashSet<>();
        for (Long id : StoredTable.of(table()).files().snapshots().ids().keySet()) {
            Snapshot snapshot = StoredTable.of(table()).files().snapshots().get(id);
            assertThat(commits.add(snapshot.commitUser() + snapshot.commitIdentifier() + snapshot.commitKind()))
                    .as("snapshot %d is the only one of its commit", id)
                    .isTrue();
        }
    }
}
