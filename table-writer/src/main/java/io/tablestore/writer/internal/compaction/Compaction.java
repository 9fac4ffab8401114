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
package io.tablestore.writer.internal.compaction;

import io.tablestore.error.ReadCancelledException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.internal.metadata.KeyOrder;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.metadata.UnknownFields;
import io.tablestore.internal.planning.Sections;
import io.tablestore.internal.read.OrderedRows;
import io.tablestore.internal.read.ReturnedKeys;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.options.CompactionOptions;
import io.tablestore.options.FormatOptions;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.MergeOptions.MergeEngineName;
import io.tablestore.options.OptionSet;
import io.tablestore.read.ArrowBatch;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.internal.file.RunWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Compacts files in one bucket of a primary-key table. Overlapping files are merged and rewritten, together with adjacent small
 * files. A large file without overlap only moves to its new level.
 *
 * <p><b>Threads:</b> runs in one thread; {@link #cancel} may be called by any.
 */
public final class Compaction implements BucketCompaction {

    private static final long DEFAULT_TARGET = 128L << 20;

    private final TableFiles files;
    private final TableSchema schema;
    private final BucketId bucket;
    private final CompactionUnit unit;
    private final IntFunction<RunWriter> runs;
    private final BufferAllocator allocator;
    private final long smallFile;
    private final boolean firstRow;
    private final Set<String> unitFiles = new HashSet<>();
    private final List<DataFile> before = new ArrayList<>();
    private final List<DataFile> after = new ArrayList<>();
    private final List<RunWriter> written = new ArrayList<>();
    private final List<Section> pending = new ArrayList<>();
    private volatile boolean cancelled;
    private volatile @Nullable OrderedRows reading;

    /** @param runs opens a writer for files of the bucket at a level */
    public Compaction(
            TableFiles files,
            TableSchema schema,
            BucketId bucket,
            CompactionUnit unit,
            IntFunction<RunWriter> runs,
            BufferAllocator allocator) {
        this.files = files;
        this.schema = schema;
        this.bucket = bucket;
        this.unit = unit;
        this.runs = runs;
        this.allocator = allocator;
        OptionSet options = schema.optionSet();
        long target = options.get(FormatOptions.TARGET_FILE_SIZE);
        this.smallFile =
                (long) ((target > 0 ? target : DEFAULT_TARGET) * options.get(CompactionOptions.SMALL_FILE_RATIO));
        this.firstRow = options.get(MergeOptions.MERGE_ENGINE) == MergeEngineName.FIRST_ROW;
        unit.files().forEach(file -> unitFiles.add(file.name()));
    }

    @Override
    public void cancel() {
        cancelled = true;
        OrderedRows rows = reading;
        if (rows != null) {
            rows.cancel();
        }
    }

    @Override
    public CompactionResult call() {
        try {
            List<SplitFile> parts = new ArrayList<>();
            unit.files().forEach(file -> parts.add(SplitFile.whole(file)));
            if (firstRow) { // the higher levels contain the first row of some keys
                unit.guards().forEach(file -> parts.add(SplitFile.whole(file)));
            }
            for (Section section : new Sections(new KeyOrder(schema.trimmedPrimaryKey())).of(parts)) {
                if (section.files().stream().anyMatch(part -> isCompacted(part.file()))) {
                    take(section);
                }
            }
            rewritePending();
            return new CompactionResult(List.copyOf(before), List.copyOf(after));
        } catch (RuntimeException failed) {
            written.forEach(RunWriter::abort);
            throw failed;
        }
    }

    private boolean isCompacted(DataFile file) {
        return unitFiles.contains(file.name());
    }

    private void take(Section section) {
        boolean alone = section.files().size() == 1;
        DataFile file = section.files().get(0).file();
        boolean keepsRetracts = !unit.dropsRetracts() || file.deleteRowCount() == 0;
        if (alone && file.sizeInBytes() >= smallFile && keepsRetracts) {
            rewritePending();
            move(file);
        } else {
            pending.add(section);
        }
    }

    private void move(DataFile file) {
        if (file.level() != unit.outputLevel()) {
            String entry = "the manifest entry of bucket-" + bucket.bucket() + "/" + file.name();
            UnknownFields.refuse(entry, file.unknownFields());
            before.add(file);
            after.add(file.atLevel(unit.outputLevel()));
        }
    }

    /** Writes the pending adjacent sections as one run. */
    private void rewritePending() {
        if (pending.isEmpty()) {
            return;
        }
        DataFile first = pending.get(0).files().get(0).file();
        boolean onlyOne = pending.size() == 1 && pending.get(0).files().size() == 1;
        if (onlyOne && (!unit.dropsRetracts() || first.deleteRowCount() == 0)) {
            move(first);
        } else {
            RunWriter run = runs.apply(unit.outputLevel());
            written.add(run);
            for (Section section : pending) {
                merge(section, run);
                section.files().stream()
                        .map(SplitFile::file)
                        .filter(this::isCompacted)
                        .forEach(before::add);
            }
            after.addAll(run.finish());
        }
        pending.clear();
    }

    private void merge(Section section, RunWriter run) {
        int columns = schema.fields().size();
        ReturnedKeys merged = unit.dropsRetracts() ? ReturnedKeys.ROWS : ReturnedKeys.ALL;
        ReturnedKeys returned = firstRow ? merged.upToLevel(unit.outputLevel()) : merged;
        try (OrderedRows rows = new OrderedRows(files, schema, bucket, section, returned, allocator)) {
            reading = rows;
            for (ArrowBatch batch = next(rows); batch != null; batch = next(rows)) {
                List<FieldVector> vectors = new ArrayList<>();
                for (int i = 0; i < columns; i++) {
                    vectors.add(batch.column(i).vector());
                }
                FieldVector sequences = batch.column(columns).vector();
                FieldVector kinds = batch.column(columns + 1).vector();
                run.write(vectors, sequences, kinds, batch.rowCount());
            }
        } finally {
            reading = null;
        }
    }

    private @Nullable ArrowBatch next(OrderedRows rows) {
        if (cancelled) {
            throw new ReadCancelledException();
        }
        return rows.next();
    }
}
