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
package io.tablestore.compat.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.testing.s3.Call;
import io.tablestore.testing.s3.Fault;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Breaks each request of something that changes a table, one after the other, in every way: once, and for good. What fails is
 * then repeated, as a user would. Requests that were late arrive at the latest in the end.
 */
final class RequestSweep {

    /** The usual one for commits. */
    static final int COMMITS = 11;

    /** The usual one for what is done more rarely than commits. */
    static final int MAINTENANCE = 37;

    private static final List<Fault> FAULTS = List.of(
            Fault.LOST,
            Fault.DROP,
            Fault.LATE,
            Fault.CONFLICT,
            Fault.REFUSED,
            Fault.SLOW_DOWN,
            Fault.SERVER_ERROR,
            Fault.DENIED,
            Fault.HANG,
            Fault.CUT,
            Fault.HALF);

    /** Something that changes a table. */
    interface Change {

        /** Does what comes before; no request is broken. */
        void prepare() throws Exception;

        /** Changes the table, while requests are broken. */
        void make() throws Exception;

        /**
         * Checks that what the first attempt said is true.
         *
         * @param failure what it has thrown, or null
         */
        void checkWord(@Nullable TableStoreException failure) throws Exception;

        /** Makes the change again, after a failure and as the failure says; no request is broken any more. */
        void repeat() throws Exception;

        /** Checks that the change is made once, and that nothing else has changed. */
        void check() throws Exception;
    }

    /** Makes a new change. */
    interface Changes {
        Change next() throws Exception;
    }

    /** What makes a request whose success the client does not know, and with which a false word about a commit begins. */
    private static final Set<Fault> UNANSWERED = EnumSet.of(Fault.LATE, Fault.LOST);

    /** The file that makes a change: a snapshot, a schema or a tag. */
    private static final Pattern PUBLISHED = Pattern.compile(".*/(snapshot/snapshot|schema/schema|tag/tag)-[^/]*");

    private final FaultyStore store;
    private final int every;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final long start = System.nanoTime();
    private int runs;

    /** @param usual each fault breaks one of so many requests, unless a property says otherwise; all with 1 */
    RequestSweep(FaultyStore store, int usual) {
        this.store = store;
        this.every = Integer.getInteger("s3-commit-faults.every", usual);
    }

    /** Whatever the stride, the creates of the change itself are broken by what leaves their success unknown. */
    void run(String what, Changes changes) throws Exception {
        List<Call> calls = calls(changes.next());
        assertThat(calls).as("requests of " + what).isNotEmpty();
        for (Fault fault : FAULTS) {
            for (int times : List.of(1, Front.ALWAYS)) {
                for (int number : numbers(what + fault + times, fault, calls)) {
                    String name = what + ", request " + number + " of " + calls.size() + ", " + fault
                            + (times == 1 ? " once" : " always");
                    run(name, changes.next(), new Broken(number, fault, times), false);
                    if (fault == Fault.LATE) {
                        run(name + ", soon after", changes.next(), new Broken(number, fault, times), true);
                    }
                }
            }
        }
    }

    private Set<Integer> numbers(String seed, Fault fault, List<Call> calls) {
        Set<Integer> numbers = new TreeSet<>();
        int first = 1 + Math.floorMod(seed.hashCode(), Math.min(every, calls.size()));
        for (int number = first; number <= calls.size(); number += every) {
            numbers.add(number);
        }
        if (UNANSWERED.contains(fault)) {
            IntStream.rangeClosed(1, calls.size())
                    .filter(number -> isPublishing(calls.get(number - 1)))
                    .forEach(numbers::add);
        }
        return numbers;
    }

    private static boolean isPublishing(Call call) {
        return call.kind() == RequestKind.PUT
                && PUBLISHED.matcher(call.target()).matches();
    }

    /** @param times how often it is broken */
    private record Broken(int number, Fault fault, int times) {}

    private List<Call> calls(Change change) throws Exception {
        change.prepare();
        store.front().reset();
        change.make();
        List<Call> calls = store.front().calls();
        change.checkWord(null);
        change.check();
        return calls;
    }

    /** @param arrivesBefore whether late requests arrive before the change is made again; otherwise after that */
    private void run(String name, Change change, Broken broken, boolean arrivesBefore) throws Exception {
        change.prepare();
        Front front = store.front();
        front.reset();
        front.failNumber(broken.number(), broken.fault(), broken.times());
        TableStoreException failure = null;
        try {
            change.make();
        } catch (TableStoreException failed) {
            failure = failed;
        } catch (Exception wrong) {
            throw new AssertionError(name + ": " + brokenCall(broken), wrong);
        }
        front.heal();
        try {
            if (arrivesBefore) {
                front.deliverLate();
            }
            change.checkWord(failure);
            if (failure != null) {
                assertThat(failure).isNotInstanceOfAny(CorruptFileException.class, UnsupportedFormatException.class);
                change.repeat();
            }
            change.check();
            if (front.deliverLate() > 0) {
                change.check();
            }
        } catch (Throwable wrong) {
            throw new AssertionError(name + ", after " + failure + ": " + brokenCall(broken), wrong);
        }
        counts.merge(
                failure == null ? "done" : failure.getClass().getSimpleName().replace("Exception", ""),
                1,
                Integer::sum);
        runs++;
    }

    private Call brokenCall(Broken broken) {
        List<Call> calls = store.front().calls();
        return calls.get(Math.min(calls.size(), broken.number()) - 1);
    }

    /** Prints what the runs came to. */
    void report(String name) {
        assertThat(runs).isPositive();
        System.out.println("faults of " + name + " on S3: " + runs + " runs, "
                + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms, " + counts);
    }
}
