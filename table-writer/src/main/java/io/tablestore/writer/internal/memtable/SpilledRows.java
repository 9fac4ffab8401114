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
package io.tablestore.writer.internal.memtable;

import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.merge.KeyMerger;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.MergeRules;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.writer.internal.file.RunWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a memtable that are on local disk: a file per spill, with a sorted run of each owner. They are merged when they
 * are written to the table.
 *
 * <p><b>Ownership:</b> allocator and pool are borrowed; closing this deletes the files, and it can be used again.
 * <b>Threads:</b> one at a time.
 */
final class SpilledRows implements AutoCloseable {

    private final TableSchema schema;
    private final RowLayout layout;
    private final BufferAllocator allocator;
    private final BufferPool pool;
    private final @Nullable Path directory;
    private final List<SpillFile> files = new ArrayList<>();
    private int owners;

    /** @param directory for the files; null if rows are never spilled */
    SpilledRows(
            TableSchema schema,
            RowLayout layout,
            BufferAllocator allocator,
            BufferPool pool,
            @Nullable Path directory) {
        this.schema = schema;
        this.layout = layout;
        this.allocator = allocator;
        this.pool = pool;
        this.directory = directory;
    }

    boolean hasDirectory() {
        return directory != null;
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** The memory that a merge of all files needs for their blocks at most. */
    long largestBlockBytes() {
        return files.stream().mapToLong(SpillFile::largestBlockBytes).sum();
    }

    /**
     * Begins a file, which stays open until this is closed. There must be a directory.
     *
     * @param ownerCount the file's owners are smaller
     */
    SpillFile begin(int ownerCount) {
        SpillFile file = new SpillFile(layout, allocator, Objects.requireNonNull(directory));
        files.add(file);
        owners = Math.max(owners, ownerCount);
        return file;
    }

    /** Merges the runs of each owner into files. */
    void writeTo(MemTable.Sink sink) {
        for (int owner = 0; owner < owners; owner++) {
            List<SpillFile.Run> runs = new ArrayList<>();
            for (SpillFile spill : files) {
                SpillFile.Run run = spill.run(owner);
                if (run != null) {
                    runs.add(run);
                }
            }
            try {
                if (!runs.isEmpty()) {
                    sink.writeRun(owner, target -> mergeRuns(runs, target));
                }
            } finally {
                runs.forEach(SpillFile.Run::close);
            }
        }
    }

    private void mergeRuns(List<SpillFile.Run> runs, RunWriter target) {
        VersionMerger merger = new VersionMerger(schema, pool);
        KeyMerger keys = new KeyMerger(runs, MergeRules.of(layout.order(), layout.versions()));
        for (MergePlan plan = keys.next(); plan != null; plan = keys.next()) {
            MergePlan window = plan;
            boolean mayRetract =
                    keys.activeRuns().stream().anyMatch(run -> keys.block(run).mayRetract());
            byte[] kinds = mayRetract ? new byte[window.entryCount()] : null;
            for (int entry = 0; kinds != null && entry < kinds.length; entry++) {
                kinds[entry] =
                        keys.block(window.run(entry)).kinds().getDataBuffer().getByte(window.row(entry));
            }
            Map<Integer, VersionColumn> columns = new HashMap<>();
            try (VersionMerger.MergedRows merged = merger.merge(
                    window,
                    kinds,
                    field -> columns.computeIfAbsent(
                            field.id(), id -> versions(window, runs, keys.activeRuns(), field)))) {
                merged.writeTo(target);
            }
        }
    }

    private VersionColumn versions(MergePlan plan, List<SpillFile.Run> runs, List<Integer> active, DataField field) {
        int position = field.equals(SystemColumns.SEQUENCE)
                ? schema.fields().size()
                : schema.fields().indexOf(field);
        @Nullable FieldVector[] vectors = new FieldVector[runs.size()];
        active.forEach(run -> vectors[run] = runs.get(run).column(position));
        return new VersionColumn(plan, vectors, new int[vectors.length]);
    }

    @Override
    public void close() {
        files.forEach(SpillFile::close);
        files.clear();
        owners = 0;
    }
}
