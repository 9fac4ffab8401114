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
 * ascending order; within a unit each column is read forwards, each at its own pace.
 *
 * <p><b>Ownership:</b> columns belong to the caller and are closed before the unit they came from is left.
 *
 * <p><b>Threads:</b> one at a time.
 */
public interface FileDecoder extends AutoCloseable {

    int unitCount();

    long unitRowCount(int unit);

    /**
     * The rows of a unit that can pass, by its statistics.
     *
     * @param columns what each leaf tests; null where the file has no such column
     */
    RowRanges matchingRows(int unit, BoundPredicate predicate, Function<Leaf, @Nullable StoredColumn> columns);

    /**
     * What the file says of a column as a whole; unknown for a file without statistics.
     *
     * @param type of the column, as the file's schema declares it
     */
    default ColumnStatistics statistics(String name, DataType type) {
        return ColumnStatistics.UNKNOWN;
    }

    /** Leaves the unit at hand and opens another, behind it. */
    void openUnit(int unit);

    /** Fetches the first bytes of columns that will be decoded, side by side where the file system can. */
    void prefetch(Iterable<String> names);

    /** True if the file has a column of that name that can be decoded. */
    boolean hasColumn(String name);

    /** The name of the column to which the file's writer gave an id; null if no column has it. */
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
     * Decodes rows of the open unit. For one column, calls go forwards: no row before those of an earlier call.
     *
     * @param name of the column in the file
     * @param wanted the column as it is wanted; its type decides the vector
     * @param expanded whether values are wanted even where the file holds indices into a dictionary
     */
    ArrowColumn decode(String name, DataField wanted, RowSet rows, boolean expanded);

    /** Whether a row of the open unit has no value here, but that of an older file that holds the same column. */
    default boolean leavesToOlder(long row) {
        return false;
    }

    /**
     * How many rows of the open unit take about so many bytes decoded; one at least, however large. Rows before {@code start}
     * are not decoded any more.
     *
     * @param start first row in the unit
     * @param most rows asked about, one or more
     * @param bytes of all columns together
     * @param names of the columns in the file that will be decoded
     * @param expanded whether they will be decoded as values, never as indices into a dictionary
     */
    int fittingRows(long start, int most, long bytes, Collection<String> names, boolean expanded);

    /** A column of which all values take no more than so many times the bytes that are asked for is not measured. */
    int SLACK = 4;

    /** The rows of some width that take so many bytes. */
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
     * @param path the column's name in the file, then those of the fields that lead to what is meant
     * @param type as the file's schema declares it
     * @param comparable whether its statistics can be compared with values of the type it is read as
     */
    record StoredColumn(List<String> path, DataType type, boolean comparable) {
        public StoredColumn {
            path = List.copyOf(path);
        }
    }
}
