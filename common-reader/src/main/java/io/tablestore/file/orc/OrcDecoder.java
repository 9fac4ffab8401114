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
package io.tablestore.file.orc;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.file.DataFileInput;
import io.tablestore.file.FileDecoder;
import io.tablestore.file.RowRanges;
import io.tablestore.file.RowSet;
import io.tablestore.fs.RangeReader;
import io.tablestore.predicate.BoundPredicate;
import io.tablestore.types.DataField;
import io.tablestore.vector.ArrowColumn;
import io.tablestore.vector.BufferPool;
import io.tablestore.vector.VectorGather;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** An ORC data file. Its units are its stripes; the streams of a column are opened when somebody asks for it. */
public final class OrcDecoder implements FileDecoder {

    /** A gap of this many rows between two wanted ones is passed over instead of decoded. */
    private static final int GAP_ROWS = 1024;

    private final String file;
    private final RangeReader reader;
    private final long size;
    private final BufferPool pool;
    private final OrcTail tail;
    private final boolean legacyInstants;
    private final Map<String, OpenColumn> open = new HashMap<>();
    private @Nullable OrcStripe stripe;
    private int unit = -1;
    private long bytesRead;

    /** A column of the open stripe and how far it has been read. */
    private static final class OpenColumn {
        final OrcColumn column;
        long row;

        OpenColumn(OrcColumn column) {
            this.column = column;
        }
    }

    private OrcDecoder(DataFileInput input, OrcTail tail) {
        this.file = input.file();
        this.reader = input.reader();
        this.size = input.sizeInBytes();
        this.pool = input.pool();
        this.tail = tail;
        this.legacyInstants = input.legacyInstants();
    }

    /** Opens a file and reads its footer. */
    public static OrcDecoder open(DataFileInput input) {
        try {
            OrcTail tail = OrcTail.read(input.file(), input.reader(), input.sizeInBytes());
            if (tail.footer.getNumberOfRows() != input.rowCount()) {
                throw new CorruptFileException(
                        input.file(),
                        "numberOfRows of the footer",
                        input.rowCount() + " (_ROW_COUNT)",
                        tail.footer.getNumberOfRows() + "");
            }
            return new OrcDecoder(input, tail);
        } catch (IOException failed) { // what is no protobuf comes as one of these
            throw new CorruptFileException(
                    input.file(), "the ORC footer cannot be read: " + failed.getMessage(), failed);
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
    public RowRanges matchingRows(int index, BoundPredicate predicate, IntFunction<@Nullable StoredColumn> columns) {
        return RowRanges.all(unitRowCount(index));
    }

    @Override
    public void openUnit(int index) {
        closeStripe();
        unit = index;
        try {
            stripe = new OrcStripe(reader, pool, tail.codec, tail.footer.getStripes(index));
        } catch (IOException damaged) {
            throw damaged("the footer", damaged);
        }
    }

    private CorruptFileException damaged(String what, Exception cause) {
        return new CorruptFileException(
                file, what + " of stripe " + unit + " cannot be read: " + cause.getMessage(), cause);
    }

    @Override
    public void prefetch(Iterable<String> names) {
        // Streams read ahead by themselves.
    }

    @Override
    public boolean hasColumn(String name) {
        return tail.child(0, name) >= 0;
    }

    @Override
    public ArrowColumn decode(String name, DataField wanted, RowSet rows, boolean expanded) {
        try {
            OpenColumn column = column(name, wanted);
            if (rows.rows() == null && rows.slots() == null) {
                moveTo(column, rows.start());
                column.row += rows.count();
                return column.column.read(rows.count(), null, pool);
            }
            return picked(column, rows);
        } catch (IOException | IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException broken) {
            throw damaged("column " + name, broken);
        }
    }

    private OpenColumn column(String name, DataField wanted) throws IOException {
        OpenColumn known = open.get(name);
        if (known != null) {
            return known;
        }
        OrcStripe current = stripe;
        if (current == null) {
            throw new IllegalStateException("no stripe is open");
        }
        OrcContext context = new OrcContext(file, tail, current, legacyInstants);
        OpenColumn created = new OpenColumn(OrcColumn.of(context, wanted, tail.child(0, name)));
        open.put(name, created);
        return created;
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

    /** Reads the stretches in which wanted rows lie close together, then picks. */
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

    /** Compressed about three times, each column asked for the same share. */
    @Override
    public long rowWidth(int index, Iterable<String> names) {
        long asked = 0;
        for (String name : names) {
            asked += hasColumn(name) ? 1 : 0;
        }
        int columns = Math.max(1, tail.footer.getTypes(0).getSubtypesCount());
        return 3 * size / Math.max(1, tail.footer.getNumberOfRows()) * asked / columns;
    }

    @Override
    public long bytesRead() {
        return bytesRead + (stripe == null ? 0 : stripe.bytesRead());
    }

    private void closeStripe() {
        bytesRead = bytesRead();
        open.clear();
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
            throw new TableStoreException(file + ": cannot be closed: " + failed.getMessage(), failed);
        }
    }
}
