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

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Counts the calls of a reader to a store, and says which of them fail, and how: from one on, given by its number. File
 * systems of this project and of engines ask it.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public final class FaultyCalls {

    /** How a call fails; of a read half of the bytes have come by then. */
    public enum Fault {
        /** This call only: the next one succeeds. */
        TIME_OUT_ONCE,
        /** This call and all that follow. */
        TIME_OUT,
        /** As if the connection had ended; this call and all that follow. */
        SHORT,
        /** The thread is interrupted, unless it closes a file. */
        INTERRUPT,
        /** The user lost the right to read, or the credentials expired. */
        DENIED,
        /** The file was deleted; the others are there. A directory cannot be: one that is missing is an empty one. */
        MISSING
    }

    /** A listing of a directory. */
    public static final String LIST = "list";

    /** The end of a file's reading. */
    public static final String CLOSE = "close";

    private static final String SEPARATOR = "\n";

    private final int firstFaulty;
    private final Fault fault;

    /** What the names of the threads have in common whose calls count. */
    private final String threads;

    private int calls;
    private int open;
    private String failedCall = "";
    private volatile Thread interrupted;
    private final Set<String> failedFiles = new LinkedHashSet<>();

    public FaultyCalls(int firstFaulty, Fault fault) {
        this(firstFaulty, fault, "");
    }

    /** @param threads a part of the names of the threads whose calls count; others never fail */
    public FaultyCalls(int firstFaulty, Fault fault, String threads) {
        this.firstFaulty = firstFaulty;
        this.fault = fault;
        this.threads = threads;
    }

    /** Calls of which none fails. */
    public static FaultyCalls none() {
        return new FaultyCalls(Integer.MAX_VALUE, Fault.TIME_OUT);
    }

    public int firstFaulty() {
        return firstFaulty;
    }

    public Fault fault() {
        return fault;
    }

    /** How many calls there were. */
    public synchronized int count() {
        return calls;
    }

    /** Whether there were as many calls as it takes to fail. */
    public synchronized boolean reached() {
        return calls >= firstFaulty;
    }

    /** What the first faulty call was, or empty if none failed. */
    public synchronized String failedCall() {
        return failedCall;
    }

    /** Names of the files and directories of the faulty calls, the first one's first. */
    public synchronized List<String> failedFiles() {
        return List.copyOf(failedFiles);
    }

    /** The thread that was interrupted last, or null: the caller's, or one that reads for it. */
    public Thread interrupted() {
        return interrupted;
    }

    /** Files that are open. */
    public synchronized int open() {
        return open;
    }

    public synchronized void opened() {
        open++;
    }

    public synchronized void closed() {
        open--;
    }

    /** Counts a call, and says whether it fails. */
    public synchronized boolean fails(String call, String location) {
        String name = location.replaceFirst("/+$", "").replaceFirst(".*/", "");
        if (!Thread.currentThread().getName().contains(threads)) {
            return false;
        }
        calls++;
        if (fault == Fault.MISSING && call.equals(LIST) || fault == Fault.INTERRUPT && call.equals(CLOSE)) {
            return false;
        }
        boolean isFirst = calls == firstFaulty;
        boolean follows = calls > firstFaulty
                && fault != Fault.TIME_OUT_ONCE
                && (fault != Fault.MISSING || failedFiles.contains(name));
        if (failedCall.isEmpty() && (isFirst || follows)) {
            failedCall = call;
        }
        if (isFirst || follows) {
            failedFiles.add(name);
        }
        return isFirst || follows;
    }

    /** Counts a call, and throws if it fails. */
    public void check(String call, String location) throws IOException {
        if (fails(call, location)) {
            throw failure(location);
        }
    }

    /** What a call that fails throws. */
    public IOException failure(String location) {
        return switch (fault) {
            case TIME_OUT_ONCE, TIME_OUT -> new SocketTimeoutException("Read timed out");
            case SHORT -> new EOFException("Premature end of the response");
            case INTERRUPT -> {
                interrupted = Thread.currentThread();
                Thread.currentThread().interrupt();
                yield new ClosedByInterruptException();
            }
            case DENIED -> new AccessDeniedException(location);
            case MISSING -> new FileNotFoundException(location);
        };
    }

    /** What was counted, for another process. */
    public synchronized String write() {
        return String.join(SEPARATOR, "" + calls, "" + open, failedCall, String.join("/", failedFiles));
    }

    /**
     * Takes over what another process has counted.
     *
     * @return false if that is just being written
     */
    public synchronized boolean read(String written) {
        String[] parts = written.split(SEPARATOR, -1);
        if (parts.length < 4) {
            return false;
        }
        calls = Integer.parseInt(parts[0]);
        open = Integer.parseInt(parts[1]);
        failedCall = parts[2];
        failedFiles.clear();
        if (!parts[3].isEmpty()) {
            failedFiles.addAll(List.of(parts[3].split("/")));
        }
        return true;
    }
}
