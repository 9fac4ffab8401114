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
package io.tablestore.writer.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.DataFiles;
import io.tablestore.writer.ForwardingFileSystem;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.SlowStore;
import io.tablestore.writer.WrittenTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the files of a snapshot come into an object store. */
@NullUnmarked // nulls are values of these tests
class CommitFilesTest {

    @TempDir
    private Path directory;

    private static SnapshotChange adds(String name) {
        return new SnapshotChange(
                List.of(new ManifestEntry(FileKind.ADD, BinaryRow.EMPTY, 0, 1, DataFiles.flushed(name, 100, 1))),
                List.of());
    }

    private static void append(WrittenTable table, String name) {
        new Commit(table.files(), "me").commit(Kinds.APPEND, 1, null, latest -> adds(name));
    }

    @Test
    void theManifestAndBothListsAreWrittenAtOnce() {
        SlowStore store = new SlowStore();
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed(), store);
        store.meet(3);
        append(table, "a");
        assertThat(table.paths("manifest")).hasSize(3);
        assertThat(table.paths("snapshot")).contains("snapshot/snapshot-1");
    }

    /** Holds one file back until the commit waits for it, or has gone on to the snapshot. */
    private static final class HoldingStore extends SlowStore {

        private final Thread committing = Thread.currentThread();
        private final AtomicBoolean hasHeld = new AtomicBoolean();
        private final Set<String> missing = ConcurrentHashMap.newKeySet();
        private volatile boolean goesOn;

        @Override
        protected void beforeWriting(TablePath path) {
            if (Thread.currentThread() != committing && hasHeld.compareAndSet(false, true)) {
                while (!goesOn && committing.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
        }

        @Override
        public void create(TablePath path, byte[] content) throws IOException {
            missing.addAll(underWay());
            goesOn = true;
            super.create(path, content);
        }
    }

    @Test
    void theSnapshotIsCreatedWhenTheLastOfItsFilesIsComplete() {
        HoldingStore store = new HoldingStore();
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed(), store);
        store.goesOn = false;
        append(table, "a");
        assertThat(store.hasHeld).isTrue();
        assertThat(store.missing).isEmpty();
    }

    @Test
    void aFailureOfOneFileLeavesNoneInAnObjectStore() {
        SlowStore store = new SlowStore() {
            @Override
            protected void beforeWriting(TablePath path) throws IOException {
                if (path.name().endsWith("-1")) {
                    throw new IOException("no space left");
                }
            }
        };
        checkNothingIsLeft(WrittenTable.create(directory, Schemas.keyed(), store));
        assertThat(store.underWay()).isEmpty();
        assertThat(store.deletions()).as("all in one request").containsExactly(3);
    }

    @Test
    void theFilesOfALostRaceAreDeletedTogether() {
        SlowStore store = new SlowStore();
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed(), store);
        boolean[] raced = new boolean[1];
        new Commit(table.files(), "me").commit(Kinds.APPEND, 1, null, latest -> {
            if (!raced[0]) {
                raced[0] = true;
                append(table, "other");
            }
            return adds("mine");
        });
        assertThat(store.deletions()).containsExactly(3);
        assertThat(table.paths("manifest")).hasSize(6);
    }

    @Test
    void aFailureOfOneFileLeavesNoneElsewhere() {
        checkNothingIsLeft(WrittenTable.create(directory, Schemas.keyed(), new ForwardingFileSystem() {
            @Override
            public OutputStream write(TablePath path) throws IOException {
                if (path.name().endsWith("-1")) {
                    throw new IOException("no space left");
                }
                return super.write(path);
            }
        }));
    }

    private static void checkNothingIsLeft(WrittenTable table) {
        assertThatThrownBy(() -> append(table, "a"))
                .isInstanceOf(TableStoreException.class)
                .hasMessageMatching("manifest/manifest-[-0-9a-f]+-1: The file cannot be written: no space left.*");
        assertThat(table.paths("manifest")).isEmpty();
        assertThat(table.paths("snapshot")).isEmpty();
    }

    @Test
    void aFileThatCannotBeOpenedLeavesNoOtherOpen() {
        SlowStore store = new SlowStore() {
            @Override
            public OutputStream write(TablePath path) {
                if (path.name().endsWith("-2")) {
                    throw new TableStoreException("refused");
                }
                return super.write(path);
            }
        };
        WrittenTable table = WrittenTable.create(directory, Schemas.keyed(), store);
        assertThatThrownBy(() -> append(table, "a")).hasMessage("refused");
        assertThat(store.underWay()).isEmpty();
        assertThat(table.paths("manifest")).isEmpty();
    }
}
