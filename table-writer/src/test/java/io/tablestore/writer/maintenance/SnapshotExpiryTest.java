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
package io.tablestore.writer.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.writer.ForwardingFileSystem;
import io.tablestore.writer.WrittenTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // nulls are values of these tests
class SnapshotExpiryTest {

    private static final long ALL_ARE_OLD = Long.MAX_VALUE;
    private static final long NONE_IS_OLD = 0;

    @TempDir
    private Path directory;

    /** Ten snapshots, each of which adds a file. */
    private HandmadeTable ten(String name) {
        HandmadeTable table = new HandmadeTable(directory.resolve(name));
        for (int i = 1; i <= 10; i++) {
            table.commit("+f" + i);
        }
        return table;
    }

    private static int expire(HandmadeTable table, int min, int max, long olderThan, int limit) {
        return new SnapshotExpiry(table.written().table()).run(min, max, olderThan, limit);
    }

    @Test
    void theNewestStayHoweverOldTheyAre() {
        HandmadeTable table = ten("t");
        assertThat(expire(table, 3, 100, ALL_ARE_OLD, 100)).isEqualTo(7);
        assertThat(table.snapshots()).containsExactly(8L, 9L, 10L);
        assertThat(expire(table, 3, 100, ALL_ARE_OLD, 100)).isZero();
        assertThat(expire(table, 0, 100, ALL_ARE_OLD, 100)).isEqualTo(2);
        assertThat(table.snapshots()).containsExactly(10L);
        assertThat(table.data()).hasSize(10);
        assertThat(directory.resolve("t/snapshot/EARLIEST")).hasContent("10");
    }

    @Test
    void noMoreStayThanTheMostHoweverNewTheyAre() {
        HandmadeTable table = ten("t");
        assertThat(expire(table, 1, 100, NONE_IS_OLD, 100)).isZero();
        assertThat(expire(table, 1, 10, NONE_IS_OLD, 100)).isZero();
        assertThat(expire(table, 1, 4, NONE_IS_OLD, 100)).isEqualTo(6);
        assertThat(table.snapshots()).containsExactly(7L, 8L, 9L, 10L);
        assertThat(expire(table, 1, 0, NONE_IS_OLD, 100)).isEqualTo(3);
        assertThat(table.snapshots()).containsExactly(10L);
    }

    @Test
    void theLeastThatStaysGoesBeforeTheMost() {
        HandmadeTable table = ten("t");
        assertThat(expire(table, 5, 2, ALL_ARE_OLD, 100)).isEqualTo(5);
        assertThat(table.snapshots()).containsExactly(6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void oneRunTakesNoMoreThanItsLimit() {
        HandmadeTable table = ten("t");
        assertThat(expire(table, 1, 3, ALL_ARE_OLD, 2)).isEqualTo(2);
        assertThat(table.snapshots()).hasSize(8).contains(3L);
        assertThat(expire(table, 1, 3, ALL_ARE_OLD, 0)).isZero();
    }

    /** That of the time itself stays. */
    @Test
    void whatIsOlderThanTheTimeGoes() {
        HandmadeTable table = new HandmadeTable(directory);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            table.commit("+f" + i);
            long time = table.written().files().snapshots().latest().timeMillis();
            times.add(time);
            while (System.currentTimeMillis() == time) {
                Thread.onSpinWait();
            }
        }
        assertThat(expire(table, 1, 100, times.get(2), 100)).isEqualTo(2);
        assertThat(table.snapshots()).containsExactly(3L, 4L);
        assertThat(expire(table, 1, 100, times.get(2) + 1, 100)).isEqualTo(1);
        assertThat(table.snapshots()).containsExactly(4L);
    }

    @Test
    void whatAConsumerStillReadsStays() {
        HandmadeTable table = ten("t");
        table.create("consumer/consumer-a", "{\"nextSnapshot\":6}");
        table.create("consumer/consumer-b", "{\"nextSnapshot\":4}");
        assertThat(expire(table, 1, 100, ALL_ARE_OLD, 100)).isEqualTo(3);
        assertThat(table.snapshots()).contains(4L).doesNotContain(3L);
    }

    /** As a process leaves them that ends at the wrong moment, or Apache Paimon if a file cannot be deleted. */
    @Test
    void snapshotsBeforeAGapGoToo() throws IOException {
        HandmadeTable table = ten("t");
        for (int id = 2; id <= 5; id++) {
            Files.delete(directory.resolve("t/snapshot/snapshot-" + id));
        }
        assertThat(expire(table, 1, 100, ALL_ARE_OLD, 1)).isEqualTo(1);
        assertThat(table.snapshots()).containsExactly(6L, 7L, 8L, 9L, 10L);
        assertThat(expire(table, 3, 100, ALL_ARE_OLD, 100)).isEqualTo(2);
        assertThat(table.snapshots()).containsExactly(8L, 9L, 10L);
        assertThat(table.data()).hasSize(10);
    }

    /** Nobody has built on the second snapshot: another one had the number. */
    @Test
    void whatASnapshotBeforeAGapHasDeletedStays() throws IOException {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a");
        table.commit("-a");
        Path late = directory.resolve("snapshot/snapshot-2");
        byte[] content = Files.readAllBytes(late);
        Files.delete(late);
        for (int i = 2; i <= 5; i++) {
            table.commit("+f" + i);
        }
        Files.delete(directory.resolve("snapshot/snapshot-3"));
        Files.write(late, content);
        assertThat(expire(table, 1, 100, ALL_ARE_OLD, 1)).isEqualTo(1);
        assertThat(table.data()).contains("a");
        assertThat(expire(table, 1, 100, ALL_ARE_OLD, 100)).isEqualTo(2);
        assertThat(table.snapshots()).containsExactly(5L);
        assertThat(table.data()).contains("a");
    }

    /** As S3: of several files that are deleted together, the others go when one cannot be deleted. */
    private static final class StubbornStore extends ForwardingFileSystem {

        private final String undeletable;

        StubbornStore(String undeletable) {
            this.undeletable = undeletable;
        }

        @Override
        public boolean isObjectStore(TablePath path) {
            return true;
        }

        @Override
        public void delete(TablePath file) throws IOException {
            deleteAll(List.of(file));
        }

        @Override
        public void deleteAll(Collection<TablePath> files) throws IOException {
            for (TablePath file : files) {
                if (!file.name().equals(undeletable)) {
                    super.delete(file);
                }
            }
            if (files.stream().anyMatch(file -> file.name().equals(undeletable))) {
                throw new IOException("the store refuses");
            }
        }
    }

    @Test
    void aSnapshotThatCannotBeDeletedLeavesNoGap() {
        HandmadeTable table = ten("t");
        WrittenTable stubborn = WrittenTable.open(directory.resolve("t"), new StubbornStore("snapshot-3"));
        assertThatThrownBy(() -> new SnapshotExpiry(stubborn.table()).run(1, 100, ALL_ARE_OLD, 100))
                .hasMessageContaining("snapshot/snapshot-3: The file cannot be deleted: the store refuses");
        assertThat(table.snapshots()).containsExactly(3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(expire(table, 1, 100, ALL_ARE_OLD, 100)).isEqualTo(7);
    }

    /** A file goes with the last snapshot that has it: the one before it was taken away. */
    @Test
    void filesGoOnceNoSnapshotHasThem() {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a", "+b");
        table.commit("-a", "+c");
        table.commit("-b");
        expire(table, 2, 100, ALL_ARE_OLD, 100); // snapshot 2 has b
        assertThat(table.data()).containsExactly("b", "c");
        expire(table, 1, 100, ALL_ARE_OLD, 100);
        assertThat(table.data()).containsExactly("c");
    }

    @Test
    void snapshotsGoBeforeDataFilesAndThoseBeforeMetadata() {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a");
        table.commit("-a", "+b");
        table.commit("+c");
        Snapshot first = table.written().files().snapshots().get(1);
        table.deleted().clear();
        expire(table, 1, 100, ALL_ARE_OLD, 100);
        assertThat(table.deleted())
                .startsWith("snapshot/snapshot-1", "snapshot/snapshot-2", "bucket-0/a")
                .contains("manifest/" + first.baseManifestList(), "manifest/" + first.deltaManifestList());
        // The newest snapshot still has all three manifests, and lists of its own.
        assertThat(table.written().paths("manifest")).hasSize(5);
    }

    @Test
    void aTagKeepsItsFiles() {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a", "+b");
        new Tags(table.written().table()).create("kept", 1L);
        table.commit("-a");
        table.commit("-b", "+c");
        expire(table, 1, 100, ALL_ARE_OLD, 100);
        assertThat(table.snapshots()).containsExactly(3L);
        assertThat(table.data()).containsExactly("a", "b", "c");
        new Tags(table.written().table()).delete("kept");
        assertThat(table.data()).containsExactly("c");
    }

    @Test
    void aTableWithoutSnapshotsHasNothingToExpire() {
        HandmadeTable table = new HandmadeTable(directory);
        assertThat(expire(table, 1, 1, ALL_ARE_OLD, 10)).isZero();
        assertThat(new SnapshotExpiry(table.written().table()).run()).isZero();
    }

    @Test
    void theOptionsOfTheTableAreTheDefaults() {
        HandmadeTable table =
                new HandmadeTable(directory, "snapshot.num-retained.min", "2", "snapshot.num-retained.max", "3");
        for (int i = 0; i < 6; i++) {
            table.commit("+f" + i);
        }
        assertThat(new SnapshotExpiry(table.written().table()).run()).isEqualTo(3);
        assertThat(table.snapshots()).containsExactly(4L, 5L, 6L);
    }

    @Test
    void aTableWhoseChangelogsOutliveItsSnapshotsIsRefused() {
        HandmadeTable table = new HandmadeTable(directory, "changelog.num-retained.min", "5");
        assertThatThrownBy(() -> new SnapshotExpiry(table.written().table()))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("changelog.num-retained.min");
    }
}
