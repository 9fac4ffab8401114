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

import io.tablestore.compat.FaultSweep;
import io.tablestore.compat.FaultyCalls;
import io.tablestore.compat.FaultyCalls.Fault;
import io.tablestore.compat.FaultyHadoopFileSystem;
import io.tablestore.compat.MergedTables;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of Flink's queries to the store fail, in catalog, planner, job manager and tasks. */
class FlinkFaultsTest {

    private static final int EVERY = Integer.getInteger("engine-faults.every", 61);

    /** Calls of the first commit, each of which fails in a job of its own. */
    private static final int COMMITS = EVERY == 1 ? 20 : 4;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    @Timeout(value = 5, unit = TimeUnit.MINUTES) // a task manager that failed for good leaves its queries waiting
    void aFailureOfTheStoreIsSaid(String format) throws Exception {
        Path lake = MergedTables.write(directory, format);
        SqlSession session = SqlSession.batch(Files.createDirectory(directory.resolve("empty")));
        FaultSweep sweep = new FaultSweep("flink, " + format, EVERY, FlinkFaultsTest::shown, () -> true);
        for (String sql : MergedTables.queries(format, EVERY == 1)) {
            sweep.run(sql, calls -> rows(session, lake, sql, calls));
        }
        sweep.report();
    }

    /** What users see, and whether a task that was closed had memory left. */
    private static String shown(Throwable failed) {
        StringWriter all = new StringWriter();
        failed.printStackTrace(new PrintWriter(all));
        String leak = all.toString().contains("Memory was leaked") ? " Memory was leaked" : "";
        return SqlSession.message(failed) + leak;
    }

    private static List<String> rows(SqlSession session, Path lake, String sql, FaultyCalls calls) throws Exception {
        String run = FaultyHadoopFileSystem.start(calls);
        try {
            session.run(catalog(run, "faulty", lake));
            return session.rows(sql.formatted(run));
        } finally {
            session.run("DROP CATALOG IF EXISTS " + run);
        }
    }

    private static String catalog(String run, String scheme, Path warehouse) {
        return "CREATE CATALOG " + run + " WITH ('type' = 'tablestore', 'warehouse' = '" + scheme + "://" + run
                + warehouse + "', 'hadoop.fs." + scheme + ".impl' = '" + FaultyHadoopFileSystem.class.getName()
                + "', 'hadoop.fs." + scheme + ".impl.disable.cache' = 'true')";
    }

    /**
     * The commit of a checkpoint fails, and the job restarts from that checkpoint. What is left of its input ends before the
     * next one; all of it is committed, once.
     */
    @Test
    void aJobWhoseCommitFailedWritesTheRestOfItsInput() throws Exception {
        for (int call = 1; call <= COMMITS; call++) {
            FaultyCalls calls = new FaultyCalls(call, Fault.TIME_OUT_ONCE, "Committer");
            Path warehouse = Files.createDirectory(directory.resolve("commits" + call));
            SqlSession session = SqlSession.streaming(warehouse);
            session.set("execution.checkpointing.interval", "50 ms");
            session.set("restart-strategy.type", "fixed-delay");
            session.set("restart-strategy.fixed-delay.attempts", "5");
            session.set("restart-strategy.fixed-delay.delay", "1 ms");
            String run = FaultyHadoopFileSystem.start(calls);
            session.run(
                    "CREATE TABLE t (k INT, v BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '1',"
                            + " 'merge-engine' = 'aggregation', 'fields.v.aggregate-function' = 'sum')",
                    "CREATE TEMPORARY TABLE gen (i BIGINT) WITH ('connector' = 'datagen', 'fields.i.kind' = 'sequence',"
                            + " 'fields.i.start' = '1', 'fields.i.end' = '500', 'rows-per-second' = '2500')",
                    catalog(run, "hdfs", warehouse),
                    "INSERT INTO " + run + ".`default`.t SELECT 1, i FROM gen");
            assertThat(calls.failedFiles()).isNotEmpty();
            assertThat(SqlSession.batch(warehouse).rows("SELECT * FROM t"))
                    .as("failed: %s of %s", calls.failedCall(), calls.failedFiles())
                    .containsExactly("[1, " + 500 * 501 / 2 + "]");
        }
    }
}
