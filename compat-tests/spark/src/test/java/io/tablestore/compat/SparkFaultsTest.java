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

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.memory.MemoryManager;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of Spark's queries to the store fail, in catalog, driver and tasks. */
class SparkFaultsTest {

    private static final int EVERY = Integer.getInteger("engine-faults.every", 61);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void aFailureOfTheStoreIsSaid(String format) throws Exception {
        Path lake = MergedTables.write(directory, format);
        FaultSweep sweep = new FaultSweep("spark, " + format, EVERY, Throwable::toString, SparkFaultsTest::isIdle);
        for (String sql : MergedTables.QUERIES) {
            sweep.run(sql, calls -> rows(lake, sql, calls));
        }
        sweep.report();
    }

    private static List<String> rows(Path lake, String sql, FaultyCalls calls) {
        String run = FaultyHadoopFileSystem.start(calls);
        SparkSession spark = SparkSessions.start();
        FaultyHadoopFileSystem.SETTINGS.forEach(spark.conf()::set);
        spark.conf().set("spark.sql.catalog." + run, "io.tablestore.spark.TableStoreCatalog");
        spark.conf().set("spark.sql.catalog." + run + ".warehouse", "faulty://" + run + lake);
        return SparkSessions.query(spark, sql.formatted(run)).stream().sorted().toList();
    }

    /** No task runs, and none has kept memory. */
    private static boolean isIdle() {
        MemoryManager memory = SparkEnv.get().memoryManager();
        return memory.executionMemoryUsed() == 0
                && Arrays.stream(SparkSession.active()
                                .sparkContext()
                                .statusTracker()
                                .getExecutorInfos())
                        .allMatch(executor -> executor.numRunningTasks() == 0);
    }
}
