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
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.RowRanges;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.types.DataField;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Stored rows, with the columns of the table: those of one data file, or of several that hold different columns of the same rows.
 * Units, their order and the direction of reading are those of {@link io.tablestore.internal.file.decoder.FileDecoder}.
 */
interface StoredRows extends AutoCloseable {

    /** The path of the single data file that holds the rows, relative to the table, or null if there are several. */
    @Nullable
    String file();

    int unitCount();

    long unitRowCount(int unit);

    /** Leaves the current unit and opens a later one. */
    void openUnit(int unit);

    /** Whether the column is stored; otherwise it is null in every row. */
    boolean has(DataField column);

    /** The rows of a unit that can pass, according to its statistics. */
    RowRanges matchingRows(int unit, BoundPredicate predicate);

    /** Fetches the first bytes of columns that will be decoded. */
    void prefetch(Collection<DataField> columns);

    /**
     * How many rows of the open unit, at least one, take about this many bytes when decoded. Rows before {@code start} are not
     * decoded again.
     *
     * @param form in which the columns will be decoded
     */
    int fittingRows(long start, int most, long bytes, Collection<DataField> columns, ColumnForm form);

    /** Decodes rows of the open unit; nulls if the column is not stored. The caller closes the column. */
    ArrowColumn decode(DataField column, RowSet rows, ColumnForm form);

    long bytesRead();

    @Override
    void close();
}
