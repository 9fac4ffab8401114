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

import io.tablestore.metastore.MetastoreException.Kind;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The metastore calls that a catalog needs, in the Thrift service since Hive 2.3.
 *
 * <p><b>Threads:</b> safe for concurrent use. Idle connections are reused.
 */
final class MetastoreClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetastoreClient.class);

    private static final int KEPT = 4;
    private static final int NAMES_AT_ONCE = 300;

    private final MetastoreOptions options;
    private final MetastoreSecurity security;

    /** Idle connections by user, because a connection belongs to one user. */
    private final Map<String, Deque<MetastoreConnection>> idle = new HashMap<>();

    /** Whether the metastore is of Hive 2. */
    private volatile boolean old;

    MetastoreClient(MetastoreOptions options, MetastoreSecurity security) {
        this.options = options;
        this.security = security;
    }

    List<String> databases() {
        return read("get_all_databases", new ThriftStruct(), "the databases").texts(0);
    }

    /** @return null if there is no such database */
    @Nullable
    ThriftStruct database(String name) {
        return found("get_database", new ThriftStruct().set(1, name), "database " + name);
    }

    void createDatabase(ThriftStruct database, String name) {
        call("create_database", new ThriftStruct().set(1, database), "database " + name);
    }

    void dropDatabase(String name) {
        call("drop_database", new ThriftStruct().set(1, name).set(2, false).set(3, false), "database " + name);
    }

    List<String> tableNames(String database) {
        return read("get_all_tables", new ThriftStruct().set(1, database), "the tables of " + database)
                .texts(0);
    }

    /** The tables with these names; missing ones are left out. */
    List<MetastoreTable> tables(String database, List<String> names) {
        List<MetastoreTable> tables = new ArrayList<>();
        for (int start = 0; start < names.size(); start += NAMES_AT_ONCE) {
            List<String> some = names.subList(start, Math.min(names.size(), start + NAMES_AT_ONCE));
            ThriftStruct request = new ThriftStruct().set(1, database).setTexts(2, some);
            String what = "the tables of " + database;
            List<ThriftStruct> found = newerOrOlder(
                    () -> result(read("get_table_objects_by_name_req", new ThriftStruct().set(1, request), what), what)
                            .structs(1),
                    () -> read("get_table_objects_by_name", request, what).structs(0));
            found.forEach(table -> tables.add(new MetastoreTable(table)));
        }
        return tables;
    }

    /** @return null if there is no such table */
    @Nullable
    MetastoreTable table(String database, String name) {
        ThriftStruct request = new ThriftStruct().set(1, database).set(2, name);
        String what = "table " + database + "." + name;
        ThriftStruct found = newerOrOlder(
                () -> {
                    ThriftStruct answer = found("get_table_req", new ThriftStruct().set(1, request), what);
                    return answer == null ? null : answer.struct(1);
                },
                () -> found("get_table", request, what));
        return found == null ? null : new MetastoreTable(found);
    }

    /**
     * Tries the newer call first. Hive 4 removed some older calls; the newer ones came with Hive 3, so Hive 2 lacks them.
     */
    private <T> T newerOrOlder(Supplier<T> newer, Supplier<T> older) {
        if (!old) {
            try {
                return newer.get();
            } catch (MetastoreException failed) {
                if (failed.kind() != Kind.NO_SUCH_CALL) {
                    throw failed;
                }
                old = true;
            }
        }
        return older.get();
    }

    void createTable(MetastoreTable table) {
        call("create_table", new ThriftStruct().set(1, table.struct()), "table " + table.fullName());
    }

    /** Changes a table, and renames it if the name differs. */
    void alterTable(String database, String name, MetastoreTable table) {
        // A metastore that updates file and row counts after each change would list the table's directory.
        ThriftStruct environment =
                new ThriftStruct().setTexts(1, Map.of("DO_NOT_UPDATE_STATS", "true", "CASCADE", "true"));
        call(
                "alter_table_with_environment_context",
                new ThriftStruct()
                        .set(1, database)
                        .set(2, name)
                        .set(3, table.struct())
                        .set(4, environment),
                "table " + database + "." + name);
    }

    /** Removes a table from the metastore; its data stays. */
    void dropTable(String database, String name) {
        call(
                "drop_table",
                new ThriftStruct().set(1, database).set(2, name).set(3, false),
                "table " + database + "." + name);
    }

    /** Requests a lock; returns its number (1) and its state (2). */
    ThriftStruct lock(ThriftStruct request, String what) {
        return result(call("lock", new ThriftStruct().set(1, request), what), what);
    }

    ThriftStruct checkLock(long id, String what) {
        return result(read("check_lock", new ThriftStruct().set(1, new ThriftStruct().set(1, id)), what), what);
    }

    void heartbeat(long id, String what) {
        call("heartbeat", new ThriftStruct().set(1, new ThriftStruct().set(1, id)), what);
    }

    void unlock(long id, String what) {
        call("unlock", new ThriftStruct().set(1, new ThriftStruct().set(1, id)), what);
    }

    private @Nullable ThriftStruct found(String method, ThriftStruct arguments, String what) {
        try {
            return result(read(method, arguments, what), what);
        } catch (MetastoreException failed) {
            if (failed.kind() == Kind.NOT_FOUND) {
                return null;
            }
            throw failed;
        }
    }

    private static ThriftStruct result(ThriftStruct answer, String what) {
        ThriftStruct result = answer.struct(0);
        if (result == null) {
            throw new MetastoreException(Kind.REFUSED, what + ": The metastore gave no answer.");
        }
        return result;
    }

    /** A call that changes nothing, so it can be repeated on another connection. */
    private ThriftStruct read(String method, ThriftStruct arguments, String what) {
        try {
            return call(method, arguments, what);
        } catch (MetastoreException failed) {
            if (failed.kind() != Kind.UNKNOWN) {
                throw failed;
            }
            LOG.warn(
                    "{} got no answer from the metastore and is tried once more over a new connection.",
                    method,
                    failed);
            closeIdle();
            return call(method, arguments, what);
        }
    }

    private ThriftStruct call(String method, ThriftStruct arguments, String what) {
        String user = security.userName();
        MetastoreConnection connection = take(user, what);
        try {
            ThriftStruct answer = connection.call(method, arguments);
            give(user, connection);
            refuse(method, answer, what);
            return answer;
        } catch (TApplicationException refused) {
            give(user, connection);
            throw new MetastoreException(
                    refused.getType() == TApplicationException.UNKNOWN_METHOD ? Kind.NO_SUCH_CALL : Kind.REFUSED,
                    what + ": The metastore refuses " + method + ": " + refused.getMessage() + ".",
                    refused);
        } catch (TException failed) {
            connection.close();
            throw new MetastoreException(
                    Kind.UNKNOWN,
                    what + ": The metastore did not answer " + method + ": " + text(failed) + ".",
                    failed);
        }
    }

    /** Exceptions are returned next to the result, as structures with a message. Their field number identifies the type. */
    private static void refuse(String method, ThriftStruct answer, String what) {
        for (int id = 1; id <= 5; id++) {
            ThriftStruct exception = answer.struct(id);
            if (exception != null) {
                throw new MetastoreException(
                        kind(method, id), what + ": The metastore says: " + exception.text(1) + ".");
            }
        }
    }

    /** According to the service definition: {@code throws (1:AlreadyExistsException o1, ...)} and so on. */
    private static Kind kind(String method, int exception) {
        return switch (method) {
            case "create_database", "create_table" -> exception == 1 ? Kind.EXISTS : Kind.REFUSED;
            case "get_database", "drop_database", "drop_table", "unlock", "heartbeat" ->
                exception == 1 ? Kind.NOT_FOUND : Kind.REFUSED;
            case "get_table", "get_table_req" -> exception == 2 ? Kind.NOT_FOUND : Kind.REFUSED;
            case "check_lock" -> exception == 3 ? Kind.NOT_FOUND : Kind.REFUSED;
            default -> Kind.REFUSED;
        };
    }

    private static String text(TException failed) {
        Throwable cause = failed.getCause();
        return cause == null || cause.getMessage() == null ? String.valueOf(failed.getMessage()) : cause.getMessage();
    }

    private MetastoreConnection take(String user, String what) {
        synchronized (idle) {
            Deque<MetastoreConnection> kept = idle.get(user);
            MetastoreConnection known = kept == null ? null : kept.pollFirst();
            if (known != null) {
                return known;
            }
        }
        TException last = new TTransportException("no address");
        for (URI uri : options.uris()) {
            try {
                return new MetastoreConnection(uri, options, security);
            } catch (TException failed) {
                if (!uri.equals(options.uris().get(options.uris().size() - 1))) {
                    LOG.warn("The metastore cannot be reached at {}; the next address is tried.", uri, failed);
                }
                last = failed;
            }
        }
        String hint = options.principal().isEmpty()
                ? "whether it asks for Kerberos ('" + MetastoreOptions.PRINCIPAL_KEY + "')."
                : "whether user " + user + " has a ticket of Kerberos or a token for it.";
        throw new MetastoreException(
                Kind.REFUSED,
                what + ": The metastore cannot be reached at " + options.uris() + ": " + text(last)
                        + ". Check whether it runs there, and " + hint,
                last);
    }

    private void give(String user, MetastoreConnection connection) {
        synchronized (idle) {
            Deque<MetastoreConnection> kept = idle.computeIfAbsent(user, key -> new ArrayDeque<>());
            if (kept.size() < KEPT) {
                kept.addFirst(connection);
                return;
            }
        }
        connection.close();
    }

    private void closeIdle() {
        synchronized (idle) {
            idle.values().forEach(kept -> kept.forEach(MetastoreConnection::close));
            idle.clear();
        }
    }

    @Override
    public void close() {
        closeIdle();
    }
}
