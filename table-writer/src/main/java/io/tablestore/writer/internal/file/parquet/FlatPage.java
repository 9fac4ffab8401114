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

/** The values of the open page of a column without nesting, nulls left out, and the dictionary of its pages. */
abstract class FlatPage {

    /** A page of a type, or null for a type whose values are not gathered this way. */
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

    /** Takes the vector whose rows are added next. */
    abstract void bind(FieldVector vector);

    /** Tells how many bytes a dictionary may have from now on, 0 for none. */
    void useDictionaryOf(int bytes) {}

    /** Whether the page takes no more rows and has to end before another vector is bound. */
    boolean isClosed() {
        return false;
    }

    /** Bytes that a value takes at least, unencoded. */
    abstract int leastBytes();

    /**
     * Where to stop: the rows from {@code start} up to there fit in a page, or are one.
     *
     * @param limit greater than {@code start}; the last possible end, exclusive
     */
    abstract int fitting(int start, int limit, int pageBytes);

    /**
     * Appends rows of the bound vector.
     *
     * @param validity address of the bits of a vector that has nulls, otherwise 0
     */
    abstract void add(long validity, int start, int end);

    /** Bytes of the page's values, unencoded. */
    abstract int bytes();

    /** Puts the smallest and the greatest value of the page into statistics. */
    abstract void addBounds(Statistics<?> statistics);

    abstract BytesInput plain();

    abstract boolean hasDictionary();

    /**
     * Encodes the page's values as indices of the dictionary, to which those are added that it does not have.
     *
     * @return false if it would grow over {@code limitBytes}; it has no value of this page then
     */
    abstract boolean index(DictionaryIndices target, int limitBytes);

    /** Values of the dictionary. */
    abstract int dictionarySize();

    /** Bytes of the values of the dictionary. */
    abstract int dictionaryBytes();

    /** The values of the dictionary, in the order of their indices. */
    abstract BytesInput dictionary();

    abstract void forgetDictionary();

    /** Starts the next page. */
    abstract void clear();
}
