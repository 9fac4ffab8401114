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
package io.tablestore.testing.s3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Forwards HTTP requests to an object store on this machine. Counts them, delays them, and breaks those that a test names.
 * A request is counted before the client sees the first byte of its answer, so that counts are exact as soon as the client is
 * done.
 *
 * <p><b>Threads:</b> any.
 */
public final class Front implements AutoCloseable {

    /** For {@link #fail}: as often as such requests come. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    private static final int BACKLOG = 200;

    private final int storePort;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(Front::daemon);
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Queue<HttpMessage> lateRequests = new ConcurrentLinkedQueue<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile @Nullable NumberedFault numbered;
    private volatile @Nullable RandomFaults random;
    private volatile boolean ignoresConditions;
    private volatile Duration delay = Duration.ZERO;

    /** Which requests a fault hits, and how many more of them. */
    private record Rule(RequestKind kind, String target, Fault fault, AtomicInteger remaining) {

        /** Whether the fault hits a request; if so, it counts as one. */
        boolean hits(RequestKind requestKind, String requestTarget) {
            return kind == requestKind
                    && requestTarget.contains(target)
                    && remaining.getAndUpdate(number -> Math.max(0, number - 1)) > 0;
        }
    }

    /** @param times how many requests like the numbered one are broken, itself included */
    private record NumberedFault(int number, Fault fault, int times) {}

    /** Listens on a free port of the loopback address. */
    public Front(int storePort) throws IOException {
        this.storePort = storePort;
        this.listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "front");
        thread.setDaemon(true);
        return thread;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Every request waits so long before it is forwarded or broken. */
    public void delay(Duration newDelay) {
        delay = newDelay;
    }

    /**
     * Breaks the next requests of a kind.
     *
     * @param target a part of the path and query of these requests
     * @param times how many of them
     */
    public void fail(RequestKind kind, String target, Fault fault, int times) {
        rules.add(new Rule(kind, target, fault, new AtomicInteger(times)));
    }

    /**
     * Breaks one of the next requests, whatever it asks for, and those after it that ask the same of the same object.
     *
     * @param number 1 for the next request
     * @param times how many of them
     */
    public void failNumber(int number, Fault fault, int times) {
        received.set(0);
        numbered = new NumberedFault(number, fault, times);
    }

    /** Breaks random requests from now on. */
    public void failRandomly(RandomFaults faults) {
        random = faults;
    }

    /**
     * The store ignores from now on whether an object that is put must not be there. Needs a store that checks no signatures,
     * because the header of the condition is signed.
     */
    public void ignoreConditions() {
        ignoresConditions = true;
    }

    /** Breaks no further requests. Those that were hit by {@link Fault#LATE} remain to be delivered. */
    public void heal() {
        rules.clear();
        numbered = null;
        random = null;
    }

    /** Sends the requests that were hit by {@link Fault#LATE} to the store; returns how many these are once it has answered. */
    public int deliverLate() throws IOException {
        int number = 0;
        while (deliverOneLate()) {
            number++;
        }
        return number;
    }

    private boolean deliverOneLate() throws IOException {
        HttpMessage request = lateRequests.poll();
        if (request != null) {
            forward(request);
        }
        return request != null;
    }

    /** Forgets the requests so far, all faults and the delay. */
    public void reset() {
        heal();
        calls.clear();
        lateRequests.clear();
        mostAtOnce.set(0);
        delay = Duration.ZERO;
    }

    /** The requests so far, broken ones too, in order. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** How many requests there were of each kind; kinds without requests are left out. */
    public Map<RequestKind, Integer> counts() {
        Map<RequestKind, Integer> counts = new EnumMap<>(RequestKind.class);
        calls.forEach(call -> counts.merge(call.kind(), 1, Integer::sum));
        return counts;
    }

    /** The largest number of requests that were under way at the same time. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                clients.add(client);
                threads.execute(() -> serve(client));
            }
        } catch (IOException ended) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            boolean goesOn = true;
            while (goesOn) {
                HttpMessage request = HttpMessage.readRequest(in, out);
                goesOn = request != null && answerOne(request, out);
            }
        } catch (IOException ended) {
            // The client or the store ended its connection; the client sees the end of this one.
        } finally {
            clients.remove(client);
        }
    }

    private boolean answerOne(HttpMessage request, OutputStream out) throws IOException {
        mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            return answer(request, out);
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** Returns whether the connection stays open. */
    private boolean answer(HttpMessage request, OutputStream out) throws IOException {
        RandomFaults faults = random;
        if (faults != null && faults.deliversLate()) {
            deliverOneLate();
        }
        Fault fault = faultOf(request);
        await(delay);
        if (fault == null) {
            return send(request, forward(request), out);
        }
        switch (fault) {
            case SLOW_DOWN, SERVER_ERROR, CONFLICT, REFUSED, DENIED -> {
                return send(request, HttpMessage.error(fault.status(), fault.code(), request.method()), out);
            }
            case LOST -> {
                forward(request);
                return send(request, HttpMessage.error(fault.status(), fault.code(), request.method()), out);
            }
            case DROP -> {
                forward(request);
                note(request, 0, 0);
            }
            case CUT -> note(request, 0, 0);
            case LATE -> {
                lateRequests.add(request);
                note(request, 0, 0);
            }
            case HALF -> {
                HttpMessage answer = forward(request);
                note(request, answer.status(), answer.body().length / 2);
                answer.writeHalfTo(out);
            }
            case HANG -> {
                note(request, 0, 0);
                awaitClose();
            }
        }
        return false;
    }

    private boolean send(HttpMessage request, HttpMessage answer, OutputStream out) throws IOException {
        note(request, answer.status(), answer.body().length);
        answer.writeTo(out);
        return true;
    }

    private void note(HttpMessage request, int status, long bytes) {
        calls.add(new Call(kind(request), request.target(), request.value("range"), status, bytes));
    }

    private static RequestKind kind(HttpMessage request) {
        return RequestKind.of(request.method(), request.target());
    }

    private @Nullable Fault faultOf(HttpMessage request) {
        RequestKind kind = kind(request);
        NumberedFault next = numbered;
        if (next != null && received.incrementAndGet() == next.number()) {
            fail(kind, request.target(), next.fault(), next.times());
        }
        for (Rule rule : rules) {
            if (rule.hits(kind, request.target())) {
                return rule.fault();
            }
        }
        RandomFaults faults = random;
        return faults == null ? null : faults.next();
    }

    /** Over a connection of its own, so that none is used that the store has given up. */
    private HttpMessage forward(HttpMessage request) throws IOException {
        try (Socket store = new Socket(InetAddress.getLoopbackAddress(), storePort)) {
            store.setTcpNoDelay(true);
            (ignoresConditions ? request.without("if-none-match") : request).writeTo(store.getOutputStream());
            return HttpMessage.readAnswer(new BufferedInputStream(store.getInputStream()), request.method());
        }
    }

    /** Waits, but no longer than until the front is closed. */
    private void await(Duration time) throws IOException {
        if (time.isZero()) {
            return;
        }
        try {
            if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new InterruptedIOException("closed while a request was delayed");
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private void awaitClose() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private static IOException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException interrupted = new InterruptedIOException("interrupted while a request was held back");
        interrupted.initCause(cause);
        return interrupted;
    }

    /** Ends all connections. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        for (Socket client : new ArrayList<>(clients)) {
            client.close();
        }
        threads.shutdown();
    }
}
