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
package io.tablestore.internal.file.orc;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.StoreException;
import io.tablestore.fs.RangeReader;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.decoder.RowRanges;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.internal.vector.VectorGather;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.orc.OrcProto;
import org.jspecify.annotations.Nullable;

/** An ORC data file. Its units are its stripes. The streams of a column are opened on first use. */
public final class OrcDecoder implements FileDecoder {

    /** A gap of at least this many rows between two wanted ones is skipped instead of decoded. */
    private static final int GAP_ROWS = 1024;

    private final String file;
    private final RangeReader reader;
    private final BufferPool pool;
    private final OrcTail tail;
    private final @Nullable TimeZone instantZone;
    private final Map<String, OpenColumn> open = new HashMap<>();
    private @Nullable OrcStripe stripe;
    private @Nullable List<OrcProto.StripeStatistics> statistics;
    private @Nullable OrcSizes sizes;
    private int stripeIndex = -1;
    private int unit = -1;
    private long bytesRead;

    /** A column of the open stripe and its read position. */
    private static final class OpenColumn {
        final DataField wanted;
        final OrcColumn column;
        long row;

        OpenColumn(DataField wanted, OrcColumn column) {
            this.wanted = wanted;
            this.column = column;
        }
    }

    private OrcDecoder(DataFileInput input, OrcTail tail) {
        this.file = input.file();
        this.reader = input.reader();
        this.pool = input.pool();
        this.tail = tail;
        this.instantZone = input.instantZone();
    }

    /** Opens a file and reads its footer. */
    public static OrcDecoder open(DataFileInput input) {
        try {
            OrcTail tail = OrcTail.read(input.file(), input.reader(), input.sizeInBytes());
            if (!input.mayHave(tail.footer.getNumberOfRows())) {
                throw new CorruptFileException(
                        input.file(),
                        "The footer counts " + tail.footer.getNumberOfRows() + " rows (numberOfRows), but the manifest "
                                + input.rowCount() + " (_ROW_COUNT).");
            }
            return new OrcDecoder(input, tail);
        } catch (IOException failed) { // invalid protobuf is reported as one of these
            throw new CorruptFileException(
                    input.file(), "The ORC footer cannot be decoded: " + failed.getMessage() + ".", failed);
        }
    }

    @Override
    public int unitCount() {
        return tail.footer.getStripesCount();
    }

    @Override
    public long unitRowCount(int index) {
        return tail.footer.getStripes(index).getNumberOfRows();
    }

    @Override
    public RowRanges matchingRows(int index, BoundPredicate predicate, Function<Leaf, @Nullable StoredColumn> columns) {
        long rows = unitRowCount(index);
        RowRanges ranges = RowRanges.all(rows);
        try {
            if (!predicate.canMatch(leaf -> stripeStatistics(index, columns.apply(leaf), rows), rows)) {
                return new RowRanges();
            }
            for (BoundPredicate conjunct : predicate.conjuncts()) {
                StoredColumn column = conjunct instanceof Leaf leaf ? columns.apply(leaf) : null;
                if (column == null || !column.comparable()) {
                    continue;
                }
                int id = tail.column(column.path());
                if (id >= 0) {
                    ranges = ranges.and(matchingGroups(index, conjunct, column.type(), id));
                }
            }
        } catch (IOException | UncheckedIOException damaged) {
            throw damaged("The statistics", index, damaged);
        }
        return ranges;
    }

    @Override
    public ColumnStatistics statistics(String name, DataType type) {
        int id = tail.child(0, name);
        return id < 0 || id >= tail.footer.getStatisticsCount() || !tail.hasSoundStatistics()
                ? ColumnStatistics.UNKNOWN
                : OrcStatistics.of(tail.footer.getStatistics(id), type, tail.footer.getNumberOfRows());
    }

    private ColumnStatistics stripeStatistics(int index, @Nullable StoredColumn column, long rows) {
        if (column == null) {
            return ColumnStatistics.allNull(rows);
        }
        List<OrcProto.StripeStatistics> stripes = stripeStatistics();
        int id = column.comparable() && tail.hasSoundStatistics() ? tail.column(column.path()) : -1;
        return id < 0 || index >= stripes.size() || id >= stripes.get(index).getColStatsCount()
                ? ColumnStatistics.UNKNOWN
                : OrcStatistics.of(stripes.get(index).getColStats(id), column.type(), rows);
    }

    private List<OrcProto.StripeStatistics> stripeStatistics() {
        List<OrcProto.StripeStatistics> stripes = statistics;
        if (stripes == null) {
            try {
                stripes = tail.stripeStatistics(reader);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            statistics = stripes;
        }
        return stripes;
    }

    /** The row groups of a stripe that can satisfy one condition on one column. */
    private RowRanges matchingGroups(int index, BoundPredicate leaf, DataType type, int id) throws IOException {
        long rows = unitRowCount(index);
        long stride = tail.footer.getRowIndexStride();
        List<OrcProto.RowIndexEntry> groups =
                stride <= 0 || stride >= rows ? List.of() : stripeAt(index).rowIndex(id);
        if (groups.isEmpty() || groups.size() != (rows + stride - 1) / stride) {
            return RowRanges.all(rows);
        }
        RowRanges ranges = new RowRanges();
        for (int i = 0; i < groups.size(); i++) {
            long start = i * stride;
            long end = Math.min(rows, start + stride);
            ColumnStatistics group = OrcStatistics.of(groups.get(i).getStatistics(), type, end - start);
            if (leaf.canMatch(same -> group, end - start)) {
                ranges.add(start, end);
            }
        }
        return ranges;
    }

    @Override
    public void openUnit(int index) {
        unit = index;
        try {
            stripeAt(index);
        } catch (IOException damaged) {
            throw damaged("The footer", index, damaged);
        }
    }

    /** Leaves the current stripe and opens another. */
    private OrcStripe stripeAt(int index) throws IOException {
        OrcStripe current = stripe;
        if (current == null || stripeIndex != index) {
            closeStripe();
            current = new OrcStripe(reader, pool, tail.codec, tail.footer.getStripes(index));
            stripe = current;
            stripeIndex = index;
        }
        return current;
    }

    private CorruptFileException damaged(String what, int index, Exception cause) {
        return new CorruptFileException(
                file, what + " of stripe " + index + " cannot be read: " + cause.getMessage() + ".", cause);
    }

    @Override
    public void prefetch(Iterable<String> names) {
        // Streams read ahead on their own.
    }

    @Override
    public List<String> fieldNames(List<String> path) {
        int id = 0;
        for (String name : path) {
            id = withoutLists(tail.child(id, name));
        }
        return tail.footer.getTypes(id).getFieldNamesList();
    }

    @Override
    public @Nullable String columnWithId(int fieldId) {
        return tail.columnWithId(fieldId);
    }

    private int withoutLists(int column) {
        OrcProto.Type type = tail.footer.getTypes(column);
        return type.getKind() == OrcProto.Type.Kind.LIST ? withoutLists(type.getSubtypes(0)) : column;
    }

    @Override
    public boolean hasColumn(String name) {
        return tail.child(0, name) >= 0;
    }

    @Override
    public ArrowColumn decode(String name, DataField wanted, RowSet rows, ColumnForm form) {
        try {
            OpenColumn column = column(name, wanted);
            if (rows.rows() == null && rows.slots() == null) {
                moveTo(column, rows.start());
                column.row += rows.count();
                return column.column.read(rows.count(), null, pool);
            }
            return picked(column, rows);
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException broken) {
            throw damaged("Column " + name, unit, broken);
        }
    }

    private OpenColumn column(String name, DataField wanted) throws IOException {
        OpenColumn known = open.get(name);
        if (known != null && known.wanted.equals(wanted)) {
            return known;
        }
        OpenColumn created = new OpenColumn(wanted, OrcColumn.of(context(), wanted, tail.child(0, name)));
        open.put(name, created);
        return created;
    }

    private OrcContext context() {
        OrcStripe current = stripe;
        if (current == null) {
            throw new IllegalStateException("no stripe is open");
        }
        return new OrcContext(file, tail, current, instantZone);
    }

    private static void moveTo(OpenColumn column, long row) throws IOException {
        if (row < column.row) {
            throw new IllegalStateException("row " + row + " has been passed already");
        }
        while (column.row < row) {
            int step = (int) Math.min(row - column.row, 1 << 16);
            column.column.skip(step);
            column.row += step;
        }
    }

    /** Reads ranges in which wanted rows are close together, then selects the wanted ones. */
    private ArrowColumn picked(OpenColumn column, RowSet rows) throws IOException {
        int[] wantedRows = rows.rows();
        int[] slots = rows.slots();
        int[] from = new int[rows.slotCount()];
        int[] rowOfSlot = new int[rows.slotCount()];
        Arrays.fill(rowOfSlot, -1);
        List<ArrowColumn> stretches = new ArrayList<>();
        try {
            int next = 0;
            while (next < rows.wanted()) {
                int first = wantedRows == null ? next : wantedRows[next];
                int end = next + 1;
                while (end < rows.wanted()
                        && (wantedRows == null || wantedRows[end] - wantedRows[end - 1] <= GAP_ROWS)) {
                    end++;
                }
                int last = wantedRows == null ? end - 1 : wantedRows[end - 1];
                moveTo(column, rows.start() + first);
                column.row += last - first + 1;
                stretches.add(column.column.read(last - first + 1, null, pool));
                for (; next < end; next++) {
                    int slot = slots == null ? next : slots[next];
                    from[slot] = stretches.size() - 1;
                    rowOfSlot[slot] = (wantedRows == null ? next : wantedRows[next]) - first;
                }
            }
            if (stretches.isEmpty()) {
                stretches.add(column.column.read(0, null, pool));
            }
            FieldVector[] sources = stretches.stream().map(ArrowColumn::vector).toArray(FieldVector[]::new);
            return new VectorGather(pool).gather(sources[0].getField(), sources, from, rowOfSlot, rows.slotCount());
        } finally {
            stretches.forEach(ArrowColumn::close);
        }
    }

    @Override
    public int fittingRows(long start, int most, long bytes, Collection<String> names, ColumnForm form) {
        TreeSet<Integer> columns = new TreeSet<>();
        for (String name : names) {
            columns.add(tail.child(0, name));
        }
        columns.remove(-1);
        try {
            OrcSizes known = sizes;
            if (known == null) {
                known = new OrcSizes(context(), tail.footer.getStatisticsList(), tail.footer.getNumberOfRows());
                if (unitCount() > 1 && known.hasLarge(columns, bytes)) {
                    List<OrcProto.StripeStatistics> stripes = stripeStatistics();
                    known = unit < stripes.size()
                            ? new OrcSizes(context(), stripes.get(unit).getColStatsList(), unitRowCount(unit))
                            : known;
                }
                sizes = known;
            }
            return known.fitting(columns, start, most, bytes);
        } catch (IOException | UncheckedIOException | IndexOutOfBoundsException damaged) {
            throw damaged("The stream lengths", unit, damaged);
        }
    }

    @Override
    public long bytesRead() {
        return bytesRead + (stripe == null ? 0 : stripe.bytesRead());
    }

    private void closeStripe() {
        bytesRead = bytesRead();
        open.clear();
        sizes = null;
        if (stripe != null) {
            stripe.close();
            stripe = null;
        }
    }

    @Override
    public void close() {
        closeStripe();
        try {
            reader.close();
        } catch (IOException failed) {
            throw StoreException.from(file, "The file cannot be closed", failed);
        }
    }
}
