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
package io.tablestore.internal.planning;

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.Digest;
import io.tablestore.internal.metadata.KeyOrder;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.internal.split.KeyRange;
import io.tablestore.internal.split.ReadMode;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SortedRun;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.scan.Split;
import io.tablestore.types.BinaryRow;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Packs the sections of one bucket into splits of about a target size, and divides larger sections. */
final class SplitPacker {

    private final long snapshotId;
    private final long schemaId;
    private final ReadMode mode;
    private final KeyOrder keyOrder;
    private final long targetBytes;
    private final long openFileCost;

    SplitPacker(long snapshotId, long schemaId, ReadMode mode, KeyOrder keyOrder, long targetBytes, long openFileCost) {
        this.snapshotId = snapshotId;
        this.schemaId = schemaId;
        this.mode = mode;
        this.keyOrder = keyOrder;
        this.targetBytes = Math.max(1, targetBytes);
        this.openFileCost = openFileCost;
    }

    List<Split> pack(BinaryRow partition, int bucket, List<Section> sections) {
        List<Split> splits = new ArrayList<>();
        List<Section> open = new ArrayList<>();
        long openBytes = 0;
        for (Section section : sections) {
            if (section.needsMerge() && section.sizeInBytes() > 2 * targetBytes) {
                splits.addAll(cutByKey(partition, bucket, section));
                continue;
            }
            for (Section part : cutByRow(section)) {
                long weight = part.sizeInBytes() + openFileCost * part.files().size();
                if (!open.isEmpty() && openBytes + weight > targetBytes) {
                    splits.add(split(partition, bucket, open, KeyRange.ALL));
                    open.clear();
                    openBytes = 0;
                }
                open.add(part);
                openBytes += weight;
            }
        }
        if (!open.isEmpty()) {
            splits.add(split(partition, bucket, open, KeyRange.ALL));
        }
        return splits;
    }

    /** Divides a single large file into parts with equal numbers of rows. The reader skips the pages of other parts. */
    private List<Section> cutByRow(Section section) {
        List<SplitFile> files = section.files();
        long parts = Math.round((double) section.sizeInBytes() / targetBytes);
        if (files.size() != 1 || parts < 2) {
            return List.of(section);
        }
        DataFile file = files.get(0).file();
        SplitFile whole = files.get(0);
        parts = Math.min(parts, Math.max(1, file.rowCount()));
        List<Section> cut = new ArrayList<>();
        for (long part = 0; part < parts; part++) {
            long start = file.rowCount() * part / parts;
            long end = file.rowCount() * (part + 1) / parts;
            cut.add(Section.of(whole.part(start, end)));
        }
        return cut;
    }

    /**
     * Divides a large section at the first keys of the files of its largest run. Keys are never divided, and the cuts depend on
     * the files alone, so that repeated queries produce the same splits.
     */
    private List<Split> cutByKey(BinaryRow partition, int bucket, Section section) {
        List<SplitFile> largest = List.of();
        long largestBytes = -1;
        for (SortedRun run : section.runs()) {
            long bytes = run.files().stream()
                    .mapToLong(file -> file.file().sizeInBytes())
                    .sum();
            if (bytes > largestBytes) {
                largestBytes = bytes;
                largest = run.files();
            }
        }
        List<Split> splits = new ArrayList<>();
        double factor = Math.max(1.0, (double) section.sizeInBytes() / Math.max(1, largestBytes));
        BinaryRow lower = null;
        double bytes = 0;
        for (SplitFile file : largest) {
            double weight = file.file().sizeInBytes() * factor;
            if (bytes > 0 && bytes + weight > targetBytes * 1.5) {
                splits.add(keyed(partition, bucket, section, lower, file.file().minKey()));
                lower = file.file().minKey();
                bytes = 0;
            }
            bytes += weight;
        }
        splits.add(keyed(partition, bucket, section, lower, null));
        return splits;
    }

    private Split keyed(
            BinaryRow partition, int bucket, Section section, @Nullable BinaryRow lower, @Nullable BinaryRow upper) {
        List<SortedRun> runs = new ArrayList<>();
        for (SortedRun run : section.runs()) {
            List<SplitFile> files = run.files().stream()
                    .filter(file ->
                            lower == null || keyOrder.compare(file.file().maxKey(), lower) >= 0)
                    .filter(file ->
                            upper == null || keyOrder.compare(file.file().minKey(), upper) < 0)
                    .toList();
            if (!files.isEmpty()) {
                runs.add(new SortedRun(files));
            }
        }
        return split(partition, bucket, List.of(new Section(runs)), new KeyRange(lower, upper));
    }

    private Split split(BinaryRow partition, int bucket, List<Section> sections, KeyRange keyRange) {
        ByteArrayOutputStream identity = new ByteArrayOutputStream();
        for (Section section : sections) {
            for (SplitFile file : section.files()) {
                identity.writeBytes(
                        (file.file().name() + '/' + file.rowStart() + '/').getBytes(StandardCharsets.UTF_8));
            }
        }
        if (keyRange.lower() != null) {
            identity.writeBytes(keyRange.lower().serialize());
        }
        long affinity = Digest.of(identity.toByteArray()).high();
        return new DataSplit("", snapshotId, schemaId, partition, bucket, mode, sections, keyRange, affinity);
    }
}
