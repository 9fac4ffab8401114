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
package io.tablestore.flink;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.ObjectIdentifier;

/**
 * The states of tables that the statement which a thread plans asks for by {@code FOR SYSTEM_TIME AS OF}. Flink's planner loses
 * such a time where the table is in a view or a side of a join, and it tells scans apart by the table's name and the hints
 * alone, so that it reads one state of a table in the place of the other. Such statements are refused; hints always hold.
 *
 * <p>Where a statement begins and ends no interface says. Its tables are looked up for its validation, then once more, and by
 * time if all is well, when each scan is converted; at the end scans that were converted before are translated. Tables that are
 * looked up during a conversion, as those of views, belong to the statement, and so do the other statements of a set, and
 * queries of the Table API, which may be joined to others.
 */
final class StatesOfStatement {

    /** So long no planner goes without looking up, converting or translating a table of the statement. */
    private static final long MOST_BETWEEN_NANOS = Duration.ofSeconds(30).toNanos();

    private static final ThreadLocal<StatesOfStatement> OF_THREAD = ThreadLocal.withInitial(StatesOfStatement::new);

    private final Map<ObjectIdentifier, Set<Long>> times = new HashMap<>();
    private final Set<ObjectIdentifier> readNow = new HashSet<>();
    private boolean hasConverted;
    private boolean isConverting;
    private long lastNanos = System.nanoTime();

    private StatesOfStatement() {}

    private static StatesOfStatement current() {
        StatesOfStatement states = OF_THREAD.get();
        long now = System.nanoTime();
        if (now - states.lastNanos > MOST_BETWEEN_NANOS) {
            states.clear();
        }
        states.lastNanos = now;
        return states;
    }

    private void clear() {
        times.clear();
        readNow.clear();
        hasConverted = false;
        isConverting = false;
    }

    /** Called when a table is looked up as it is now. */
    static void lookUp() {
        StatesOfStatement states = current();
        if (states.hasConverted && !isWithinStatement()) {
            states.clear();
        }
    }

    /** Called when a table is looked up as it was at a time. */
    static void lookUp(ObjectIdentifier table, long epochMillis) {
        lookUp();
        current().times.computeIfAbsent(table, key -> new HashSet<>()).add(epochMillis);
    }

    private static boolean isWithinStatement() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().endsWith("SqlToRelConverter")
                        || frame.getClassName().contains("StatementSet")
                        || frame.getMethodName().contains("StatementSet")
                        || frame.getMethodName().equals("sqlQuery")));
    }

    /**
     * Called when the scan of a table is converted.
     *
     * @throws ValidationException if the statement asks for another state of it as well, or for another one than this
     */
    static void convert(ObjectIdentifier table, CatalogTable definition) {
        StatesOfStatement states = current();
        states.hasConverted = true;
        states.isConverting = true;
        if (definition.getSnapshot().isPresent() && isViewCreated()) {
            states.clear();
            throw new ValidationException("A view does not keep FOR SYSTEM_TIME AS OF, for Flink loses it when the view"
                    + " is read. Name the state in the view by a hint: " + hint(table));
        }
        Set<Long> asked = states.times.getOrDefault(table, Set.of());
        boolean isNow = definition.getSnapshot().isEmpty();
        if (isNow && ReadState.isNamedOrBranch(definition.getOptions())) {
            return;
        }
        boolean mixed = isNow ? !asked.isEmpty() : asked.size() > 1 || states.readNow.contains(table);
        if (mixed) {
            states.clear();
            throw new ValidationException("Flink would read another state of table " + table.asSummaryString()
                    + " than FOR SYSTEM_TIME AS OF names: it loses the time in views and in joins, and takes two"
                    + " states of one table for the same. Name the state by a hint instead: " + hint(table));
        }
        if (isNow) {
            states.readNow.add(table);
        }
    }

    private static String hint(ObjectIdentifier table) {
        return table.getObjectName() + " /*+ OPTIONS('scan.timestamp' = '2026-01-31 12:30:00') */.";
    }

    private static boolean isViewCreated() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().contains("CreateView")
                        || frame.getMethodName().contains("CreateView")
                        || frame.getClassName().contains("AlterView")
                        || frame.getMethodName().contains("AlterView")));
    }

    /** Called when the runtime of a scan is asked for: once when it is converted, then when it is translated. */
    static void translate() {
        StatesOfStatement states = current();
        if (!states.isConverting) {
            states.clear();
        }
        states.isConverting = false;
    }
}
