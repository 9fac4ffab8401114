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
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.read.column.Columns;
import io.tablestore.internal.read.filter.ColumnFilter.Tested;
import io.tablestore.types.DataField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The columns that were decoded to filter the rows of one batch, so that the batch need not decode them again.
 *
 * <p><b>Ownership:</b> closing this closes the columns that no batch has taken over. <b>Threads:</b> one at a time.
 */
final class FilteredColumns implements AutoCloseable {

    private final Map<Integer, Tested> columns = new HashMap<>();

    /**
     * A column that the predicate tests.
     *
     * @param decode called on first use
     */
    Tested column(DataField field, Function<DataField, ArrowColumn> decode) {
        return columns.computeIfAbsent(field.id(), id -> new Tested(field, decode.apply(field)));
    }

    /** Moves the columns into a batch that holds all rows. */
    void moveTo(DecodedBatch batch) {
        List<DataField> fields = batch.fields();
        for (int i = 0; i < fields.size(); i++) {
            Tested tested = columns.remove(fields.get(i).id());
            if (tested != null) {
                batch.put(i, Columns.narrowed(tested.column(), tested.field(), fields.get(i)));
            }
        }
    }

    /**
     * Copies the passing rows into a batch that holds only those. Releases the batch if that fails.
     *
     * @param count only the first {@code count} entries of {@code passing} are valid
     */
    void copyTo(DecodedBatch batch, int[] passing, int count, BufferPool pool) {
        List<DataField> fields = batch.fields();
        try {
            for (int i = 0; i < fields.size(); i++) {
                Tested tested = columns.get(fields.get(i).id());
                if (tested != null) {
                    ArrowColumn picked = Columns.picked(tested.column(), passing, count, pool);
                    batch.put(i, Columns.narrowed(picked, tested.field(), fields.get(i)));
                }
            }
        } catch (RuntimeException failed) {
            batch.release();
            throw failed;
        }
    }

    @Override
    public void close() {
        columns.values().forEach(tested -> tested.column().close());
    }
}
