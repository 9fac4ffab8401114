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
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.memory.MemoryShortage;
import io.tablestore.internal.merge.combine.CombiningEngine;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.read.column.Columns;
import io.tablestore.internal.read.column.ConstantColumns;
import io.tablestore.internal.read.filter.ColumnFilter;
import io.tablestore.internal.split.KeyRange;
import io.tablestore.internal.split.Section;
import io.tablestore.types.DataField;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a section whose versions are combined, window by window in key order. A column is decoded and merged on first use.
 * Columns of the predicate come first; rows that it drops are not decoded in the other columns.
 */
final class CombinedScan implements BatchSource {

    private final ReadContext context;
    private final List<DataField> fields;
    private final ColumnFilter filter = new ColumnFilter();
    private final SectionRuns runs;
    private final KeyCombiner keys;
    private final Set<Integer> wanted;
    private BoundPredicate predicate;
    private @Nullable DecodedBatch batch;

    CombinedScan(
            ReadContext context,
            Section section,
            KeyRange range,
            List<DataField> fields,
            BoundPredicate predicate,
            ReturnedKeys returned) {
        this.context = context;
        this.fields = fields;
        this.predicate = predicate.replaceLeaves(this::resolve);
        this.wanted = fields.stream().map(DataField::id).collect(Collectors.toCollection(HashSet::new));
        this.wanted.addAll(this.predicate.columnIds());
        CombiningEngine engine = SectionRuns.engine(context.schema());
        this.runs = new SectionRuns(
                context,
                section,
                range,
                context.valueColumns(fields.stream().map(this::whole).toList()));
        this.keys = new KeyCombiner(context, runs, engine, returned);
        context.counters.files += section.files().size();
    }

    @Override
    public void narrow(BoundPredicate more) {
        predicate = BoundPredicate.and(List.of(predicate, more.replaceLeaves(this::resolve)));
        wanted.addAll(predicate.columnIds());
    }

    /** Decides leaves on partition columns. */
    private BoundPredicate resolve(BoundPredicate.Leaf leaf) {
        int id = leaf.column().id();
        return context.isPartitionColumn(id) ? ReadContext.resolved(leaf, context.partitionValue(id)) : leaf;
    }

    @Override
    public @Nullable DecodedBatch next() {
        releaseWindow();
        if (predicate.equals(BoundPredicate.Constant.FALSE)) {
            return null;
        }
        while (keys.next(wanted)) {
            DecodedBatch created = keys.keyCount() == 0 ? null : decode();
            if (created != null) {
                batch = created;
                context.counters.rowsReturned += created.selection().count();
                return created;
            }
        }
        return null;
    }

    /** The rows of the window that pass, or null if none does. */
    private @Nullable DecodedBatch decode() {
        return predicate.equals(BoundPredicate.Constant.TRUE) ? batch(keys.keyCount()) : filtered(keys.keyCount());
    }

    private DecodedBatch batch(int rows) {
        return new DecodedBatch(fields, this::load, DecodedBatch.Stretch.ofNoFile(rows), null, rows);
    }

    private @Nullable DecodedBatch filtered(int rows) {
        try (FilteredColumns filtered = new FilteredColumns()) {
            int[] passing = new int[rows];
            Arrays.setAll(passing, row -> row);
            int passed =
                    filter.filter(predicate, leaf -> filtered.column(whole(leaf.column()), keys::merge), passing, rows);
            context.counters.rowsFiltered += rows - passed;
            if (passed == 0) {
                return null;
            }
            return passed < rows / 2 ? compacted(passing, passed, filtered) : selected(rows, passing, passed, filtered);
        }
    }

    /** Keeps the vectors of the filter columns and marks the passing rows. */
    private DecodedBatch selected(int rows, int[] passing, int passed, FilteredColumns filtered) {
        DecodedBatch created = batch(rows);
        filtered.moveTo(created);
        if (passed < rows) {
            created.select(passing, passed);
        }
        return created;
    }

    /** Copies the passing rows if they are few: the vectors hold only those. */
    private DecodedBatch compacted(int[] passing, int passed, FilteredColumns filtered) {
        keys.keep(passing, passed);
        DecodedBatch created = batch(passed);
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
                    : returned(keys.merge(whole(field)), field);
        } catch (OutOfMemoryException full) {
            throw MemoryShortage.offHeap(keys.describe(field), context.pool.allocator(), full);
        } catch (OutOfMemoryError full) {
            throw MemoryShortage.onHeap(keys.describe(field), full);
        }
        context.counters.decodeNanos += System.nanoTime() - start;
        return loaded;
    }

    /** Columns of rows are merged with all their fields, because a function may use fields that the query does not read. */
    private DataField whole(DataField narrowed) {
        DataField column = context.schema().fieldById(narrowed.id());
        return column == null ? narrowed : column;
    }

    private ArrowColumn returned(ArrowColumn merged, DataField field) {
        return Columns.narrowed(merged, whole(field), field);
    }

    private void releaseWindow() {
        if (batch != null) {
            batch.release();
            batch = null;
        }
        keys.release();
    }

    @Override
    public void close() {
        releaseWindow();
        runs.close();
    }
}
