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
package io.tablestore.internal.split;

import io.tablestore.scan.Split;
import io.tablestore.types.BinaryRow;
import java.util.List;

/**
 * A split: sections of data files of one bucket.
 *
 * @param mode how its rows are read
 * @param keyRange the keys it returns; keys outside belong to another split
 */
public record DataSplit(
        String branch,
        long snapshotId,
        long schemaId,
        BinaryRow partition,
        int bucket,
        ReadMode mode,
        List<Section> sections,
        KeyRange keyRange,
        long affinity)
        implements Split {

    public DataSplit {
        sections = List.copyOf(sections);
    }

    /** Casts a split, from a plan or deserialized; there is no other kind. */
    public static DataSplit of(Split split) {
        return (DataSplit) split;
    }

    /** The same split, read from a branch. */
    public DataSplit onBranch(String name) {
        return new DataSplit(name, snapshotId, schemaId, partition, bucket, mode, sections, keyRange, affinity);
    }

    @Override
    public int fileCount() {
        return sections.stream().mapToInt(section -> section.files().size()).sum();
    }

    @Override
    public long sizeInBytes() {
        return sections.stream().mapToLong(Section::sizeInBytes).sum();
    }

    @Override
    public long storedRows() {
        return sections.stream().mapToLong(Section::storedRows).sum();
    }

    @Override
    public boolean returnsStoredRows() {
        return keyRange.equals(KeyRange.ALL)
                && sections.stream().noneMatch(Section::needsMerge)
                && sections.stream()
                        .flatMap(section -> section.files().stream())
                        .allMatch(file -> file.deletions() == null
                                && (mode == ReadMode.APPEND || file.file().deleteRowCount() == 0));
    }

    @Override
    public byte[] serialize() {
        return SplitSerializer.serialize(this);
    }

    /** @throws io.tablestore.error.TableStoreException if the bytes have another version or are damaged */
    public static DataSplit deserialize(byte[] bytes) {
        return SplitSerializer.deserialize(bytes);
    }
}
