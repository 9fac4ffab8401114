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
package io.tablestore.flink.table;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectIdentifier;

/**
 * Refuses statements that Flink would read at another time than {@code FOR SYSTEM_TIME AS OF} names. Flink's planner
 * loses the time if the table is in a view or is a side of a join. It also distinguishes scans only by table name and
 * hints, so of two states of a table it reads one twice. It never loses hints. The states that a statement requests are
 * recorded per planning thread.
 *
 * <p>No interface reports where a statement begins and ends. The planner looks up all tables to validate the statement.
 * It looks up each table again when it converts the scan, again by time unless it has lost the time. At the end it
 * translates the scans. Tables of views are looked up during a conversion and belong to the statement. So do the other
 * statements of a set, and queries of the Table API, which may be joined to others.
 */
public final class StatesOfStatement {

    /** A longer pause between two calls of one thread separates two statements. */
    private static final long MAX_PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    private static final ThreadLocal<StatesOfStatement> OF_THREAD = ThreadLocal.withInitial(StatesOfStatement::new);

    private final Map<ObjectIdentifier, Set<Long>> times = new HashMap<>();
    private final Set<ObjectIdentifier> readNow = new HashSet<>();
    private boolean hasConverted;
    private boolean isConverting;
    private long lastNanos = System.nanoTime();

    private StatesOfStatement() {}

    private static StatesOfStatement current() {
        long now = System.nanoTime();
        if (now - OF_THREAD.get().lastNanos > MAX_PAUSE_NANOS) {
            OF_THREAD.remove();
        }
        StatesOfStatement states = OF_THREAD.get();
        states.lastNanos = now;
        return states;
    }

    /** Called when a table is looked up in its current state. */
    public static void lookUp() {
        if (current().hasConverted && !isWithinStatement()) {
            OF_THREAD.remove();
        }
    }

    /** Called when a table is looked up at a time. */
    public static void lookUp(ObjectIdentifier table, long epochMillis) {
        lookUp();
        current().times.computeIfAbsent(table, key -> new HashSet<>()).add(epochMillis);
    }

    private static boolean isWithinStatement() {
        return isCalledBy(frame -> frame.getClassName().endsWith("SqlToRelConverter")
                || isNamed(frame, "StatementSet")
                || frame.getMethodName().equals("sqlQuery"));
    }

    private static boolean isViewCreated() {
        return isCalledBy(frame -> isNamed(frame, "CreateView") || isNamed(frame, "AlterView"));
    }

    private static boolean isCalledBy(Predicate<StackWalker.StackFrame> caller) {
        return StackWalker.getInstance().walk(frames -> frames.anyMatch(caller));
    }

    private static boolean isNamed(StackWalker.StackFrame frame, String part) {
        return frame.getClassName().contains(part) || frame.getMethodName().contains(part);
    }

    /**
     * Called when the scan of a table is converted.
     *
     * @throws ValidationException if the statement also requests another state of the table, or if Flink would read
     *     another one
     */
    public static void convert(ObjectIdentifier table, CatalogTable definition) {
        StatesOfStatement states = current();
        states.hasConverted = true;
        states.isConverting = true;
        if (definition.getSnapshot().isPresent() && isViewCreated()) {
            OF_THREAD.remove();
            throw new ValidationException(
                    "A view does not keep FOR SYSTEM_TIME AS OF, because Flink loses it when the view"
                            + " is read. Name the state in the view by the hint " + hint(table));
        }
        Set<Long> asked = states.times.getOrDefault(table, Set.of());
        boolean isNow = definition.getSnapshot().isEmpty();
        if (isNow && FlinkReadOptions.isNamedOrBranch(definition.getOptions())) {
            return;
        }
        boolean mixed = isNow ? !asked.isEmpty() : asked.size() > 1 || states.readNow.contains(table);
        if (mixed) {
            OF_THREAD.remove();
            throw new ValidationException("Flink would read another state of table " + table.asSummaryString()
                    + " than FOR SYSTEM_TIME AS OF names: it loses the time in views and in joins, and reads two"
                    + " states of one table as one. Name the state instead by the hint " + hint(table));
        }
        if (isNow) {
            states.readNow.add(table);
        }
    }

    private static String hint(ObjectIdentifier table) {
        return table.getObjectName() + " /*+ OPTIONS('scan.timestamp' = '2026-01-31 12:30:00') */.";
    }

    /**
     * Called when Flink requests a scan's runtime provider: once when the scan is converted, and again when it is
     * translated.
     */
    public static void translate() {
        StatesOfStatement states = current();
        if (!states.isConverting) {
            OF_THREAD.remove();
        }
        states.isConverting = false;
    }
}
