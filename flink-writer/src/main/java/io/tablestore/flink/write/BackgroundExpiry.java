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
package io.tablestore.flink.write;

import io.tablestore.catalog.Table;
import io.tablestore.options.WriteOptions;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expires snapshots in the background of a job's commits, unless the table is write-only. A failure only leaves
 * snapshots for the next expiry.
 */
final class BackgroundExpiry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundExpiry.class);

    private final ExecutorService thread = Executors.newSingleThreadExecutor(runnable -> {
        Thread created = new Thread(runnable, "tablestore-expiry");
        created.setDaemon(true);
        return created;
    });
    private @Nullable Future<?> running;

    /** Starts an expiry unless one is running. */
    void start(Table table) {
        Future<?> before = running;
        boolean leftToOthers = table.schema().optionSet().get(WriteOptions.WRITE_ONLY);
        if (!leftToOthers && (before == null || before.isDone())) {
            running = thread.submit(() -> expire(table));
        }
    }

    private static void expire(Table table) {
        try {
            new SnapshotExpiry(table).run();
        } catch (RuntimeException failed) {
            LOG.warn("{}: snapshots were not expired; the next commit tries again", table.location(), failed);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
