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

import io.tablestore.compat.FaultyCalls.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Makes the calls of an engine's queries to the store fail, one after the other, in every way. The answer must be the right
 * rows, or an error whose text says that the store failed, of which file, or that the read was cancelled; never that a file is
 * damaged, and never other rows. Open files, memory and threads are given back.
 */
public final class FaultSweep {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Pattern DAMAGE = Pattern.compile(
            "is damaged|damaged or was written|CorruptFile|Memory was leaked|outstanding child allocators");

    private static final Pattern FAILED_STORE =
            Pattern.compile("cannot be (opened|read|listed|looked up)|[Tt]he file is missing|[Tt]here is no snapshot");

    private static final Map<Fault, String> ANSWERS = Map.of(
            Fault.TIME_OUT_ONCE, "Read timed out",
            Fault.TIME_OUT, "Read timed out",
            Fault.SHORT, "Premature end of the response",
            Fault.DENIED, "access denied",
            Fault.MISSING, "missing",
            Fault.INTERRUPT, "cancelled");

    /** A query. Its rows are in an order of their own, its failure is that of the engine. */
    public interface Query {
        List<String> rows(FaultyCalls calls) throws Exception;
    }

    private final String name;
    private final int every;
    private final Function<Throwable, String> shown;
    private final Callable<Boolean> settled;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final long start = System.nanoTime();
    private int runs;

    /**
     * @param every 1 lets every call fail, with more there are gaps, which differ from fault to fault
     * @param shown what the engine's users see of an error
     * @param settled whether the engine has given memory back and does nothing more for a query
     */
    public FaultSweep(String name, int every, Function<Throwable, String> shown, Callable<Boolean> settled) {
        this.name = name;
        this.every = every;
        this.shown = shown;
        this.settled = settled;
    }

    /** Runs a query once for each fault of each call. */
    public void run(String what, Query query) throws Exception {
        run(what, query, Fault.values());
    }

    /** The same for some faults. */
    public void run(String what, Query query, Fault... faults) throws Exception {
        FaultyCalls none = FaultyCalls.none();
        List<String> expected = query.rows(none);
        assertThat(expected).isNotEmpty();
        assertThat(none.count()).as("calls of " + what).isGreaterThan(5);
        for (Fault fault : faults) {
            int first = 1 + Math.floorMod((name + what + fault).hashCode(), every);
            for (int call = first; call <= none.count(); call += every) {
                FaultyCalls calls = new FaultyCalls(call, fault);
                String outcome = outcome(query, calls, expected);
                String of = fault + " at call " + call + " of " + none.count() + ", " + calls.failedCall() + " of "
                        + calls.failedFiles() + ": " + what;
                assertThat(outcome).as(of).isIn("right rows", "the store failed", "cancelled");
                await("no file is open after " + of, () -> calls.open() == 0);
                await("the engine is idle after " + of, settled);
                counts.merge(fault + ": " + outcome, 1, Integer::sum);
                runs++;
            }
        }
        await("no thread is left", FaultSweep::noThreads);
    }

    private String outcome(Query query, FaultyCalls calls, List<String> expected) {
        String text;
        try {
            List<String> rows = query.rows(calls);
            return rows.equals(expected) ? "right rows" : "WRONG ROWS: " + rows;
        } catch (Exception failed) {
            text = String.valueOf(shown.apply(failed));
        } finally {
            Thread.interrupted(); // which the query may have been ended by
        }
        if (DAMAGE.matcher(text).find()) {
            return "DAMAGE: " + text;
        }
        if (calls.fault() == Fault.INTERRUPT) {
            return text.contains("cancelled") || text.contains("nterrupt") ? "cancelled" : "NOT CANCELLED: " + text;
        }
        boolean namesFile = calls.failedFiles().stream().anyMatch(text::contains);
        boolean saysAll = namesFile
                && FAILED_STORE.matcher(text).find()
                && (text.contains(ANSWERS.get(calls.fault())) || text.contains("There is no snapshot"));
        return saysAll ? "the store failed" : "UNCLEAR: " + text;
    }

    /** No thread that reads ahead or plans is left behind, and none is in our code. */
    private static boolean noThreads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey() != Thread.currentThread())
                .noneMatch(thread -> thread.getKey().getName().equals("tablestore-plan")
                        || List.of(thread.getValue()).stream()
                                .anyMatch(frame -> frame.getClassName().startsWith("io.tablestore.")
                                        && !frame.getClassName().startsWith("io.tablestore.compat.")));
    }

    /** Prints what the runs came to. */
    public void report() {
        assertThat(runs).isPositive();
        System.out.println("faults of reads, " + name + ": " + runs + " runs, "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms, " + counts);
    }

    /** Waits until something holds. */
    public static void await(String what, Callable<Boolean> holds) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.call()) {
            assertThat(System.nanoTime()).as("waited in vain until " + what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
