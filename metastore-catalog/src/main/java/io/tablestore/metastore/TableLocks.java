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
package io.tablestore.metastore;

import io.tablestore.error.TableStoreException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exclusive table locks in the metastore, which Apache Paimon's catalog uses too. */
final class TableLocks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TableLocks.class);

    private static final int EXCLUSIVE = 3;
    private static final int TABLE = 2;
    private static final int ACQUIRED = 1;
    private static final int WAITING = 2;
    private static final int LOCK_ID = 1;
    private static final int STATE = 2;
    private static final long FIRST_WAIT_MILLIS = 20;
    private static final long LONGEST_WAIT_MILLIS = 2_000;

    /** Metastores release locks without a heartbeat for {@code hive.txn.timeout}, five minutes by default. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    private static final Map<MetastoreOptions, TableLocks> SHARED = new ConcurrentHashMap<>();

    private final MetastoreClient client;
    private final MetastoreSecurity security;
    private final Duration patience;
    private final ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "tablestore-lock-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    TableLocks(MetastoreClient client, MetastoreSecurity security, Duration patience) {
        this.client = client;
        this.security = security;
        this.patience = patience;
    }

    /** The locks of a metastore; one instance per process. */
    static TableLocks shared(MetastoreOptions options) {
        return SHARED.computeIfAbsent(options, key -> {
            MetastoreSecurity security = MetastoreSecurity.ofEngine(key);
            return new TableLocks(new MetastoreClient(key, security), security, key.lockTimeout());
        });
    }

    final class Held implements HeldLock {

        private final long id;
        private final String what;
        private final ScheduledFuture<?> beats;

        private Held(long id, String what) {
            this.id = id;
            this.what = what;
            this.beats = heartbeats.scheduleWithFixedDelay(
                    this::beat, HEARTBEAT.toSeconds(), HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
        }

        private void beat() {
            try {
                client.heartbeat(id, what);
            } catch (MetastoreException missed) {
                LOG.warn("A heartbeat for {} failed; the next one may get through.", what, missed);
            }
        }

        @Override
        public void check() {
            client.heartbeat(id, what);
        }

        @Override
        public void close() {
            beats.cancel(false);
            try {
                client.unlock(id, what);
            } catch (MetastoreException gone) {
                LOG.warn("The metastore did not release {}; it frees the lock when no heartbeat arrives.", what, gone);
            }
        }
    }

    /**
     * Waits for the lock of a table.
     *
     * @throws TableStoreException if another holder keeps it for longer than the lock timeout
     */
    HeldLock acquire(String database, String table) {
        String what = "the lock of table " + database + "." + table;
        ThriftStruct component = new ThriftStruct()
                .set(1, EXCLUSIVE)
                .set(2, TABLE)
                .set(3, database)
                .set(4, table);
        ThriftStruct request = new ThriftStruct()
                .setStructs(1, List.of(component))
                .set(3, security.userName())
                .set(4, hostName());
        ThriftStruct answer = client.lock(request, what);
        long id = answer.number(LOCK_ID);
        long deadline = System.nanoTime() + patience.toNanos();
        long wait = FIRST_WAIT_MILLIS;
        try {
            while (answer.integer(STATE) == WAITING && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(wait);
                wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS);
                answer = client.checkLock(id, what);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            release(id, what);
            throw new TableStoreException("The wait for " + what + " was interrupted. Run the statement again.");
        } catch (MetastoreException failed) {
            release(id, what);
            throw failed;
        }
        if (answer.integer(STATE) != ACQUIRED) {
            release(id, what);
            throw new TableStoreException("Somebody else has held " + what + " for more than " + patience.toSeconds()
                    + " seconds. SHOW LOCKS in Hive names the holder; '" + MetastoreOptions.LOCK_TIMEOUT_KEY
                    + "' sets how long a commit waits.");
        }
        return new Held(id, what);
    }

    private void release(long id, String what) {
        try {
            client.unlock(id, what);
        } catch (MetastoreException gone) {
            LOG.warn("The metastore did not release {}; it frees the lock when no heartbeat arrives.", what, gone);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unknown) {
            return "localhost";
        }
    }

    @Override
    public void close() {
        heartbeats.shutdownNow();
    }
}
