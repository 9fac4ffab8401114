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
package io.tablestore.compat.trino;

import io.tablestore.compat.UpsertedTpch;
import io.trino.Session;
import io.trino.plugin.tpch.TpchPlugin;
import io.trino.spi.Plugin;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.TestingSession;
import io.trino.tpch.TpchTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Trino in this JVM over a warehouse with TPC-H tables that were upserted. */
final class TpchRunner {

    private TpchRunner() {}

    /** Schema {@code tpch} of the catalog {@code tablestore}, scale 0.01, names and types as Trino's own tests want them. */
    static DistributedQueryRunner tiny(Path warehouse, List<TpchTable<?>> tables) throws Exception {
        try (UpsertedTpch tpch = new UpsertedTpch(warehouse, 0.01, UpsertedTpch.Upserts.UNIFORM, true)) {
            for (TpchTable<?> table : tables) {
                tpch.write("tpch", table, Map.of());
            }
        }
        return start(warehouse, 2, Map.of(), new WritingPlugin(warehouse));
    }

    static DistributedQueryRunner start(Path warehouse, int workers, Map<String, String> tpchProperties, Plugin plugin)
            throws Exception {
        Session session = TestingSession.testSessionBuilder()
                .setCatalog("tablestore")
                .setSchema("tpch")
                .build();
        DistributedQueryRunner runner =
                DistributedQueryRunner.builder(session).setWorkerCount(workers).build();
        runner.installPlugin(new TpchPlugin());
        runner.createCatalog("tpch", "tpch", tpchProperties);
        runner.installPlugin(plugin);
        runner.createCatalog("tablestore", "tablestore", catalog(warehouse));
        return runner;
    }

    /** What Trino's own tests expect of a refusal, and after it what this connector says to do instead. */
    static String refusal(String message) {
        return message.startsWith("This connector") ? message + "[;,].*" : message;
    }

    static Map<String, String> catalog(Path warehouse) {
        return Map.of(
                "fs.local.enabled", "true",
                "local.location", warehouse.toString(),
                "tablestore.warehouse", "local:///");
    }
}
