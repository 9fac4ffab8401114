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
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.memory.MemoryShortage;
import io.tablestore.internal.merge.KeyBlock;
import io.tablestore.internal.merge.KeyMerger;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.aggregate.AggregateFailure;
import io.tablestore.internal.merge.aggregate.VersionColumn;
import io.tablestore.internal.merge.combine.ColumnRule;
import io.tablestore.internal.merge.combine.CombiningEngine;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.split.KeyRange;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.vector.FixedBuilder;
import io.tablestore.types.DataField;
import io.tablestore.types.RowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
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
    private final KeyMerger merger;
    private final CombiningEngine engine;
    private final Set<Integer> wanted;
    private final boolean dropsRetracts;
    private final int highestLevel;
    private BoundPredicate predicate;

    private @Nullable MergePlan plan;

    /** The resulting row kind of each group of the plan. */
    private byte[] results = new byte[0];

    private @Nullable DecodedBatch batch;
    private final Map<Integer, VersionColumn> deciding = new HashMap<>();
    private final List<ArrowColumn> decidingOpened = new ArrayList<>();

    /** For each run, the rows that the plan names: the first, the end, and the individual rows if they are few. */
    private final int[] firstRows;

    private final int[] endRows;
    private final int[] usedRows;
    private final int[] @Nullable [] sparseRows;

    CombinedScan(
            ReadContext context, Section section, KeyRange range, List<DataField> fields, BoundPredicate predicate) {
        this(context, section, range, fields, predicate, true, Integer.MAX_VALUE);
    }

    /**
     * @param dropsRetracts whether keys without a resulting row are omitted; otherwise they are returned as retractions
     * @param highestLevel keys with a version at a higher level are omitted
     */
    CombinedScan(
            ReadContext context,
            Section section,
            KeyRange range,
            List<DataField> fields,
            BoundPredicate predicate,
            boolean dropsRetracts,
            int highestLevel) {
        this.context = context;
        this.highestLevel = highestLevel;
        this.dropsRetracts = dropsRetracts;
        this.fields = fields;
        this.predicate = predicate.replaceLeaves(this::settle);
        this.wanted = fields.stream().map(DataField::id).collect(Collectors.toCollection(HashSet::new));
        this.wanted.addAll(this.predicate.columnIds());
        this.engine = SectionRuns.engine(context.schema());
        this.runs = new SectionRuns(
                context,
                section,
                range,
                context.valueColumns(fields.stream().map(this::whole).toList()));
        this.merger = runs.merger();
        this.firstRows = new int[runs.count()];
        this.endRows = new int[runs.count()];
        this.usedRows = new int[runs.count()];
        this.sparseRows = new int[runs.count()][];
        context.counters.files += section.files().size();
    }

    @Override
    public void narrow(BoundPredicate more) {
        predicate = BoundPredicate.and(List.of(predicate, more.replaceLeaves(this::settle)));
        wanted.addAll(predicate.columnIds());
    }

    /** Decides leaves on partition columns. */
    private BoundPredicate settle(BoundPredicate.Leaf leaf) {
        int id = leaf.column().id();
        return context.isPartitionColumn(id) ? ReadContext.settled(leaf, context.partitionValue(id)) : leaf;
    }

    @Override
    public @Nullable DecodedBatch next() {
        releaseWindow();
        if (predicate.equals(BoundPredicate.Constant.FALSE)) {
            return null;
        }
        while (true) {
            long start = System.nanoTime();
            MergePlan next = merger.next();
            context.counters.keyNanos += System.nanoTime() - start;
            if (next == null) {
                return null;
            }
            plan = next;
            DecodedBatch created = combine(next);
            if (created != null) {
                batch = created;
                context.counters.rowsReturned += created.selection().count();
                return created;
            }
            releaseWindow();
        }
    }

    private @Nullable DecodedBatch combine(MergePlan window) {
        int entries = window.entryCount();
        locateRows(window);
        results = new byte[window.groupCount()];
        try {
            engine.decide(window, kinds(window), wanted, this::deciding, results);
        } catch (AggregateFailure failure) {
            throw explained(window, failure);
        }
        int rows = keepResults(window);
        context.counters.rowsDropped += entries - rows;
        if (rows == 0) {
            return null;
        }
        if (predicate.equals(BoundPredicate.Constant.TRUE)) {
            return new DecodedBatch(null, fields, this::load, 0, 0, rows, null, rows);
        }
        return filtered(window, rows);
    }

    /** Removes keys without a resulting row from the plan; returns how many remain. */
    private int keepResults(MergePlan window) {
        int[] kept = new int[window.groupCount()];
        int count = 0;
        for (int group = 0; group < kept.length; group++) {
            boolean drops = dropsRetracts && RowKind.isRetract(results[group]);
            if (!drops && (highestLevel == Integer.MAX_VALUE || !reachesAbove(window, group))) {
                kept[count++] = group;
            }
        }
        keep(window, kept, count);
        return count;
    }

    private boolean reachesAbove(MergePlan window, int group) {
        for (int entry = window.start(group); entry < window.end(group); entry++) {
            if (merger.block(window.run(entry)).level() > highestLevel) {
                return true;
            }
        }
        return false;
    }

    /** Keeps only these groups in the plan. */
    private void keep(MergePlan window, int[] groups, int count) {
        if (count < window.groupCount()) {
            window.keepGroups(groups, count, engine.actions());
            for (int i = 0; i < count; i++) {
                results[i] = results[groups[i]];
            }
            locateRows(window);
        }
    }

    private @Nullable DecodedBatch filtered(MergePlan window, int rows) {
        Map<Integer, ArrowColumn> merged = new HashMap<>();
        try {
            int[] passing = new int[rows];
            Arrays.setAll(passing, row -> row);
            int passed = filter.filter(
                    predicate,
                    leaf -> {
                        DataField column = whole(leaf.column());
                        return new ColumnFilter.Tested(
                                column, merged.computeIfAbsent(column.id(), id -> merge(column)));
                    },
                    passing,
                    rows);
            context.counters.rowsFiltered += rows - passed;
            if (passed == 0) {
                return null;
            }
            boolean compacted = passed < rows / 2;
            if (compacted) {
                keep(window, passing, passed);
            }
            DecodedBatch created = new DecodedBatch(
                    null, fields, this::load, 0, 0, compacted ? passed : rows, null, compacted ? passed : rows);
            for (int i = 0; i < fields.size(); i++) {
                ArrowColumn column = merged.get(fields.get(i).id());
                if (column != null && compacted) {
                    created.put(i, returned(Columns.picked(column, passing, passed, context.pool), fields.get(i)));
                } else if (column != null) {
                    created.put(i, returned(merged.remove(fields.get(i).id()), fields.get(i)));
                }
            }
            if (!compacted && passed < rows) {
                created.select(passing, passed);
            }
            return created;
        } finally {
            merged.values().forEach(ArrowColumn::close);
        }
    }

    private ArrowColumn load(int column, RowSet rows) {
        long start = System.nanoTime();
        DataField field = fields.get(column);
        ArrowColumn loaded;
        try {
            loaded = context.isPartitionColumn(field.id())
                    ? ConstantColumns.of(field, context.partitionValue(field.id()), rows.slotCount(), context.pool)
                    : returned(merge(whole(field)), field);
        } catch (OutOfMemoryException full) {
            throw MemoryShortage.offHeap(mergedColumn(field), context.pool.allocator(), full);
        } catch (OutOfMemoryError full) {
            throw MemoryShortage.onHeap(mergedColumn(field), full);
        }
        context.counters.decodeNanos += System.nanoTime() - start;
        return loaded;
    }

    private String mergedColumn(DataField field) {
        return "Merging column " + field.name() + " of " + window().entryCount() + " rows of "
                + merger.block(window().run(0)).origin();
    }

    /** Columns of rows are merged with all their fields, because a function may use fields that the query does not read. */
    private DataField whole(DataField narrowed) {
        DataField column = context.schema().fieldById(narrowed.id());
        return column == null ? narrowed : column;
    }

    private ArrowColumn returned(ArrowColumn merged, DataField field) {
        return Columns.narrowed(merged, whole(field), field);
    }

    private ArrowColumn merge(DataField field) {
        MergePlan window = window();
        if (field.equals(SystemColumns.KIND)) {
            return kindColumn(window.groupCount());
        }
        ColumnRule rule = SystemColumns.isOne(field) ? engine.systemRule(field) : engine.rule(field);
        VersionColumn decided = deciding.get(field.id());
        List<ArrowColumn> opened = new ArrayList<>();
        try {
            VersionColumn versions = decided == null ? decode(field, opened) : decided;
            return rule.merge().merge(window, rule.actions(), versions, context.pool);
        } catch (AggregateFailure failure) {
            throw explained(window, failure);
        } finally {
            opened.forEach(ArrowColumn::close);
        }
    }

    private ArrowColumn kindColumn(int rows) {
        try (FixedBuilder builder =
                new FixedBuilder(context.pool, ArrowTypes.field(SystemColumns.KIND), rows, false, Byte.BYTES)) {
            MemoryUtil.copyToMemory(results, 0, builder.address(), rows);
            return builder.finish();
        }
    }

    /** A column that decides about others is kept for the entire window, because a file's rows can be decoded only once. */
    private VersionColumn deciding(DataField field) {
        return deciding.computeIfAbsent(field.id(), id -> decode(field, decidingOpened));
    }

    private MergePlan window() {
        if (plan == null) {
            throw new IllegalStateException("there is no window");
        }
        return plan;
    }

    /**
     * The stored values of a column for the rows of the plan.
     *
     * @param opened receives what must be closed, also on failure
     */
    private VersionColumn decode(DataField field, List<ArrowColumn> opened) {
        @Nullable FieldVector[] vectors = new FieldVector[runs.count()];
        int[] vectorStarts = new int[runs.count()];
        for (int run = 0; run < vectors.length; run++) {
            if (usedRows[run] == 0) {
                continue;
            }
            int count = endRows[run] - firstRows[run];
            int[] sparse = sparseRows[run];
            FileKeyRun.ValueRows rows =
                    runs.run(run).values(field, firstRows[run], count, sparse, sparse == null ? count : usedRows[run]);
            vectors[run] = rows.vector();
            vectorStarts[run] = rows.firstRow();
            if (rows.owned() != null) {
                opened.add(rows.owned());
            }
        }
        return new VersionColumn(window(), vectors, vectorStarts);
    }

    /** Determines which rows of each run the plan names. */
    private void locateRows(MergePlan window) {
        Arrays.fill(usedRows, 0);
        for (int entry = 0; entry < window.entryCount(); entry++) {
            int run = window.run(entry);
            int row = window.row(entry);
            if (usedRows[run]++ == 0) {
                firstRows[run] = row;
            }
            endRows[run] = row + 1;
        }
        Arrays.fill(sparseRows, null);
        boolean sparse = false;
        for (int run = 0; run < usedRows.length; run++) {
            if (usedRows[run] > 0 && usedRows[run] < (endRows[run] - firstRows[run]) / 2) {
                sparseRows[run] = new int[usedRows[run]];
                sparse = true;
            }
        }
        if (!sparse) {
            return;
        }
        int[] next = new int[usedRows.length];
        for (int entry = 0; entry < window.entryCount(); entry++) {
            int run = window.run(entry);
            int[] rows = sparseRows[run];
            if (rows != null) {
                rows[next[run]++] = window.row(entry) - firstRows[run];
            }
        }
    }

    /** The row kind of each entry, or null if no file of the window has retractions. */
    private byte @Nullable [] kinds(MergePlan window) {
        long[] addresses = new long[runs.count()];
        boolean some = false;
        for (int run : merger.activeRuns()) {
            KeyBlock block = merger.block(run);
            if (block.mayRetract()) {
                addresses[run] = block.kinds().getDataBuffer().memoryAddress();
                some = true;
            }
        }
        if (!some) {
            return null;
        }
        byte[] kinds = new byte[window.entryCount()];
        for (int entry = 0; entry < kinds.length; entry++) {
            long address = addresses[window.run(entry)];
            kinds[entry] = address == 0 ? 0 : MemoryUtil.getByte(address + window.row(entry));
        }
        return kinds;
    }

    private TableStoreException explained(MergePlan window, AggregateFailure failure) {
        int entry = window.start(failure.group());
        KeyBlock block = merger.block(window.run(entry));
        List<DataField> keyFields = context.schema().trimmedPrimaryKey();
        StringJoiner key = new StringJoiner(", ");
        for (int i = 0; i < keyFields.size(); i++) {
            key.add(keyFields.get(i).name() + " = " + block.keys().get(i).getObject(window.row(entry)));
        }
        String what = failure.column().isEmpty() ? "" : "Column " + failure.column() + " of ";
        return new TableStoreException(
                block.origin() + ": " + what + "key " + key + ": " + failure.getMessage() + ".", failure);
    }

    private void releaseWindow() {
        if (batch != null) {
            batch.release();
            batch = null;
        }
        decidingOpened.forEach(ArrowColumn::close);
        decidingOpened.clear();
        deciding.clear();
        plan = null;
    }

    @Override
    public void close() {
        releaseWindow();
        runs.close();
    }
}
