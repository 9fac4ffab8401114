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
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.Selection;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;

/** A batch over a stretch of an open file, or over merged rows. */
final class DecodedBatch implements ArrowBatch {

    /** Decodes a column of the stretch. */
    interface Loader {
        ArrowColumn load(int column, RowSet rows);
    }

    /**
     * A range of consecutive rows of a unit of a file.
     *
     * @param file its file, or null if the rows are merged from several
     * @param unitStart position in the file of the first row of the unit
     * @param start first row in the unit
     * @param length number of rows
     */
    record Stretch(@Nullable String file, long unitStart, long start, int length) {

        static Stretch ofNoFile(int length) {
            return new Stretch(null, 0, 0, length);
        }
    }

    private final List<DataField> fields;
    private final Loader loader;
    private final Stretch stretch;
    private final int @Nullable [] rows;
    private final int rowCount;
    private final @Nullable ArrowColumn[] columns;
    private final List<Slice> slices = new ArrayList<>();
    private Selection selection;
    private boolean stale;

    /**
     * @param rows the rows of the stretch that the vectors hold, relative to its start; null means all
     * @param rowCount number of rows that the vectors hold
     */
    DecodedBatch(List<DataField> fields, Loader loader, Stretch stretch, int @Nullable [] rows, int rowCount) {
        this.fields = fields;
        this.loader = loader;
        this.stretch = stretch;
        this.rows = rows;
        this.rowCount = rowCount;
        this.columns = new ArrowColumn[fields.size()];
        this.selection = Selection.all(rowCount);
    }

    @Override
    public int rowCount() {
        checkFresh();
        return rowCount;
    }

    @Override
    public List<DataField> fields() {
        return fields;
    }

    @Override
    public @Nullable String file() {
        return stretch.file();
    }

    @Override
    public long filePosition(int row) {
        checkFresh();
        return stretch.file() == null ? -1 : stretch.unitStart() + stretch.start() + (rows == null ? row : rows[row]);
    }

    @Override
    public Selection selection() {
        checkFresh();
        return selection;
    }

    @Override
    public void select(int[] positions, int count) {
        checkFresh();
        selection = selection.narrowed(positions, count);
    }

    @Override
    public ArrowColumn column(int index) {
        checkFresh();
        ArrowColumn column = columns[index];
        if (column == null) {
            column = loader.load(index, rowSet());
            columns[index] = column;
        }
        return column;
    }

    /** Takes ownership of a column that was decoded before the batch was created. */
    void put(int index, ArrowColumn column) {
        columns[index] = column;
    }

    /** Whether decoding all rows in bulk costs less than decoding the {@code count} selected ones. */
    static boolean isDense(int count, int rowCount) {
        return count >= rowCount - rowCount / 4;
    }

    private RowSet rowSet() {
        int[] selected = selection.positions();
        if (selected == null || isDense(selection.count(), rowCount)) {
            return new RowSet(stretch.start(), stretch.length(), rows, null, rowCount, rowCount);
        }
        int[] wanted = selected;
        if (rows != null) {
            wanted = new int[selection.count()];
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = rows[selected[i]];
            }
        }
        return new RowSet(stretch.start(), stretch.length(), wanted, selected, selection.count(), rowCount);
    }

    @Override
    public ArrowBatch slice(int sliceStart, int length) {
        checkFresh();
        if (sliceStart < 0 || length < 0 || sliceStart > rowCount - length) {
            throw new IllegalArgumentException(
                    "rows " + sliceStart + " to " + (sliceStart + length) + " of a batch of " + rowCount);
        }
        Slice slice = new Slice(sliceStart, length);
        slices.add(slice);
        return slice;
    }

    private void checkFresh() {
        if (stale) {
            throw new IllegalStateException("the batch is no longer valid: its reader has moved on");
        }
    }

    /** Frees all memory. The batch cannot be used afterwards. */
    void release() {
        stale = true;
        slices.forEach(Slice::release);
        slices.clear();
        for (int i = 0; i < columns.length; i++) {
            ArrowColumn column = columns[i];
            if (column != null) {
                column.close();
                columns[i] = null;
            }
        }
    }

    /** A view of some rows of the batch. */
    private final class Slice implements ArrowBatch {

        private final int first;
        private final int length;
        private final @Nullable ArrowColumn[] views = new ArrowColumn[columns.length];
        private Selection sliceSelection;

        Slice(int first, int length) {
            this.first = first;
            this.length = length;
            this.sliceSelection = within(selection);
        }

        private Selection within(Selection whole) {
            int[] positions = whole.positions();
            if (positions == null) {
                return Selection.all(length);
            }
            int[] mine = new int[Math.min(length, whole.count())];
            int count = 0;
            for (int i = 0; i < whole.count(); i++) {
                if (positions[i] >= first && positions[i] < first + length) {
                    mine[count++] = positions[i] - first;
                }
            }
            return new Selection(mine, count);
        }

        @Override
        public int rowCount() {
            checkFresh();
            return length;
        }

        @Override
        public List<DataField> fields() {
            return fields;
        }

        @Override
        public @Nullable String file() {
            return stretch.file();
        }

        @Override
        public long filePosition(int row) {
            return DecodedBatch.this.filePosition(first + row);
        }

        @Override
        public Selection selection() {
            checkFresh();
            return sliceSelection;
        }

        @Override
        public void select(int[] positions, int count) {
            checkFresh();
            sliceSelection = sliceSelection.narrowed(positions, count);
        }

        @Override
        public ArrowColumn column(int index) {
            ArrowColumn whole = DecodedBatch.this.column(index);
            ArrowColumn view = views[index];
            if (view == null) {
                FieldVector vector = whole.vector();
                TransferPair transfer = vector.getTransferPair(vector.getField(), vector.getAllocator());
                transfer.splitAndTransfer(first, length);
                view = whole.viewOf((FieldVector) transfer.getTo());
                views[index] = view;
            }
            return view;
        }

        @Override
        public ArrowBatch slice(int start, int sliceLength) {
            checkFresh();
            if (start < 0 || sliceLength < 0 || start > length - sliceLength) {
                throw new IllegalArgumentException("rows " + start + " to " + (start + sliceLength) + " of " + length);
            }
            return DecodedBatch.this.slice(first + start, sliceLength);
        }

        void release() {
            for (int i = 0; i < views.length; i++) {
                ArrowColumn view = views[i];
                if (view != null) {
                    view.close();
                    views[i] = null;
                }
            }
        }
    }
}
