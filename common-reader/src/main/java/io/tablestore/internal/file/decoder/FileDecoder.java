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
package io.tablestore.internal.file.decoder;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One open data file, decoded column by column. A file consists of units (row groups, stripes, blocks) that are opened in
 * ascending order. Within a unit, each column is read forwards at its own pace.
 *
 * <p><b>Ownership:</b> columns belong to the caller and are closed before the unit they came from is left.
 *
 * <p><b>Threads:</b> one at a time.
 */
public interface FileDecoder extends AutoCloseable {

    int unitCount();

    long unitRowCount(int unit);

    /**
     * The rows of a unit that can pass, according to its statistics.
     *
     * @param columns returns the column that a leaf tests; null if the file has no such column
     */
    RowRanges matchingRows(int unit, BoundPredicate predicate, Function<Leaf, @Nullable StoredColumn> columns);

    /**
     * The file's statistics of an entire column; unknown if the file has none.
     *
     * @param type of the column, as the file's schema declares it
     */
    default ColumnStatistics statistics(String name, DataType type) {
        return ColumnStatistics.UNKNOWN;
    }

    /** Leaves the current unit and opens a later one. */
    void openUnit(int unit);

    /** Fetches the first bytes of columns that will be decoded, in parallel if the file system can. */
    void prefetch(Iterable<String> names);

    /** True if the file has a decodable column with this name. */
    boolean hasColumn(String name);

    /** The name of the column to which the file's writer gave this id; null if there is none. */
    default @Nullable String columnWithId(int fieldId) {
        return null;
    }

    /**
     * The names of the fields in a row.
     *
     * @param path the column that holds the rows, or lists of them, and the fields that lead to them; empty for the
     *     columns of the file
     */
    default List<String> fieldNames(List<String> path) {
        throw new UnsupportedOperationException("only files with a schema of their own tell their fields");
    }

    /**
     * Decodes rows of the open unit. Calls for one column must move forward: no row may come before those of an earlier call.
     *
     * @param name of the column in the file
     * @param wanted the column as wanted by the caller; its type decides the vector
     */
    ArrowColumn decode(String name, DataField wanted, RowSet rows, ColumnForm form);

    /** Whether a row of the open unit takes its value from an older file that holds the same column. */
    default boolean leavesToOlder(long row) {
        return false;
    }

    /**
     * How many rows of the open unit, at least one, take about this many bytes when decoded. Rows before {@code start} are not
     * decoded again.
     *
     * @param start first row in the unit
     * @param most maximum number of rows, at least one
     * @param bytes of all columns together
     * @param names of the columns in the file that will be decoded
     * @param form in which they will be decoded
     */
    int fittingRows(long start, int most, long bytes, Collection<String> names, ColumnForm form);

    /** A column is not measured if all of its values take at most this multiple of the requested bytes. */
    int SLACK = 4;

    /** The number of rows of a given width that take this many bytes. */
    static int fitting(int most, long bytes, long rowWidth) {
        return (int) Math.max(1, Math.min(most, bytes / Math.max(1, rowWidth)));
    }

    /** Bytes read from the file so far. */
    long bytesRead();

    @Override
    void close();

    /**
     * A column of the file, or a field inside one.
     *
     * @param path the column's name in the file, then the names of the fields that lead to the nested one
     * @param type as the file's schema declares it
     * @param comparable whether its statistics can be compared with values of the type it is read as
     */
    record StoredColumn(List<String> path, DataType type, boolean comparable) {
        public StoredColumn {
            path = List.copyOf(path);
        }
    }
}
