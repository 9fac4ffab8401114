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

import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A local file system that is only read, and whose reads fail from one call on, given by its number. */
final class FaultyReads implements TableFileSystem {

    /** How a read fails; half of its bytes have come by then. */
    enum Fault {
        /** This read only: the next one of the same bytes succeeds. */
        TIME_OUT_ONCE,
        /** This read and all that follow. */
        TIME_OUT,
        /** As if the connection had ended; this read and all that follow. */
        SHORT,
        /** The thread is interrupted. */
        INTERRUPT,
        /** The user lost the right to read, or the credentials expired. */
        DENIED,
        /** The file was deleted; the others are there. */
        MISSING
    }

    private final LocalFileSystem local = new LocalFileSystem();
    private final int firstFaulty;
    private final Fault fault;
    private int calls;
    private int open;
    private String failedCall = "";
    private volatile Thread interrupted;
    private final Set<String> failedFiles = new LinkedHashSet<>();

    FaultyReads(int firstFaulty, Fault fault) {
        this.firstFaulty = firstFaulty;
        this.fault = fault;
    }

    /** What the first faulty call was, or empty if it was not reached. */
    synchronized String failedCall() {
        return failedCall;
    }

    /** Names of the files and directories of the faulty calls, the first one's first. */
    synchronized List<String> failedFiles() {
        return List.copyOf(failedFiles);
    }

    /** The thread that was interrupted last, or null: the caller's, or one that reads for it. */
    Thread interrupted() {
        return interrupted;
    }

    /** Files that are open. */
    synchronized int open() {
        return open;
    }

    private synchronized void count(int change) {
        open += change;
    }

    private synchronized boolean fails(String call, TablePath path) {
        calls++;
        boolean isFirst = calls == firstFaulty;
        boolean follows = calls > firstFaulty
                && switch (fault) {
                    case TIME_OUT_ONCE -> false;
                    case MISSING -> failedFiles.contains(path.name());
                    default -> true;
                };
        if (isFirst) {
            failedCall = call;
        }
        if (isFirst || follows) {
            failedFiles.add(path.name());
        }
        return isFirst || follows;
    }

    private void check(String call, TablePath path) throws IOException {
        if (fails(call, path)) {
            throw failure(path);
        }
    }

    private IOException failure(TablePath path) {
        return switch (fault) {
            case TIME_OUT_ONCE, TIME_OUT -> new SocketTimeoutException("Read timed out");
            case SHORT -> new EOFException("Premature end of the response");
            case INTERRUPT -> {
                interrupted = Thread.currentThread();
                Thread.currentThread().interrupt();
                yield new ClosedByInterruptException();
            }
            case DENIED -> new AccessDeniedException(path.location());
            case MISSING -> new FileNotFoundException(path.location());
        };
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        check("open", path);
        RangeReader reader = local.open(path);
        count(1);
        return new RangeReader() {
            private boolean closed;

            @Override
            public long size() throws IOException {
                check("size", path);
                return reader.size();
            }

            @Override
            public void readFully(long position, ByteBuffer target) throws IOException {
                if (fails("read", path)) {
                    ByteBuffer half = target.duplicate();
                    reader.readFully(position, half.limit(half.position() + half.remaining() / 2));
                    target.position(half.position());
                    throw failure(path);
                }
                reader.readFully(position, target);
            }

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    count(-1);
                }
                reader.close();
            }
        };
    }

    @Override
    public List<Entry> list(TablePath directory) throws IOException {
        check("list", directory);
        return local.list(directory);
    }

    @Override
    public boolean exists(TablePath path) throws IOException {
        check("exists", path);
        return local.exists(path);
    }

    @Override
    public Status status(TablePath file) throws IOException {
        check("status", file);
        return local.status(file);
    }
}
