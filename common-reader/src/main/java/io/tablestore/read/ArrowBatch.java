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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.types.DataField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a split, at most {@link #MAX_ROWS}, as columns that are decoded when first asked for.
 *
 * <p>Vectors have {@link #rowCount()} rows, of which those of {@link #selection()} count; what the others hold is not
 * defined. Columns asked for after {@link #select} are decoded for the selected rows only, unless those are nearly all.
 *
 * <p><b>Ownership:</b> lent by the reader until its next step. After that every method throws {@link
 * IllegalStateException}, and a vector kept from it is empty.
 *
 * <p><b>Threads:</b> that of the reader.
 */
public interface ArrowBatch {

    /** Most rows of a batch. */
    int MAX_ROWS = 65_536;

    /** Rows of the vectors. */
    int rowCount();

    /** The columns, in the order asked for. */
    List<DataField> fields();

    /** The data file that all rows are of, relative to the table, or null for rows that were combined of several. */
    @Nullable
    String file();

    /**
     * Where a row of the vectors stands in {@link #file()}, counted from 0 in the order stored; -1 for rows that were
     * combined of several.
     */
    long filePosition(int row);

    /** The rows that count; at least one when the reader hands the batch out. */
    Selection selection();

    /**
     * Narrows the batch to some of its selected rows.
     *
     * @param positions rows of the vectors, ascending, each selected before; owned by the batch from now on
     * @param count how many entries of {@code positions} are meant
     */
    void select(int[] positions, int count);

    /** A column: values, or indices into a dictionary. Owned by the batch. */
    ArrowColumn column(int index);

    /** Rows {@code start .. start + length - 1} as a batch of their own, without a copy; lent as long as this one. */
    ArrowBatch slice(int start, int length);
}
