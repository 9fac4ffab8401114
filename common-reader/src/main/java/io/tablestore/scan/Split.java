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
package io.tablestore.scan;

import io.tablestore.format.BinaryRow;
import java.util.List;

/**
 * A part of a scan that can be read alone, by any thread of any process.
 *
 * @param branch the branch that snapshot and schema are of, or empty for the table itself
 * @param snapshotId the snapshot it belongs to
 * @param schemaId the schema its rows are returned in
 * @param partition values of the partition columns
 * @param keyRange the keys it returns; those outside are another split's
 * @param affinity splits that read the same files have the same value, query after query, so that a scheduler can send
 *     them to where those files are cached
 */
public record Split(
        String branch,
        long snapshotId,
        long schemaId,
        BinaryRow partition,
        int bucket,
        ReadMode mode,
        List<Section> sections,
        KeyRange keyRange,
        long affinity) {

    public Split {
        sections = List.copyOf(sections);
    }

    /** The same split, of a branch. */
    public Split of(String ofBranch) {
        return new Split(ofBranch, snapshotId, schemaId, partition, bucket, mode, sections, keyRange, affinity);
    }

    public long sizeInBytes() {
        return sections.stream().mapToLong(Section::sizeInBytes).sum();
    }

    /** Rows stored in the files, old versions and retractions included. */
    public long storedRows() {
        return sections.stream().mapToLong(Section::storedRows).sum();
    }

    /** Whether every stored row is returned, if none is tested: nothing is merged, retracted or deleted. */
    public boolean returnsStoredRows() {
        return keyRange.equals(KeyRange.ALL)
                && sections.stream().noneMatch(Section::needsMerge)
                && sections.stream()
                        .flatMap(section -> section.files().stream())
                        .allMatch(file -> file.deletions() == null
                                && (mode == ReadMode.APPEND || file.file().deleteRowCount() == 0));
    }

    /** The same bytes for every engine; see {@link SplitSerializer}. */
    public byte[] serialize() {
        return SplitSerializer.serialize(this);
    }

    /** @throws io.tablestore.error.TableStoreException for bytes of another version, or damaged ones */
    public static Split deserialize(byte[] bytes) {
        return SplitSerializer.deserialize(bytes);
    }
}
