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
package io.tablestore.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.testing.Waiting;
import io.trino.tpch.TpchTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standalone cluster with the packaged jar, whose executors are killed while they read. */
class SparkClusterTest {

    private static final int KILLS = Integer.getInteger("spark.kills", 2);

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    /** The answer is right each time; the executor that is left is still there, holds no memory of ours and reads nothing. */
    @Test
    void killedExecutorsLoseNothing() throws Exception {
        Path warehouse = Files.createDirectory(directory.resolve("warehouse"));
        try (UpsertedTpch tpch = new UpsertedTpch(warehouse, TpchAnswers.SCALE, UpsertedTpch.Upserts.UNIFORM, false)) {
            tpch.write("tpch", TpchTable.LINE_ITEM, Map.of("bucket", "8"));
        }
        String query = TpchQueries.all()
                .get(0)
                .replace("lineitem", "lake.tpch.lineitem")
                .replace('\n', ' ');
        List<String> answer = TpchAnswers.to(1);
        try (SparkEngine cluster = new SparkCluster(Files.createDirectory(directory.resolve("spark")), warehouse)) {
            for (int kill = 0; kill < KILLS; kill++) {
                List<ProcessHandle> executors = cluster.executors();
                ProcessHandle killed = executors.get(kill % 2);
                ProcessHandle survivor = executors.get(1 - kill % 2);
                cluster.start(query);
                Waiting.until("a scan", PATIENCE, () -> cluster.isReading(killed));
                cluster.kill(killed);
                assertThat(TpchAnswers.alike(cluster.awaitRows(), answer)).isEqualTo(answer);
                Waiting.until("the end of the scan", PATIENCE, () -> !cluster.isReading(survivor));
                assertThat(survivor.isAlive()).isTrue();
                assertThat(cluster.executors()).contains(survivor).doesNotContain(killed);
            }
            assertThat(cluster.logs()).contains("Lost executor").doesNotContain("leak");
        }
    }
}
