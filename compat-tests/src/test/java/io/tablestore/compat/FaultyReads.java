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
import java.nio.ByteBuffer;
import java.util.List;

/** A local file system that is only read, and whose reads fail from one call on, given by its number. */
final class FaultyReads implements TableFileSystem {

    private final LocalFileSystem local = new LocalFileSystem();
    private final FaultyCalls calls;

    FaultyReads(FaultyCalls calls) {
        this.calls = calls;
    }

    private void check(String call, TablePath path) throws IOException {
        calls.check(call, path.location());
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        check("open", path);
        RangeReader reader = local.open(path);
        calls.opened();
        return new RangeReader() {
            private boolean closed;

            @Override
            public long size() throws IOException {
                check("size", path);
                return reader.size();
            }

            @Override
            public void readFully(long position, ByteBuffer target) throws IOException {
                if (calls.fails("read", path.location())) {
                    ByteBuffer half = target.duplicate();
                    reader.readFully(position, half.limit(half.position() + half.remaining() / 2));
                    target.position(half.position());
                    throw calls.failure(path.location());
                }
                reader.readFully(position, target);
            }

            @Override
            public void close() throws IOException {
                reader.close();
                if (!closed) {
                    closed = true;
                    calls.closed();
                    check(FaultyCalls.CLOSE, path);
                }
            }
        };
    }

    @Override
    public List<Entry> list(TablePath directory) throws IOException {
        check(FaultyCalls.LIST, directory);
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
