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
import io.tablestore.error.UnknownCommitException;
import io.tablestore.fs.TablePath;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.ForwardingFileSystem;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.WrittenTable;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that are slow, while other writers commit and their snapshots expire. */
@NullUnmarked // nulls are values of these tests
class ReusedNumberTest {

    @TempDir
    Path directory;

    private WrittenTable others;

    /** Files of a slow writer: others work before or after it creates a snapshot. */
    private static final class SlowFiles extends ForwardingFileSystem {

        private Runnable before = () -> {};
        private Runnable after = () -> {};
        private String failing = "none";

        @Override
        public void create(TablePath path, byte[] content) throws IOException {
            Runnable first = before;
            Runnable then = after;
            before = () -> {};
            after = () -> {};
            first.run();
            super.create(path, content);
            then.run();
        }

        @Override
        public List<Entry> list(TablePath path) throws IOException {
            fail(path, "list");
            return super.list(path);
        }

        @Override
        public void delete(TablePath file) throws IOException {
            fail(file, "delete");
            super.delete(file);
        }

        private void fail(TablePath path, String call) throws IOException {
            if ((call + " " + path.name()).equals(failing)) {
                throw new IOException("the store is down");
            }
        }
    }

    private final SlowFiles slowFiles = new SlowFiles();

    private WrittenTable create(int snapshots) {
        WrittenTable slow = WrittenTable.create(directory, Schemas.append("bucket", "-1"), slowFiles);
        others = WrittenTable.open(directory);
        put(1, snapshots);
        return slow;
    }

    private void put(int first, int last) {
        for (int number = first; number <= last; number++) {
            others.put((long) number, "others");
        }
    }

    private int expireAllButNewest() {
        return new SnapshotExpiry(others.table()).run(1, 1, Long.MAX_VALUE, 100);
    }

    private static void putSlowly(WrittenTable slow) {
        slow.put(0L, "slow");
    }

    @Test
    void aNumberWhoseSnapshotHasExpiredIsNotKept() {
        WrittenTable slow = create(1);
        slowFiles.before = () -> {
            put(2, 4);
            assertThat(expireAllButNewest()).isEqualTo(3);
        };
        putSlowly(slow);
        assertThat(others.rows()).contains("[0, slow]").hasSize(5);
        assertThat(others.files().snapshots().ids().keySet()).containsExactly(4L, 5L);
    }

    @Test
    void norIsTheFirstNumber() {
        WrittenTable slow = create(0);
        slowFiles.before = () -> {
            put(1, 3);
            expireAllButNewest();
        };
        putSlowly(slow);
        assertThat(others.rows()).contains("[0, slow]").hasSize(4);
        assertThat(others.files().snapshots().ids().keySet()).containsExactly(3L, 4L);
    }

    /** The next snapshot is there still, but it has been made of another one with the number. */
    @Test
    void norIsOneWhileOthersExpire() {
        WrittenTable slow = create(1);
        slowFiles.before = () -> {
            put(2, 4);
            others.files().snapshots().delete(1);
            others.files().snapshots().delete(2);
        };
        putSlowly(slow);
        assertThat(others.rows()).contains("[0, slow]").hasSize(5);
        assertThat(others.files().snapshots().ids().keySet()).containsExactly(3L, 4L, 5L);
    }

    /** Apache Paimon goes on after a snapshot that cannot be deleted. */
    @Test
    void norIsOneWhoseNumberHasExpiredBeforeOlderOnes() {
        WrittenTable slow = create(2);
        slowFiles.before = () -> {
            put(3, 4);
            others.files().snapshots().delete(3);
        };
        putSlowly(slow);
        assertThat(others.rows()).contains("[0, slow]").hasSize(5);
        assertThat(others.files().snapshots().ids().keySet()).containsExactly(1L, 2L, 4L, 5L);
    }

    /** It may have been the basis of the missing one. */
    @Test
    void missingSnapshotsBetweenOlderAndNewerOnesLeaveTheCommitUnknown() {
        WrittenTable slow = create(2);
        slowFiles.before = () -> {
            put(3, 5);
            others.files().snapshots().delete(3);
            others.files().snapshots().delete(4);
        };
        assertThatThrownBy(() -> putSlowly(slow))
                .isInstanceOf(UnknownCommitException.class)
                .hasMessageContaining("The snapshots next to it are gone, but older ones are not.");
    }

    @Test
    void aSnapshotThatOthersHaveBuiltOnStaysAlthoughTheNextOneIsGone() {
        WrittenTable slow = create(1);
        slowFiles.after = () -> {
            put(2, 4);
            others.files().snapshots().delete(1);
            others.files().snapshots().delete(3);
        };
        putSlowly(slow);
        assertThat(others.rows()).contains("[0, slow]").hasSize(5);
        assertThat(others.files().snapshots().ids().keySet()).containsExactly(2L, 4L, 5L);
    }

    @Test
    void aSnapshotThatOthersHaveBuiltOnStays() {
        WrittenTable slow = create(1);
        slowFiles.after = () -> {
            put(2, 3);
            others.files().snapshots().delete(1);
        };
        putSlowly(slow);
        assertThat(others.rows()).contains("[0, slow]").hasSize(4);
        assertThat(others.files().snapshots().ids().keySet()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void theNewestSnapshotStays() {
        WrittenTable slow = create(1);
        slowFiles.after = () -> assertThat(expireAllButNewest()).isEqualTo(1);
        putSlowly(slow);
        assertThat(others.rows()).containsExactly("[0, slow]", "[1, others]");
        assertThat(others.files().snapshots().ids().keySet()).containsExactly(2L);
    }

    /** The rows are in the table, and committing them again would double them once their files are compacted. */
    @Test
    void aSnapshotThatHasExpiredLeavesTheCommitUnknown() {
        WrittenTable slow = create(1);
        slowFiles.after = () -> {
            put(2, 4);
            expireAllButNewest();
        };
        assertThatThrownBy(() -> putSlowly(slow))
                .isInstanceOf(UnknownCommitException.class)
                .hasMessageContaining("snapshot/snapshot-2 has expired meanwhile.");
        assertThat(others.rows()).contains("[0, slow]").hasSize(5);
    }

    @Test
    void aStoreThatDoesNotSayLeavesTheCommitUnknown() {
        WrittenTable slow = create(1);
        slowFiles.after = () -> slowFiles.failing = "list snapshot";
        assertThatThrownBy(() -> putSlowly(slow))
                .isInstanceOf(UnknownCommitException.class)
                .hasMessageStartingWith("snapshot/snapshot-2: This snapshot was created, but it is not known whether"
                        + " another with this number had expired before, in which case it does not count:"
                        + " " + others.files().root() + "/snapshot: The directory cannot be listed: the store is down")
                .hasMessageEndingWith(
                        "Before the same rows are committed again, read whether the newest snapshot has them.");
    }

    @Test
    void aSnapshotThatCannotBeDeletedIsNamed() {
        WrittenTable slow = create(1);
        slowFiles.before = () -> {
            put(2, 4);
            expireAllButNewest();
        };
        slowFiles.failing = "delete snapshot-2";
        assertThatThrownBy(() -> putSlowly(slow))
                .isInstanceOf(TableStoreException.class)
                .hasMessageStartingWith("snapshot/snapshot-2: This commit created the file after another writer's with"
                        + " this number had expired, so nothing was committed. It cannot be deleted:"
                        + " snapshot/snapshot-2: The file cannot be deleted: the store is down")
                .hasMessageEndingWith("Delete it by hand before the commit is tried again.");
    }

    /** It ends between creating a snapshot and looking whether the number was free for it. */
    private void commitAndDie(Runnable meanwhile) {
        WrittenTable slow = create(1);
        slowFiles.before = () -> {
            meanwhile.run();
            slowFiles.failing = "list snapshot";
        };
        List<CommitMessage> messages = slow.prepare(write -> write.write(RowValues.of(0L, "slow")));
        assertThatThrownBy(() -> job().commit(7, messages)).isInstanceOf(UnknownCommitException.class);
        slowFiles.failing = "none";
    }

    /** The slow job, started again. */
    private TableCommit job() {
        return new TableCommit(WrittenTable.open(directory, slowFiles).table(), "job");
    }

    @Test
    void theSnapshotOfAProcessThatHasDiedDoesNotCount() {
        commitAndDie(() -> {
            put(2, 4);
            expireAllButNewest();
        });
        assertThat(others.files().snapshots().ids().keySet()).containsExactly(2L, 4L);
        assertThat(job().uncommitted(List.of(7L))).containsExactly(7L);
    }

    @Test
    void norDoesItIfTheNextOneIsThere() {
        commitAndDie(() -> {
            put(2, 4);
            others.files().snapshots().delete(1);
            others.files().snapshots().delete(2);
        });
        assertThat(job().uncommitted(List.of(7L))).containsExactly(7L);
    }

    @Test
    void itCountsIfOthersHaveBuiltOnIt() {
        commitAndDie(() -> {});
        put(2, 3);
        assertThat(job().uncommitted(List.of(7L, 8L))).containsExactly(8L);
        others.files().snapshots().delete(1);
        assertThat(job().uncommitted(List.of(7L, 8L))).containsExactly(8L);
    }
}
