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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.catalog.Table;
import io.tablestore.error.ReadCancelledException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.metadata.BucketId;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.internal.split.KeyRange;
import io.tablestore.internal.split.ReadMode;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SortedRun;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.internal.vector.VectorGather;
import io.tablestore.options.CompactionOptions;
import io.tablestore.options.FormatOptions;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.internal.file.RunWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Joins small files in one bucket of a table without a key (format reference, 11.2). In a table with buckets only adjacent
 * files are joined, which keeps the order of their rows.
 */
public final class AppendCompaction implements BucketCompaction {

    private static final long DEFAULT_TARGET = 256L << 20;

    private final Table table;
    private final TableSchema schema;
    private final BucketId bucket;
    private final List<DataFile> files;
    private final Supplier<RunWriter> runs;
    private final BufferAllocator allocator;
    private volatile boolean cancelled;
    private volatile @Nullable SplitReader reading;

    /**
     * @param files the files to join, in row order
     * @param runs opens a writer for new files of the bucket
     */
    public AppendCompaction(
            Table table,
            TableSchema schema,
            BucketId bucket,
            List<DataFile> files,
            Supplier<RunWriter> runs,
            BufferAllocator allocator) {
        this.table = table;
        this.schema = schema;
        this.bucket = bucket;
        this.files = files;
        this.runs = runs;
        this.allocator = allocator;
    }

    /**
     * Picks the files to join once enough of them are small; empty if there are none.
     *
     * @param files the files of the bucket
     */
    public static List<DataFile> pick(TableSchema schema, List<DataFile> files) {
        return pick(schema, files, schema.optionSet().get(CompactionOptions.COMPACTION_MIN_FILES));
    }

    /** As {@link #pick}, but two small files are enough. */
    public static List<DataFile> pickAll(TableSchema schema, List<DataFile> files) {
        return pick(schema, files, 2);
    }

    private static List<DataFile> pick(TableSchema schema, List<DataFile> files, int fewest) {
        OptionSet options = schema.optionSet();
        long declared = options.get(FormatOptions.TARGET_FILE_SIZE);
        long target = declared > 0 ? declared : DEFAULT_TARGET;
        long small = (long) (target * options.get(CompactionOptions.SMALL_FILE_RATIO));
        boolean adjacent = options.get(LayoutOptions.BUCKET) > 0;
        List<DataFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(DataFile::minSequence)
                .thenComparing(DataFile::creationMillis)
                .thenComparing(DataFile::name));
        List<DataFile> pack = new ArrayList<>();
        long size = 0;
        for (DataFile file : sorted) {
            if (file.sizeInBytes() >= small) {
                if (adjacent && pack.size() >= fewest) {
                    return pack;
                }
                if (adjacent) {
                    pack.clear();
                    size = 0;
                }
                continue;
            }
            pack.add(file);
            size += file.sizeInBytes();
            if (pack.size() > 1 && size >= 2 * target) {
                return pack;
            }
        }
        return pack.size() >= fewest ? pack : List.of();
    }

    @Override
    public void cancel() {
        cancelled = true;
        SplitReader reader = reading;
        if (reader != null) {
            reader.cancel();
        }
    }

    @Override
    public CompactionResult call() {
        RunWriter run = runs.get();
        long min = files.stream().mapToLong(DataFile::minSequence).min().orElse(0);
        long max = files.stream().mapToLong(DataFile::maxSequence).max().orElse(0);
        try (BufferAllocator mine = allocator.newChildAllocator("append compaction", 0, allocator.getLimit());
                BufferPool pool = new BufferPool(mine)) {
            for (DataFile file : files) {
                copy(file, run, min, max, mine, pool);
            }
            return new CompactionResult(files, run.finish());
        } catch (RuntimeException failed) {
            run.abort();
            throw failed;
        }
    }

    private void copy(DataFile file, RunWriter run, long min, long max, BufferAllocator mine, BufferPool pool) {
        Section section = new Section(List.of(new SortedRun(List.of(SplitFile.whole(file)))));
        DataSplit split = new DataSplit(
                "",
                0,
                schema.id(),
                bucket.partition(),
                bucket.bucket(),
                ReadMode.APPEND,
                List.of(section),
                KeyRange.ALL,
                0);
        try (SplitReader reader = table.open(split, null, Predicate.TRUE, mine)) {
            reading = reader;
            for (ArrowBatch batch = next(reader); batch != null; batch = next(reader)) {
                List<ArrowColumn> expanded = new ArrayList<>();
                try {
                    List<FieldVector> vectors = new ArrayList<>();
                    for (int i = 0; i < schema.fields().size(); i++) {
                        vectors.add(expanded(batch.column(i), batch.rowCount(), expanded, pool));
                    }
                    run.append(vectors, min, max, batch.rowCount());
                } finally {
                    expanded.forEach(ArrowColumn::close);
                }
            }
        } finally {
            reading = null;
        }
    }

    /** Resolves a dictionary column to values. */
    private static FieldVector expanded(ArrowColumn column, int rows, List<ArrowColumn> opened, BufferPool pool) {
        FieldVector dictionary = column.dictionary();
        if (dictionary == null) {
            return column.vector();
        }
        int[] indices = new int[rows];
        for (int row = 0; row < rows; row++) {
            indices[row] = column.vector().isNull(row)
                    ? -1
                    : column.vector().getDataBuffer().getInt(4L * row);
        }
        ArrowColumn values = new VectorGather(pool).gather(dictionary, indices, rows);
        opened.add(values);
        return values.vector();
    }

    private @Nullable ArrowBatch next(SplitReader reader) {
        if (cancelled) {
            throw new ReadCancelledException();
        }
        return reader.next();
    }
}
