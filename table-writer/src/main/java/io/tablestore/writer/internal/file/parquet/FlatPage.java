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
package io.tablestore.writer.internal.file.parquet;

import io.tablestore.types.DataType;
import io.tablestore.writer.internal.file.encoder.Scratch;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** The open page of a column without nesting: its non-null values and the dictionary of the column. */
abstract class FlatPage {

    /** Creates a page for a type, or returns null if the type is not supported here. */
    static @Nullable FlatPage of(DataType.Atomic type, Scratch scratch) {
        return switch (type.root()) {
            case BOOLEAN -> new BooleanPage();
            case TINYINT, SMALLINT, INT, BIGINT, DATE, TIME, FLOAT, DOUBLE -> new NumberPage(type);
            case DECIMAL -> type.precision() <= 18 ? new NumberPage(type) : null;
            case TIMESTAMP, TIMESTAMP_LTZ -> type.precision() <= 6 ? new NumberPage(type) : null;
            case CHAR, VARCHAR, BINARY, VARBINARY, BLOB -> new BytesPage(scratch);
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> null;
        };
    }

    /** Sets the vector for the next rows. */
    abstract void bind(FieldVector vector);

    /** Sets the maximum size of the dictionary in bytes; 0 disables it. */
    void useDictionaryOf(int bytes) {}

    /** Whether the page is full and must end before another vector is bound. */
    boolean isClosed() {
        return false;
    }

    /** Minimum size of an unencoded value in bytes. */
    abstract int leastBytes();

    /**
     * The exclusive end of the rows from {@code start} on that fit in a page; always at least one row.
     *
     * @param limit maximum end, exclusive, greater than {@code start}
     */
    abstract int fitting(int start, int limit, int pageBytes);

    /**
     * Appends rows of the bound vector.
     *
     * @param validity address of the validity bits, or 0 if the vector has no nulls
     */
    abstract void add(long validity, int start, int end);

    /** Unencoded size of the page's values in bytes. */
    abstract int bytes();

    /** Adds the page's minimum and maximum to statistics. */
    abstract void addBounds(Statistics<?> statistics);

    abstract BytesInput plain();

    abstract boolean hasDictionary();

    /**
     * Encodes the page's values as dictionary indices, and adds new values to the dictionary.
     *
     * @return false if the dictionary would exceed {@code limitBytes}; then it contains no new value of this page
     */
    abstract boolean index(DictionaryIndices target, int limitBytes);

    /** Number of values in the dictionary. */
    abstract int dictionarySize();

    /** Size of the dictionary's values in bytes. */
    abstract int dictionaryBytes();

    /** The values of the dictionary, in index order. */
    abstract BytesInput dictionary();

    abstract void forgetDictionary();

    /** Starts the next page. */
    abstract void clear();
}
