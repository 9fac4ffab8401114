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
package io.tablestore.read;

import io.tablestore.file.FileDecoder;
import io.tablestore.file.RowRanges;
import io.tablestore.file.RowSet;
import io.tablestore.format.DataFile;
import io.tablestore.merge.RowBits;
import io.tablestore.predicate.BoundPredicate;
import io.tablestore.predicate.BoundPredicate.Leaf;
import io.tablestore.scan.SplitFile;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TypeRoot;
import io.tablestore.vector.ArrowColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one data file front to back as a plain scan of the rows that count: inside the split's part, survivors of the
 * merge, not retracted, passing the predicate. Filter columns are decoded first, the others when somebody asks.
 */
final class FileScan implements BatchSource {

    private static final DataField KIND = new DataField(
            -1, ReadContext.KIND_COLUMN, DataType.of(TypeRoot.TINYINT).withNullable(false));

    /** Bytes of values that a batch aims at; wider rows come in smaller batches. */
    private static final long BATCH_BYTES = 64L << 20;

    private final ReadContext context;
    private final SplitFile part;
    private final DataFile file;
    private final List<DataField> fields;
    private final @Nullable RowBits survivors;
    private final long survivorOffset;
    private final boolean dropRetracts;
    private final FileDecoder decoder;
    private final ColumnFilter filter = new ColumnFilter();
    private final Map<Integer, @Nullable FileColumn> storedById = new HashMap<>();
    private BoundPredicate predicate;

    private int unit = -1;
    private long unitStart;
    private long unitEnd;
    private RowRanges ranges = new RowRanges();
    private int range;
    private long next;
    private int batchRows = ArrowBatch.MAX_ROWS;
    private int[] positions = new int[ArrowBatch.MAX_ROWS];
    private @Nullable DecodedBatch batch;

    /**
     * @param survivors bits of the file's rows, or null if every row counts
     * @param survivorOffset the bit of the file's first row
     * @param dropRetracts whether row kinds must be looked at
     */
    FileScan(
            ReadContext context,
            SplitFile part,
            List<DataField> fields,
            BoundPredicate predicate,
            @Nullable RowBits survivors,
            long survivorOffset,
            boolean dropRetracts) {
        this.context = context;
        this.part = part;
        this.file = part.file();
        this.fields = fields;
        this.survivors = survivors;
        this.survivorOffset = survivorOffset;
        this.dropRetracts = dropRetracts;
        this.predicate = BoundPredicate.Constant.TRUE;
        this.decoder = context.open(file);
        context.counters.files++;
        try {
            for (DataField field : fields) {
                stored(field);
            }
            narrow(predicate);
        } catch (RuntimeException failed) {
            decoder.close();
            throw failed;
        }
    }

    @Override
    public void narrow(BoundPredicate more) {
        BoundPredicate onFile = more.replaceLeaves(this::settle);
        predicate = BoundPredicate.and(List.of(predicate, onFile));
        if (unit >= 0 && next < unitEnd) {
            ranges = rangesFrom(next);
            range = 0;
        }
    }

    /** Leaves on columns that have the same value in the whole file are decided here. */
    private BoundPredicate settle(Leaf leaf) {
        int id = leaf.field().id();
        if (context.isPartitionColumn(id)) {
            return ReadContext.settled(leaf, context.partitionValue(id));
        }
        return stored(leaf.field()) == null ? ReadContext.settled(leaf, null) : leaf;
    }

    private @Nullable FileColumn stored(DataField field) {
        if (context.isPartitionColumn(field.id())) {
            return null;
        }
        if (!storedById.containsKey(field.id())) {
            storedById.put(field.id(), context.stored(field, file, decoder));
        }
        return storedById.get(field.id());
    }

    @Override
    public @Nullable DecodedBatch next() {
        releaseBatch();
        while (nextStretch()) {
            long start = next;
            int count = (int) Math.min(batchRows, ranges.end(range) - start);
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

    /** Moves to rows that have not been looked at; false at the end of the file. */
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
        if (unit >= decoder.unitCount() || predicate.equals(BoundPredicate.Constant.FALSE)) {
            return false;
        }
        unitEnd = unitStart + decoder.unitRowCount(unit);
        next = unitStart;
        range = 0;
        ranges = rangesFrom(unitStart);
        if (ranges.count() > 0) {
            decoder.openUnit(unit);
            if (ranges.rowCount() > (unitEnd - unitStart) / 2) {
                decoder.prefetch(firstColumns());
            }
            batchRows = batchRows();
        }
        return true;
    }

    /** The columns that are certain to be decoded: those of the predicate, or all if there is none. */
    private List<String> firstColumns() {
        Set<Integer> filtered = predicate.fieldIds();
        List<String> names = storedNames(filtered.isEmpty() ? storedById.keySet() : filtered);
        if (dropRetracts) {
            names.add(ReadContext.KIND_COLUMN);
        }
        return names;
    }

    private int batchRows() {
        long width = Math.max(1, decoder.rowWidth(unit, storedNames(storedById.keySet())));
        return (int) Math.max(64, Math.min(ArrowBatch.MAX_ROWS, BATCH_BYTES / width));
    }

    /** Names in the file of those columns that it has. */
    private List<String> storedNames(Set<Integer> fieldIds) {
        List<String> names = new ArrayList<>();
        for (int id : fieldIds) {
            FileColumn stored = storedById.get(id);
            if (stored != null) {
                names.add(stored.name());
            }
        }
        return names;
    }

    /** Rows of the file, from {@code from} to the end of the unit, that may count. */
    private RowRanges rangesFrom(long from) {
        long start = Math.max(from, Math.max(unitStart, part.rowStart()));
        long end = Math.min(unitEnd, part.rowEnd());
        RowRanges wanted = new RowRanges();
        if (start >= end || survivors != null && survivors.count(survivorOffset + start, survivorOffset + end) == 0) {
            return wanted;
        }
        wanted.add(start, end);
        if (predicate.equals(BoundPredicate.Constant.TRUE)) {
            return wanted;
        }
        RowRanges matching = new RowRanges();
        RowRanges inUnit = decoder.matchingRows(unit, predicate, this::statisticsColumn);
        for (int i = 0; i < inUnit.count(); i++) {
            matching.add(unitStart + inUnit.start(i), unitStart + inUnit.end(i));
        }
        RowRanges both = wanted.and(matching);
        context.counters.rowsSkipped += wanted.rowCount() - both.rowCount();
        return both;
    }

    private FileDecoder.@Nullable StoredColumn statisticsColumn(int fieldId) {
        FileColumn stored = storedById.get(fieldId);
        if (stored == null) {
            return null;
        }
        return new FileDecoder.StoredColumn(stored.stored(), stored.keepsValues());
    }

    /** A batch of the rows that pass, or null if none does. */
    private @Nullable DecodedBatch decode(long start, int count) {
        int[] rows = null;
        int rowCount = count;
        if (survivors != null) {
            rowCount = survivors.positions(survivorOffset + start, survivorOffset + start + count, positions);
            if (rowCount == 0) {
                return null;
            }
            rows = rowCount == count ? null : Arrays.copyOf(positions, rowCount);
        }
        if (dropRetracts) {
            int kept = withoutRetracts(start, count, rows, rowCount);
            rows = kept == count ? null : Arrays.copyOf(positions, kept);
            rowCount = kept;
        }
        if (rowCount == 0) {
            return null;
        }
        long inUnit = start - unitStart;
        if (rows != null && DecodedBatch.isDense(rowCount, count)) {
            return batch(inUnit, count, null, count, new Selection(rows, rowCount));
        }
        return batch(inUnit, count, rows, rowCount, Selection.all(rowCount));
    }

    /**
     * @param rows the rows of the stretch that the vectors hold; null is all
     * @param candidates which of those count before the predicate is looked at
     */
    private @Nullable DecodedBatch batch(
            long inUnit, int count, int @Nullable [] rows, int rowCount, Selection candidates) {
        if (!predicate.equals(BoundPredicate.Constant.TRUE)) {
            return filtered(inUnit, count, rows, rowCount, candidates);
        }
        DecodedBatch created = new DecodedBatch(fields, this::load, inUnit, count, rows, rowCount);
        if (candidates.positions() != null) {
            created.select(candidates.positions(), candidates.count());
        }
        return created;
    }

    /** Leaves the rows that are no retractions in {@link #positions}. */
    private int withoutRetracts(long start, int count, int @Nullable [] rows, int rowCount) {
        RowSet all = new RowSet(start - unitStart, count, rows, null, rowCount, rowCount);
        try (ArrowColumn kinds = decoder.decode(ReadContext.KIND_COLUMN, KIND, all, true)) {
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
            long inUnit, int count, int @Nullable [] rows, int rowCount, Selection candidates) {
        Map<Integer, ArrowColumn> decoded = new HashMap<>();
        try {
            RowSet all = new RowSet(inUnit, count, rows, null, rowCount, rowCount);
            int[] passing = new int[candidates.count()];
            Arrays.setAll(passing, candidates::row);
            int passed = filter.filter(
                    predicate,
                    leaf -> decoded.computeIfAbsent(leaf.field().id(), id -> decodeStored(leaf.field(), all)),
                    passing,
                    passing.length);
            context.counters.rowsFiltered += passing.length - passed;
            if (passed == 0) {
                return null;
            }
            return passed < rowCount / 2
                    ? compacted(inUnit, count, rows, passing, passed, decoded)
                    : selected(inUnit, count, rows, rowCount, passing, passed, decoded);
        } finally {
            decoded.values().forEach(ArrowColumn::close);
        }
    }

    /** Keeps the vectors of the filter columns and marks the rows that passed. */
    private DecodedBatch selected(
            long inUnit,
            int count,
            int @Nullable [] rows,
            int rowCount,
            int[] passing,
            int passed,
            Map<Integer, ArrowColumn> decoded) {
        DecodedBatch created = new DecodedBatch(fields, this::load, inUnit, count, rows, rowCount);
        for (int i = 0; i < fields.size(); i++) {
            ArrowColumn column = decoded.remove(fields.get(i).id());
            if (column != null) {
                created.put(i, column);
            }
        }
        if (passed < rowCount) {
            created.select(passing, passed);
        }
        return created;
    }

    /** Few rows passed: the vectors hold just those. */
    private DecodedBatch compacted(
            long inUnit,
            int count,
            int @Nullable [] rows,
            int[] passing,
            int passed,
            Map<Integer, ArrowColumn> decoded) {
        int[] kept = new int[passed];
        for (int i = 0; i < passed; i++) {
            kept[i] = rows == null ? passing[i] : rows[passing[i]];
        }
        DecodedBatch created = new DecodedBatch(fields, this::load, inUnit, count, kept, passed);
        try {
            for (int i = 0; i < fields.size(); i++) {
                ArrowColumn column = decoded.get(fields.get(i).id());
                if (column != null) {
                    created.put(i, Columns.picked(column, passing, passed, context.pool));
                }
            }
        } catch (RuntimeException failed) {
            created.release();
            throw failed;
        }
        return created;
    }

    private ArrowColumn load(int column, RowSet rows) {
        long start = System.nanoTime();
        DataField field = fields.get(column);
        ArrowColumn loaded;
        if (context.isPartitionColumn(field.id())) {
            loaded = ConstantColumns.of(field, context.partitionValue(field.id()), rows.slotCount(), context.pool);
        } else if (stored(field) == null) {
            loaded = ConstantColumns.of(field, null, rows.slotCount(), context.pool);
        } else {
            loaded = decodeStored(field, rows);
        }
        context.counters.decodeNanos += System.nanoTime() - start;
        return loaded;
    }

    private ArrowColumn decodeStored(DataField field, RowSet rows) {
        FileColumn stored = stored(field);
        if (stored == null) {
            throw new IllegalStateException("column " + field.name() + " is not in " + context.path(file));
        }
        return stored.decode(decoder, rows, false);
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
        context.counters.bytesRead += decoder.bytesRead();
        decoder.close();
    }
}
