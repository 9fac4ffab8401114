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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.fs.Abortable;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.metastore.MetastoreException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LockedFileSystemTest {

    private static final TablePath FILE = new TablePath("mem://b/t/snapshot/snapshot-1");
    private static final byte[] OURS = bytes("ours");
    private static final byte[] THEIRS = bytes("theirs");

    /** What was done, in order. */
    private final List<String> steps = new ArrayList<>();

    private final Map<TablePath, byte[]> stored = new HashMap<>();

    /** What others do while we wait for the lock, and while we write. */
    private Runnable beforeLock = () -> {};

    private Runnable beforeCreate = () -> {};
    private Runnable atCheck = () -> {};

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HeldLock acquire() {
        beforeLock.run();
        steps.add("lock");
        return new HeldLock() {
            @Override
            public void check() {
                steps.add("check");
                atCheck.run();
            }

            @Override
            public void close() {
                steps.add("unlock");
            }
        };
    }

    private class Store implements TableFileSystem {

        private final boolean isObjectStore;
        private final boolean hasCondition;

        Store(boolean isObjectStore, boolean hasCondition) {
            this.isObjectStore = isObjectStore;
            this.hasCondition = hasCondition;
        }

        @Override
        public boolean isObjectStore(TablePath path) {
            return isObjectStore;
        }

        @Override
        public boolean createsAtomically(TablePath path) {
            return hasCondition;
        }

        @Override
        public void create(TablePath path, byte[] content) throws IOException {
            steps.add("create");
            beforeCreate.run();
            if (stored.putIfAbsent(path, content) != null) {
                throw new FileAlreadyExistsException(path.location());
            }
        }

        @Override
        public boolean exists(TablePath path) {
            steps.add("exists");
            return stored.containsKey(path);
        }

        @Override
        public OutputStream write(TablePath path) throws IOException {
            steps.add("write");
            return new ByteArrayOutputStream() {
                @Override
                public void close() throws IOException {
                    stored.put(path, toByteArray());
                }
            };
        }

        @Override
        public RangeReader open(TablePath path) throws IOException {
            throw new IOException("not read");
        }

        @Override
        public List<Entry> list(TablePath directory) {
            return List.of();
        }
    }

    private void create(TableFileSystem files) throws IOException {
        new LockedFileSystem(files, this::acquire).create(FILE, OURS);
    }

    private final TableFileSystem hdfs = new Store(false, true);
    private final TableFileSystem conditional = new Store(true, true);
    private final TableFileSystem unconditional = new Store(true, false);

    @Test
    void hdfsAndLocalFilesNeedNoLock() throws IOException {
        create(hdfs);
        assertThat(steps).containsExactly("create");
    }

    @Test
    void anObjectStoreWithTheConditionIsLockedToo() throws IOException {
        create(conditional);
        assertThat(steps).containsExactly("lock", "check", "create", "unlock");
    }

    @Test
    void aStoreWithoutTheConditionIsLookedAtUnderTheLock() throws IOException {
        create(unconditional);
        assertThat(steps).containsExactly("lock", "exists", "check", "write", "unlock");
        assertThat(stored.get(FILE)).isEqualTo(OURS);
        assertThatThrownBy(() -> create(unconditional)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(steps).endsWith("lock", "exists", "unlock");
    }

    /** An older writer holds the lock, and has written without a condition. */
    @Test
    void whatAnotherWroteUnderTheLockStays() {
        for (TableFileSystem files : List.of(conditional, unconditional)) {
            stored.clear();
            beforeLock = () -> stored.put(FILE, THEIRS);
            assertThatThrownBy(() -> create(files)).isInstanceOf(FileAlreadyExistsException.class);
            assertThat(stored.get(FILE)).isEqualTo(THEIRS);
        }
    }

    /** The metastore gives the lock to another writer after we have checked it. */
    @Test
    void aLeaseThatRanOutOverwritesNothing() {
        beforeCreate = () -> stored.put(FILE, THEIRS);
        assertThatThrownBy(() -> create(conditional)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(stored.get(FILE)).isEqualTo(THEIRS);
        assertThat(steps).endsWith("unlock");
    }

    @Test
    void aLeaseThatIsSeenToHaveRunOutWritesNothing() {
        atCheck = () -> {
            throw new MetastoreException(Kind.REFUSED, "no such lock");
        };
        for (TableFileSystem files : List.of(conditional, unconditional)) {
            assertThatThrownBy(() -> create(files)).isInstanceOf(MetastoreException.class);
            assertThat(steps).doesNotContain("create", "write").endsWith("check", "unlock");
        }
    }

    @Test
    void aFailureAtTheEndIsAnUnknownOutcome() {
        TableFileSystem failing = new Store(true, false) {
            @Override
            public OutputStream write(TablePath path) {
                return new ByteArrayOutputStream() {
                    @Override
                    public void close() throws IOException {
                        throw new IOException("no answer");
                    }
                };
            }
        };
        assertThatThrownBy(() -> create(failing))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessage("Whether " + FILE + " was created is not known: no answer");
    }

    @Test
    void aFailureBeforeTheEndPublishesNothing() {
        AbortedOutput out = new AbortedOutput();
        TableFileSystem failing = new Store(true, false) {
            @Override
            public OutputStream write(TablePath path) {
                return out;
            }
        };
        assertThatThrownBy(() -> create(failing))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(out.steps).containsExactly("abort");
    }

    private static final class AbortedOutput extends OutputStream implements Abortable {

        private final List<String> steps = new ArrayList<>();

        @Override
        public void write(int b) throws IOException {
            throw new IOException("disk full");
        }

        @Override
        public void close() {
            steps.add("close");
        }

        @Override
        public void abort() {
            steps.add("abort");
        }
    }
}
