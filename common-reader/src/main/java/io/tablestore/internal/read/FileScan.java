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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.RowRanges;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.memory.MemoryShortage;
import io.tablestore.internal.merge.RowBits;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.read.DecodedBatch.Stretch;
import io.tablestore.internal.read.column.Columns;
import io.tablestore.internal.read.column.ConstantColumns;
import io.tablestore.internal.read.filter.ColumnFilter;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.Selection;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.types.RowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one data file from front to back. Returns the rows inside the split's part of the file that survive the merge, are not
 * retracted and pass the predicate. Filter columns are decoded first, the others on first use.
 */
final class FileScan implements BatchSource {

    private final ReadContext context;
    private final StoredRows stored;
    private final WantedRows wanted;
    private final List<DataField> fields;
    private final ColumnFilter filter = new ColumnFilter();

    /** The fields decoded of each column: those that are returned and those that the predicate tests. */
    private List<DataField> columns;

    private BoundPredicate predicate;

    private int unit = -1;
    private long unitStart;
    private long unitEnd;
    private RowRanges ranges = new RowRanges();
    private int range;
    private long next;
    private int[] positions = new int[ArrowBatch.MAX_ROWS];
    private @Nullable DecodedBatch batch;

    /** @param stored closed with the scan, or if construction fails */
    FileScan(
            ReadContext context,
            StoredRows stored,
            WantedRows wanted,
            List<DataField> fields,
            BoundPredicate predicate) {
        this.context = context;
        this.stored = stored;
        this.wanted = wanted;
        this.fields = fields;
        this.columns = context.valueColumns(fields);
        this.predicate = BoundPredicate.Constant.TRUE;
        try {
            columns.forEach(stored::has); // a column that cannot be read is an error before the first row
            narrow(predicate);
        } catch (RuntimeException failed) {
            stored.close();
            throw failed;
        }
    }

    @Override
    public void narrow(BoundPredicate more) {
        BoundPredicate onFile = more.replaceLeaves(this::resolve);
        predicate = BoundPredicate.and(List.of(predicate, onFile));
        columns = ColumnPath.union(
                columns, onFile.leaves().stream().map(Leaf::column).toList());
        if (unit >= 0 && next < unitEnd) {
            ranges = rangesFrom(next);
            range = 0;
        }
    }

    /** Decides leaves on columns that have the same value in the entire file. */
    private BoundPredicate resolve(Leaf leaf) {
        int id = leaf.column().id();
        if (context.isPartitionColumn(id)) {
            return ReadContext.resolved(leaf, context.partitionValue(id));
        }
        return stored.has(leaf.column()) ? leaf : ReadContext.resolved(leaf, null);
    }

    /** The column with this id, in its decoded form. */
    private DataField decoded(int id) {
        return columns.get(ColumnPath.position(columns, id));
    }

    /** The rows that no batch has covered yet. */
    WantedRows rest() {
        return new WantedRows(
                Math.max(wanted.start(), next),
                wanted.end(),
                wanted.survivors(),
                wanted.survivorOffset(),
                wanted.dropRetracts());
    }

    @Override
    public @Nullable DecodedBatch next() {
        releaseBatch();
        while (nextStretch()) {
            long start = next;
            int most = (int) Math.min(ArrowBatch.MAX_ROWS, ranges.end(range) - start);
            int count = stored.fittingRows(
                    start - unitStart, most, context.batchBytes(), columns, ColumnForm.VALUES_OR_INDICES);
            next = start + count;
            DecodedBatch found = decode(start, count);
            if (found != null) {
                batch = found;
                context.counters.rowsReturned += found.selection().count();
                return found;
            }
        }
        return null;
    }

    /** Moves to rows that have not been tested yet; false at the end of the file. */
    private boolean nextStretch() {
        while (true) {
            if (range < ranges.count()) {
                if (next < ranges.start(range)) {
                    next = ranges.start(range);
                }
                if (next < ranges.end(range)) {
                    return true;
                }
                range++;
            } else if (!nextUnit()) {
                return false;
            }
        }
    }

    private boolean nextUnit() {
        unitStart = unitEnd;
        unit++;
        if (unit >= stored.unitCount() || predicate.equals(BoundPredicate.Constant.FALSE)) {
            return false;
        }
        unitEnd = unitStart + stored.unitRowCount(unit);
        next = unitStart;
        range = 0;
        ranges = rangesFrom(unitStart);
        if (ranges.count() > 0) {
            stored.openUnit(unit);
            if (ranges.rowCount() > (unitEnd - unitStart) / 2) {
                stored.prefetch(firstColumns());
            }
        }
        return true;
    }

    /** The columns that will certainly be decoded: those of the predicate, or all if there is none. */
    private List<DataField> firstColumns() {
        Set<Integer> filtered = predicate.columnIds();
        List<DataField> first = new ArrayList<>(
                filtered.isEmpty()
                        ? columns
                        : filtered.stream().map(this::decoded).toList());
        if (wanted.dropRetracts()) {
            first.add(SystemColumns.KIND);
        }
        return first;
    }

    /** Rows from {@code from} to the end of the unit that may be returned. */
    private RowRanges rangesFrom(long from) {
        long start = Math.max(from, Math.max(unitStart, wanted.start()));
        long end = Math.min(unitEnd, wanted.end());
        RowBits survivors = wanted.survivors();
        long offset = wanted.survivorOffset();
        RowRanges counting = new RowRanges();
        if (start >= end || survivors != null && survivors.count(offset + start, offset + end) == 0) {
            return counting;
        }
        counting.add(start, end);
        if (predicate.equals(BoundPredicate.Constant.TRUE)) {
            return counting;
        }
        RowRanges matching = new RowRanges();
        RowRanges inUnit = stored.matchingRows(unit, predicate);
        for (int i = 0; i < inUnit.count(); i++) {
            matching.add(unitStart + inUnit.start(i), unitStart + inUnit.end(i));
        }
        RowRanges both = counting.and(matching);
        context.counters.rowsSkipped += counting.rowCount() - both.rowCount();
        return both;
    }

    /** A batch of the rows that pass, or null if none does. */
    private @Nullable DecodedBatch decode(long start, int count) {
        int[] rows = null;
        int rowCount = count;
        RowBits survivors = wanted.survivors();
        if (survivors != null) {
            long bit = wanted.survivorOffset() + start;
            rowCount = survivors.positions(bit, bit + count, positions);
            if (rowCount == 0) {
                return null;
            }
            rows = rowCount == count ? null : Arrays.copyOf(positions, rowCount);
        }
        if (wanted.dropRetracts()) {
            int kept = withoutRetracts(start, count, rows, rowCount);
            rows = kept == count ? null : Arrays.copyOf(positions, kept);
            rowCount = kept;
        }
        if (rowCount == 0) {
            return null;
        }
        Stretch stretch = new Stretch(stored.file(), unitStart, start - unitStart, count);
        if (rows != null && DecodedBatch.isDense(rowCount, count)) {
            return batch(stretch, null, count, new Selection(rows, rowCount));
        }
        return batch(stretch, rows, rowCount, Selection.all(rowCount));
    }

    /**
     * @param rows the rows of the stretch that the vectors hold; null means all
     * @param candidates rows that count before the predicate is applied
     */
    private @Nullable DecodedBatch batch(Stretch stretch, int @Nullable [] rows, int rowCount, Selection candidates) {
        if (!predicate.equals(BoundPredicate.Constant.TRUE)) {
            return filtered(stretch, rows, rowCount, candidates);
        }
        DecodedBatch created = new DecodedBatch(fields, this::load, stretch, rows, rowCount);
        if (candidates.positions() != null) {
            created.select(candidates.positions(), candidates.count());
        }
        return created;
    }

    /** Writes the rows that are not retractions to {@link #positions}. */
    private int withoutRetracts(long start, int count, int @Nullable [] rows, int rowCount) {
        RowSet all = new RowSet(start - unitStart, count, rows, null, rowCount, rowCount);
        try (ArrowColumn kinds = stored.decode(SystemColumns.KIND, all, ColumnForm.VALUES)) {
            int kept = 0;
            for (int i = 0; i < rowCount; i++) {
                if (!RowKind.isRetract(kinds.vector().getDataBuffer().getByte(i))) {
                    positions[kept++] = rows == null ? i : rows[i];
                }
            }
            context.counters.rowsDropped += rowCount - kept;
            return kept;
        }
    }

    private @Nullable DecodedBatch filtered(
            Stretch stretch, int @Nullable [] rows, int rowCount, Selection candidates) {
        try (FilteredColumns filtered = new FilteredColumns()) {
            RowSet all = new RowSet(stretch.start(), stretch.length(), rows, null, rowCount, rowCount);
            int[] passing = new int[candidates.count()];
            Arrays.setAll(passing, candidates::row);
            int passed = filter.filter(
                    predicate,
                    leaf -> filtered.column(
                            decoded(leaf.column().id()),
                            column -> stored.decode(column, all, ColumnForm.VALUES_OR_INDICES)),
                    passing,
                    passing.length);
            context.counters.rowsFiltered += passing.length - passed;
            if (passed == 0) {
                return null;
            }
            return passed < rowCount / 2
                    ? compacted(stretch, rows, passing, passed, filtered)
                    : selected(stretch, rows, rowCount, passing, passed, filtered);
        }
    }

    /** Keeps the vectors of the filter columns and marks the passing rows. */
    private DecodedBatch selected(
            Stretch stretch, int @Nullable [] rows, int rowCount, int[] passing, int passed, FilteredColumns filtered) {
        DecodedBatch created = new DecodedBatch(fields, this::load, stretch, rows, rowCount);
        filtered.moveTo(created);
        if (passed < rowCount) {
            created.select(passing, passed);
        }
        return created;
    }

    /** Copies the passing rows if they are few: the vectors hold only those. */
    private DecodedBatch compacted(
            Stretch stretch, int @Nullable [] rows, int[] passing, int passed, FilteredColumns filtered) {
        int[] kept = new int[passed];
        for (int i = 0; i < passed; i++) {
            kept[i] = rows == null ? passing[i] : rows[passing[i]];
        }
        DecodedBatch created = new DecodedBatch(fields, this::load, stretch, kept, passed);
        filtered.copyTo(created, passing, passed, context.pool);
        return created;
    }

    private ArrowColumn load(int column, RowSet rows) {
        long start = System.nanoTime();
        DataField field = fields.get(column);
        ArrowColumn loaded;
        try {
            loaded = context.isPartitionColumn(field.id())
                    ? ConstantColumns.of(field, context.partitionValue(field.id()), rows.slotCount(), context.pool)
                    : returned(stored.decode(decoded(field.id()), rows, ColumnForm.VALUES_OR_INDICES), field);
        } catch (OutOfMemoryException full) {
            throw MemoryShortage.offHeap(columnOf(field), context.pool.allocator(), full);
        } catch (OutOfMemoryError full) {
            throw MemoryShortage.onHeap(columnOf(field), full);
        }
        context.counters.decodeNanos += System.nanoTime() - start;
        return loaded;
    }

    private String columnOf(DataField field) {
        return ReadContext.origin(stored.file()) + ": column " + field.name();
    }

    /** The wanted part of a decoded column. */
    private ArrowColumn returned(ArrowColumn column, DataField field) {
        return Columns.narrowed(column, decoded(field.id()), field);
    }

    private void releaseBatch() {
        if (batch != null) {
            batch.release();
            batch = null;
        }
    }

    @Override
    public void close() {
        releaseBatch();
        context.counters.bytesRead += stored.bytesRead();
        stored.close();
    }
}
