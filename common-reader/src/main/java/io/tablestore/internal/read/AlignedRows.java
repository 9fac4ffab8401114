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
import io.tablestore.internal.file.FileFormat;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.RowRanges;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.planning.ColumnFiles;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.read.column.ConstantColumns;
import io.tablestore.internal.vector.VectorGather;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The rows of several files that hold different columns of the same rows (format reference, 6.8). A unit ends wherever a unit of
 * any file ends, so that each unit lies inside one unit of every file. Only files with wanted columns are opened; blob files are
 * opened when their rows are reached.
 */
final class AlignedRows implements StoredRows {

    private final ReadContext context;
    private final ColumnFiles files;
    private final Map<Integer, List<Member>> holders = new HashMap<>();
    private final Map<String, Member> members = new HashMap<>();
    private final long[] bounds;
    private int unit = -1;
    private long bytesRead;

    /** @param columns the columns that will be requested */
    AlignedRows(ReadContext context, ColumnFiles files, Collection<DataField> columns) {
        this.context = context;
        this.files = files;
        try {
            TreeSet<Long> ends = new TreeSet<>();
            ends.add(files.rowCount());
            for (DataField column : columns) {
                List<Member> held = new ArrayList<>();
                for (DataFile file : files.of(column.id())) {
                    held.add(members.computeIfAbsent(file.name(), name -> new Member(file)));
                }
                holders.put(column.id(), held);
            }
            members.values().forEach(member -> member.addBounds(ends));
            ends.remove(0L);
            this.bounds = ends.stream().mapToLong(Long::longValue).toArray();
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** A file and its read position. */
    private final class Member {
        final DataFile file;
        final long start;
        private @Nullable FileRows rows;
        private int fileUnit = -1;
        private int openUnit = -1;
        private long fileUnitStart;
        private long nextUnitStart;

        Member(DataFile file) {
            this.file = file;
            this.start = files.start(file);
        }

        boolean covers(long row) {
            return row >= start && row < start + file.rowCount();
        }

        /** Adds the rows at which the file's units end; a blob file is one unit. */
        void addBounds(Set<Long> ends) {
            ends.add(start);
            ends.add(start + file.rowCount());
            if (FileFormat.ofFile(file.name()) != FileFormat.BLOB) {
                long end = start;
                for (int i = 0; i < rows().unitCount(); i++) {
                    end += rows().unitRowCount(i);
                    ends.add(end);
                }
            }
        }

        FileRows rows() {
            FileRows open = rows;
            if (open == null) {
                open = new FileRows(context, file);
                rows = open;
                context.counters.files++;
            }
            return open;
        }

        /** Moves to the file's unit that contains a row, and returns it. Rows are passed in ascending order. */
        int unitAt(long row) {
            while (fileUnit < 0 || row - start >= nextUnitStart) {
                fileUnit++;
                fileUnitStart = nextUnitStart;
                nextUnitStart += rows().unitRowCount(fileUnit);
            }
            return fileUnit;
        }

        /** Opens the file's unit that contains a row. */
        void open(long row) {
            int wanted = unitAt(row);
            if (wanted != openUnit) {
                rows().openUnit(wanted);
                openUnit = wanted;
            }
        }

        /** The row's position in the file's unit. */
        long inUnit(long row) {
            return row - start - fileUnitStart;
        }

        void close() {
            FileRows open = rows;
            if (open != null) {
                rows = null;
                bytesRead += open.bytesRead();
                open.close();
            }
        }
    }

    @Override
    public @Nullable String file() {
        return null;
    }

    @Override
    public int unitCount() {
        return bounds.length;
    }

    @Override
    public long unitRowCount(int index) {
        return bounds[index] - start(index);
    }

    private long start(int index) {
        return index == 0 ? 0 : bounds[index - 1];
    }

    @Override
    public void openUnit(int index) {
        for (Member member : members.values()) {
            if (member.covers(start(index))) {
                member.open(start(index));
            } else if (start(index) >= member.start + member.file.rowCount()) {
                member.close();
            }
        }
        unit = index;
    }

    /** The files that have the column's values in a unit, newest first. */
    private List<Member> holders(DataField column, int index) {
        List<Member> held = holders.get(column.id());
        if (held == null) {
            throw new IllegalStateException(
                    "column " + column.name() + " was not asked for when the files were opened");
        }
        return held.stream().filter(member -> member.covers(start(index))).toList();
    }

    @Override
    public boolean has(DataField column) {
        List<Member> held = holders.get(column.id());
        return held != null && !held.isEmpty();
    }

    @Override
    public RowRanges matchingRows(int index, BoundPredicate predicate) {
        RowRanges ranges = RowRanges.all(unitRowCount(index));
        for (Member member : members.values()) {
            BoundPredicate own = predicate.replaceLeaves(leaf -> {
                List<Member> held = holders(leaf.column(), index);
                boolean newest = !held.isEmpty() && held.get(0) == member;
                return newest ? leaf : BoundPredicate.Constant.TRUE;
            });
            if (!own.equals(BoundPredicate.Constant.TRUE)) {
                int fileUnit = member.unitAt(start(index));
                RowRanges inFile = member.rows().matchingRows(fileUnit, own);
                ranges = ranges.and(shifted(inFile, member.inUnit(start(index)), unitRowCount(index)));
            }
        }
        return ranges;
    }

    private static RowRanges shifted(RowRanges ranges, long offset, long count) {
        RowRanges shifted = new RowRanges();
        for (int i = 0; i < ranges.count(); i++) {
            shifted.add(Math.max(0, ranges.start(i) - offset), Math.min(count, ranges.end(i) - offset));
        }
        return shifted;
    }

    @Override
    public void prefetch(Collection<DataField> columns) {
        byNewest(columns, unit).forEach((member, own) -> member.rows().prefetch(own));
    }

    @Override
    public int fittingRows(long first, int most, long bytes, Collection<DataField> columns, ColumnForm form) {
        Map<Member, List<DataField>> byFile = byNewest(columns, unit);
        long share = bytes / Math.max(1, byFile.size());
        int rows = most;
        for (Map.Entry<Member, List<DataField>> own : byFile.entrySet()) {
            Member member = own.getKey();
            long inFile = member.inUnit(start(unit) + first);
            rows = member.rows().fittingRows(inFile, rows, share, own.getValue(), form);
        }
        return rows;
    }

    private Map<Member, List<DataField>> byNewest(Collection<DataField> columns, int index) {
        Map<Member, List<DataField>> own = new HashMap<>();
        for (DataField column : columns) {
            List<Member> held = holders(column, index);
            if (!held.isEmpty()) {
                own.computeIfAbsent(held.get(0), member -> new ArrayList<>()).add(column);
            }
        }
        return own;
    }

    @Override
    public ArrowColumn decode(DataField column, RowSet rows, ColumnForm form) {
        List<Member> held = holders(column, unit);
        if (held.isEmpty()) {
            return ConstantColumns.of(column, null, rows.slotCount(), context.pool);
        }
        if (held.size() == 1 || !held.get(0).rows().leavesToOlder()) {
            return decode(held.get(0), column, rows, form);
        }
        return layered(held, column, rows);
    }

    private ArrowColumn decode(Member member, DataField column, RowSet rows, ColumnForm form) {
        long first = member.inUnit(start(unit) + rows.start());
        RowSet inFile = new RowSet(first, rows.count(), rows.rows(), rows.slots(), rows.wanted(), rows.slotCount());
        return member.rows().decode(column, inFile, form);
    }

    /** For each row, the value of the newest file that does not defer to an older one. */
    private ArrowColumn layered(List<Member> held, DataField column, RowSet rows) {
        int[] from = new int[rows.slotCount()];
        int[] rowOfSlot = new int[rows.slotCount()];
        Arrays.fill(rowOfSlot, -1);
        List<ArrowColumn> layers = new ArrayList<>();
        try {
            for (Member member : held) {
                layers.add(decode(member, column, rows, ColumnForm.VALUES));
            }
            FieldVector[] sources = layers.stream().map(ArrowColumn::vector).toArray(FieldVector[]::new);
            for (int i = 0; i < rows.wanted(); i++) {
                int slot = rows.slots() == null ? i : rows.slots()[i];
                long row = rows.start() + (rows.rows() == null ? i : rows.rows()[i]);
                int layer = 0;
                while (layer < held.size() && isLeft(held.get(layer), row)) {
                    layer++;
                }
                from[slot] = Math.min(layer, held.size() - 1);
                rowOfSlot[slot] = layer == held.size() || sources[layer].isNull(slot) ? -1 : slot;
            }
            return new VectorGather(context.pool)
                    .gather(sources[0].getField(), sources, from, rowOfSlot, rows.slotCount());
        } finally {
            layers.forEach(ArrowColumn::close);
        }
    }

    private boolean isLeft(Member member, long row) {
        return member.rows().leavesToOlder(member.inUnit(start(unit) + row));
    }

    @Override
    public long bytesRead() {
        long bytes = bytesRead;
        for (Member member : members.values()) {
            FileRows open = member.rows;
            bytes += open == null ? 0 : open.bytesRead();
        }
        return bytes;
    }

    @Override
    public void close() {
        members.values().forEach(Member::close);
    }
}
