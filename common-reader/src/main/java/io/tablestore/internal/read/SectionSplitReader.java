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
package io.tablestore.internal.read;

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.memory.MemoryShortage;
import io.tablestore.internal.merge.RowBits;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.planning.ColumnFiles;
import io.tablestore.internal.planning.LevelRules;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.internal.split.KeyRange;
import io.tablestore.internal.split.ReadMode;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SortedRun;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.ReadMetrics;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads splits section by section. If the engine keeps one version of a key, a key pass finds the surviving rows, and then each
 * file is read on its own from front to back. If versions are combined, the section is read in windows of keys.
 */
public final class SectionSplitReader implements ReadersAhead.Fetching {

    private static final Logger LOG = LoggerFactory.getLogger(SectionSplitReader.class);

    /** A file to scan. */
    private record Task(SplitFile file, @Nullable RowBits survivors, long survivorOffset, boolean dropRetracts) {}

    private final DataSplit split;
    private final String table;
    private final SurvivorCache survivorCache;
    private final List<DataField> fields;
    private final BufferAllocator allocator;
    private final BufferPool pool;
    private final ReadContext context;
    private final boolean combines;
    private final ArrayDeque<Section> sections;
    private final ArrayDeque<Task> tasks = new ArrayDeque<>();
    private BoundPredicate predicate;
    private @Nullable BatchSource source;

    /** The section of the open source, if it is an aligned one. */
    private @Nullable Section aligned;

    /** The file opened last, for messages; null while several are read together. */
    private @Nullable String reading;

    private boolean announced;
    private boolean reopen;
    private boolean closed;
    private final long start = System.nanoTime();

    /**
     * @param files the table
     * @param fields the wanted columns, from the schema of the split
     * @param predicate resolved against that schema
     * @param survivorCache holds the results of earlier merges
     * @param parent memory comes from a child allocator, which is closed with the reader
     */
    public SectionSplitReader(
            TableFiles files,
            DataSplit split,
            List<DataField> fields,
            BoundPredicate predicate,
            SurvivorCache survivorCache,
            BufferAllocator parent) {
        TableSchema schema = files.schemas().get(split.schemaId());
        this.split = split;
        this.table = files.root().location();
        this.survivorCache = survivorCache;
        this.fields = List.copyOf(fields);
        this.predicate = predicate;
        this.combines = split.mode() == ReadMode.MERGE && LevelRules.of(schema).combines();
        this.sections = new ArrayDeque<>(split.sections());
        this.allocator = parent.newChildAllocator("split", 0, parent.getLimit());
        this.pool = new BufferPool(allocator);
        this.context = new ReadContext(files, split, schema, pool);
    }

    @Override
    public @Nullable ArrowBatch next() {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
        try {
            while (true) {
                BatchSource open = reopened(source);
                if (open != null) {
                    ArrowBatch batch = open.next();
                    if (batch != null) {
                        return batch;
                    }
                    source = null;
                    aligned = null;
                    open.close();
                }
                Task task = tasks.poll();
                if (task != null) {
                    source = scan(task);
                } else if (!nextSection()) {
                    return null;
                }
            }
        } catch (OutOfMemoryException full) {
            throw MemoryShortage.offHeap(origin(), allocator, full);
        } catch (OutOfMemoryError full) {
            throw MemoryShortage.onHeap(origin(), full);
        }
    }

    @Override
    public void fetchAhead() {
        announce();
        context.fetchAhead();
    }

    private void announce() {
        if (!announced) {
            announced = true;
            sections.forEach(context::announce);
        }
    }

    private String origin() {
        return "Reading " + (reading == null ? "bucket " + split.bucket() : reading);
    }

    private @Nullable BatchSource reopened(@Nullable BatchSource open) {
        if (!reopen || aligned == null || !(open instanceof FileScan scan)) {
            return open;
        }
        reopen = false;
        source = null;
        scan.close();
        source = scan(aligned, scan.rest());
        return source;
    }

    private FileScan scan(Task task) {
        SplitFile part = task.file;
        RowBits survivors = task.survivors == null ? context.alive(part) : task.survivors;
        WantedRows wanted =
                new WantedRows(part.rowStart(), part.rowEnd(), survivors, task.survivorOffset, task.dropRetracts);
        context.counters.files++;
        reading = context.path(part.file());
        return new FileScan(context, new FileRows(context, part.file()), wanted, fields, predicate);
    }

    /** Files that hold columns of the same rows. */
    private FileScan scan(Section section, @Nullable WantedRows rest) {
        ColumnFiles files =
                new ColumnFiles(section.files().stream().map(SplitFile::file).toList(), context::schema);
        List<DataField> columns = new ArrayList<>(fields);
        predicate.leaves().forEach(leaf -> columns.add(leaf.column()));
        WantedRows wanted = rest == null ? new WantedRows(0, files.rowCount(), context.alive(section), 0, false) : rest;
        return new FileScan(
                context, new AlignedRows(context, files, context.valueColumns(columns)), wanted, fields, predicate);
    }

    private boolean nextSection() {
        announce();
        Section section = sections.poll();
        if (section == null) {
            return false;
        }
        reading = null;
        if (section.aligned()) {
            aligned = section;
            source = scan(section, null);
            return true;
        }
        if (section.needsMerge() && combines) {
            source = new CombinedScan(context, section, split.keyRange(), fields, predicate, ReturnedKeys.ROWS);
            return true;
        }
        List<RowBits> survivors = null;
        if (split.mode() == ReadMode.MERGE
                && (section.needsMerge() || !split.keyRange().equals(KeyRange.ALL))) {
            survivors = survivorCache.get(table, split, section, () -> merged(section));
            for (RowBits bits : survivors) {
                context.counters.rowsDropped += bits.size() - bits.count(0, bits.size());
            }
        }
        for (int i = 0; i < section.runs().size(); i++) {
            SortedRun run = section.runs().get(i);
            long offset = 0;
            for (SplitFile file : run.files()) {
                DataFile dataFile = file.file();
                if (survivors == null) {
                    boolean kinds = split.mode() == ReadMode.MERGE && dataFile.deleteRowCount() != 0;
                    tasks.add(new Task(file, null, 0, kinds)); // a deletion vector is read together with its file
                } else if (survivors.get(i).count(offset, offset + dataFile.rowCount()) > 0) {
                    tasks.add(new Task(file, survivors.get(i), offset, false));
                }
                offset += dataFile.rowCount();
            }
        }
        return true;
    }

    private List<RowBits> merged(Section section) {
        try (SectionRuns runs = new SectionRuns(context, section, split.keyRange(), null)) {
            return runs.survivors();
        }
    }

    @Override
    public void narrow(Predicate more) {
        BoundPredicate bound = BoundPredicate.bind(more, context.schema().fields());
        predicate = BoundPredicate.and(List.of(predicate, bound));
        if (aligned != null) {
            reopen = true; // columns of the predicate may be in files that are not open
        } else if (source != null) {
            source.narrow(bound);
        }
    }

    @Override
    public void cancel() {
        pool.cancel();
    }

    @Override
    public ReadMetrics metrics() {
        return context.counters.snapshot();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (source != null) {
                source.close();
                source = null;
            }
        } finally {
            context.close();
            pool.close();
            allocator.close();
        }
        ReadCounters done = context.counters;
        LOG.debug(
                "{}: read a split of bucket {}: {} rows and {} bytes of {} files, {} rows merged, {}"
                        + " dropped, {} skipped, {}" + " filtered; open for {} ms.",
                table,
                split.bucket(),
                done.rowsReturned,
                done.bytesRead,
                done.files,
                done.rowsMerged,
                done.rowsDropped,
                done.rowsSkipped,
                done.rowsFiltered,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }
}
