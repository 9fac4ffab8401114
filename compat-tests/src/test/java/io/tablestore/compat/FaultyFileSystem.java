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
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A local file system of which one call, told by its number, goes wrong. */
final class FaultyFileSystem implements TableFileSystem {

    /** How it goes wrong. */
    enum Fault {
        /** Nothing is done, and the caller is told. */
        BEFORE,
        /** It is done, but the caller is told that it failed. */
        AFTER,
        /** Half of what was to be written is. */
        HALF,
        /** The process ends before the call: it and all that follow do nothing. */
        HALT_BEFORE,
        /** The process ends behind the call. */
        HALT_AFTER
    }

    private final LocalFileSystem local = new LocalFileSystem();
    private final int faultyCall;
    private final Fault fault;
    private final Runnable end;
    private int calls;
    private boolean halted;
    private String met = "";

    FaultyFileSystem(int faultyCall, Fault fault) {
        this(faultyCall, fault, () -> {});
    }

    /** @param end ends the process, at a fault that is an end */
    FaultyFileSystem(int faultyCall, Fault fault, Runnable end) {
        this.faultyCall = faultyCall;
        this.fault = fault;
        this.end = end;
    }

    /** Calls so far. */
    synchronized int calls() {
        return calls;
    }

    /** What the faulty call was, or empty if it was not reached. */
    synchronized String met() {
        return met;
    }

    private interface Action<T> {
        T run() throws IOException;
    }

    private interface Change {
        void run() throws IOException;
    }

    private synchronized <T> T call(String what, Action<T> action) throws IOException {
        if (halted) {
            throw new IOException("the process has ended");
        }
        if (++calls != faultyCall) {
            return action.run();
        }
        met = what;
        halted = fault == Fault.HALT_BEFORE || fault == Fault.HALT_AFTER;
        try {
            if (fault == Fault.AFTER || fault == Fault.HALT_AFTER) {
                action.run();
            }
        } finally {
            if (halted) {
                end.run();
            }
        }
        throw new IOException("injected: " + fault + " " + what);
    }

    private void change(String what, Change change) throws IOException {
        call(what, () -> {
            change.run();
            return null;
        });
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        return call("open " + path.name(), () -> local.open(path));
    }

    @Override
    public List<Entry> list(TablePath directory) throws IOException {
        return call("list " + directory.name(), () -> local.list(directory));
    }

    @Override
    public boolean exists(TablePath path) throws IOException {
        return call("exists " + path.name(), () -> local.exists(path));
    }

    @Override
    public void create(TablePath path, byte[] content) throws IOException {
        change("create " + path.name(), () -> local.create(path, content));
    }

    @Override
    public void overwrite(TablePath path, byte[] content) throws IOException {
        change("overwrite " + path.name(), () -> local.overwrite(path, content));
    }

    @Override
    public void delete(TablePath file) throws IOException {
        change("delete " + file.name(), () -> local.delete(file));
    }

    @Override
    public Status status(TablePath file) throws IOException {
        return call("status " + file.name(), () -> local.status(file));
    }

    @Override
    public OutputStream write(TablePath path) throws IOException {
        OutputStream out = call("write " + path.name(), () -> local.write(path));
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (calls() + 1 == faultyCall && fault == Fault.HALF) {
                    out.write(bytes, offset, length / 2);
                }
                change("write to " + path.name(), () -> out.write(bytes, offset, length));
            }

            @Override
            public void close() throws IOException {
                try {
                    change("close " + path.name(), out::close);
                } finally {
                    out.close();
                }
            }
        };
    }
}
