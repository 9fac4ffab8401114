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
 * Some rows of a split, at most {@link #MAX_ROWS}. Each column is decoded on first access.
 *
 * <p>Vectors have {@link #rowCount()} rows, of which only those in {@link #selection()} are valid; the others are undefined.
 * Columns accessed after {@link #select} are decoded for the selected rows only, unless nearly all are selected.
 *
 * <p><b>Ownership:</b> belongs to the reader and is valid until its next step. After that every method throws
 * {@link IllegalStateException}, and a retained vector is empty.
 *
 * <p><b>Threads:</b> that of the reader.
 */
public interface ArrowBatch {

    /** Maximum number of rows of a batch. */
    int MAX_ROWS = 65_536;

    /** Number of rows of the vectors, selected or not. */
    int rowCount();

    /** The columns, in the requested order. */
    List<DataField> fields();

    /** The data file of all rows, relative to the table, or null if the rows were merged from several files. */
    @Nullable
    String file();

    /** The position of a row in {@link #file()}, from 0 in stored order; -1 if rows were merged from several files. */
    long filePosition(int row);

    /** The valid rows; at least one when the reader returns the batch. */
    Selection selection();

    /**
     * Narrows the selection.
     *
     * @param positions rows of the vectors, ascending, all of them selected so far; owned by the batch from now on
     * @param count number of valid entries of {@code positions}
     */
    void select(int[] positions, int count);

    /** A column: values, or indices into a dictionary. The batch owns it. */
    ArrowColumn column(int index);

    /** Rows {@code start} to {@code start + length - 1} as a batch, without a copy; valid as long as this batch. */
    ArrowBatch slice(int start, int length);
}
