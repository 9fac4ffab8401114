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

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.CommitConflictException;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.DataFiles;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.WrittenTable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Partitions are days of a BIGINT, keys are BIGINT. */
@NullUnmarked // nulls are values of these tests
class ConflictCheckTest {

    private static final TableSchema KEYED = Schemas.of(
            Schemas.columns(
                    "day", DataType.of(TypeRoot.BIGINT), "k", DataType.of(TypeRoot.BIGINT), "v", DataType.string()),
            List.of("day"),
            List.of("day", "k"),
            "bucket",
            "2");
    private static final TableSchema APPEND = Schemas.append();

    private static final BinaryRow MONDAY = DataFiles.row(1);
    private static final BinaryRow TUESDAY = DataFiles.row(2);

    @TempDir
    private Path directory;

    private static ManifestEntry add(BinaryRow day, int bucket, DataFile file) {
        return new ManifestEntry(FileKind.ADD, day, bucket, 2, file);
    }

    private static ManifestEntry delete(BinaryRow day, int bucket, DataFile file) {
        return new ManifestEntry(FileKind.DELETE, day, bucket, 2, file);
    }

    private static DataFile level(String name, int level, long minKey, long maxKey) {
        return DataFiles.compacted(name, 10, level, minKey, maxKey);
    }

    /** A table with these files, whose next changes are checked. */
    private Checked table(TableSchema schema, ManifestEntry... present) {
        WrittenTable table = WrittenTable.create(directory, schema);
        Snapshot latest = new Commit(table.files(), "test")
                .commit(Kinds.APPEND, 1, null, before -> new SnapshotChange(List.of(present), List.of()));
        return new Checked(new ConflictCheck(schema, new LiveFiles(table.files(), schema)), latest);
    }

    private record Checked(ConflictCheck check, Snapshot latest) {

        void fits(ManifestEntry... changes) {
            assertThatCode(() -> check.check(latest, List.of(changes))).doesNotThrowAnyException();
        }

        void conflicts(String message, ManifestEntry... changes) {
            assertThatThrownBy(() -> check.check(latest, List.of(changes)))
                    .isInstanceOf(CommitConflictException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void aFileIsDeletedOnce() {
        DataFile file = DataFiles.flushed("a", 1, 1);
        Checked table = table(KEYED, add(MONDAY, 0, file));
        table.fits(delete(MONDAY, 0, file));
        table.conflicts(
                "the file a of level 0 in bucket 0 is not in the table any more",
                delete(MONDAY, 0, file),
                delete(MONDAY, 0, file));
        table.conflicts("is not in the table any more", delete(MONDAY, 0, DataFiles.flushed("b", 1, 1)));
    }

    /** The same name elsewhere is another file. */
    @Test
    void aFileIsKnownByPartitionBucketAndLevel() {
        DataFile file = DataFiles.flushed("a", 1, 1);
        Checked table = table(KEYED, add(MONDAY, 0, file));
        table.conflicts("is not in the table any more", delete(TUESDAY, 0, file));
        table.conflicts("in bucket 1 is not in the table any more", delete(MONDAY, 1, file));
        table.conflicts("of level 1 in bucket 0 is not in the table any more", delete(MONDAY, 0, file.atLevel(1)));
        table.fits(add(MONDAY, 1, file), add(TUESDAY, 0, file));
    }

    @Test
    void aFileIsAddedOnce() {
        DataFile file = DataFiles.flushed("a", 1, 1);
        Checked table = table(KEYED, add(MONDAY, 0, file));
        table.conflicts("is in the table already", add(MONDAY, 0, file));
        table.fits(delete(MONDAY, 0, file), add(MONDAY, 0, file));
        DataFile other = DataFiles.flushed("b", 1, 2);
        table.conflicts("is in the table already", add(MONDAY, 0, other), add(MONDAY, 0, other));
    }

    @Test
    void appendsNeverConflict() {
        Checked table = table(KEYED, add(MONDAY, 0, DataFiles.flushed("a", 1, 1)), add(MONDAY, 0, level("b", 5, 0, 9)));
        table.fits(add(MONDAY, 0, DataFiles.flushed("c", 1, 1)), add(MONDAY, 1, DataFiles.flushed("d", 1, 1)));
    }

    /** Two compactions of the same bucket at once would both write the keys 5 to 9. */
    @Test
    void filesOfALevelDoNotOverlap() {
        DataFile flushed = DataFiles.flushed("a", 1, 1);
        Checked table = table(KEYED, add(MONDAY, 0, flushed), add(MONDAY, 0, level("b", 5, 5, 9)));
        table.conflicts(
                "the files b and c of level 5 would overlap",
                delete(MONDAY, 0, flushed),
                add(MONDAY, 0, level("c", 5, 9, 20)));
        table.conflicts(
                "the files c and b of level 5 would overlap",
                delete(MONDAY, 0, flushed),
                add(MONDAY, 0, level("c", 5, 0, 5)));
        table.fits(delete(MONDAY, 0, flushed), add(MONDAY, 0, level("c", 5, 10, 20)));
        table.fits(delete(MONDAY, 0, flushed), add(MONDAY, 0, level("c", 5, 0, 4)));
    }

    @Test
    void filesOfOtherLevelsBucketsAndPartitionsMayHaveTheSameKeys() {
        DataFile flushed = DataFiles.flushed("a", 1, 1);
        Checked table = table(
                KEYED,
                add(MONDAY, 0, flushed),
                add(MONDAY, 0, level("b", 5, 0, 9)),
                add(MONDAY, 1, level("c", 4, 0, 9)),
                add(TUESDAY, 0, level("d", 4, 0, 9)));
        table.fits(delete(MONDAY, 0, flushed), add(MONDAY, 0, level("e", 4, 0, 9)));
    }

    @Test
    void aCompactionMayReplaceWhatItOverlaps() {
        DataFile flushed = DataFiles.flushed("a", 1, 1);
        DataFile before = level("b", 5, 0, 9);
        Checked table = table(KEYED, add(MONDAY, 0, flushed), add(MONDAY, 0, before));
        table.fits(delete(MONDAY, 0, flushed), delete(MONDAY, 0, before), add(MONDAY, 0, level("c", 5, 0, 9)));
    }

    @Test
    void filesOfLevelZeroMayOverlap() {
        DataFile flushed = DataFiles.flushed("a", 1, 1);
        Checked table = table(
                KEYED,
                add(MONDAY, 0, flushed),
                add(MONDAY, 0, DataFiles.flushed("b", 1, 2)),
                add(MONDAY, 0, DataFiles.flushed("c", 1, 3)));
        table.fits(delete(MONDAY, 0, flushed));
    }

    /** What another commit broke before is not this one's fault where it only adds. */
    @Test
    void levelsAreLookedAtWhereFilesAreTakenAway() {
        Checked table = table(KEYED, add(MONDAY, 0, level("a", 5, 0, 9)));
        table.fits(add(MONDAY, 0, level("b", 5, 0, 9)));
    }

    @Test
    void aTableWithoutAKeyHasNoRangesToOverlap() {
        DataFile flushed = DataFiles.flushed("a", 1, 1);
        Checked table = table(
                APPEND,
                new ManifestEntry(FileKind.ADD, BinaryRow.EMPTY, 0, -1, flushed),
                new ManifestEntry(FileKind.ADD, BinaryRow.EMPTY, 0, -1, level("b", 1, 0, 9)));
        table.fits(
                new ManifestEntry(FileKind.DELETE, BinaryRow.EMPTY, 0, -1, flushed),
                new ManifestEntry(FileKind.ADD, BinaryRow.EMPTY, 0, -1, level("c", 1, 0, 9)));
    }

    @Test
    void onlyAnOverwriteGivesAPartitionAnotherNumberOfBuckets() {
        Checked table = table(KEYED, add(MONDAY, 0, DataFiles.flushed("a", 1, 1)));
        ManifestEntry ofThree = new ManifestEntry(FileKind.ADD, MONDAY, 2, 3, DataFiles.flushed("b", 1, 2));
        assertThatThrownBy(() -> table.check.check(table.latest, List.of(ofThree)))
                .isInstanceOf(CommitConflictException.class);
        assertThatCode(() -> table.check.checkOverwrite(table.latest, List.of(ofThree)))
                .doesNotThrowAnyException();
        table.fits(new ManifestEntry(FileKind.ADD, TUESDAY, 2, 3, DataFiles.flushed("b", 1, 2)));
    }
}
