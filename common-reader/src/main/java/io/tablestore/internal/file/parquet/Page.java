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
package io.tablestore.internal.file.parquet;

import io.tablestore.internal.file.parquet.encoding.RleDecoder;
import io.tablestore.internal.file.parquet.encoding.ValueDecoder;
import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** One decompressed data page and its read position. */
final class Page implements AutoCloseable {

    final int rowCount;
    final boolean dictionaryEncoded;
    private final BufferPool pool;
    private final ArrowBuf buffer;
    private final @Nullable RleDecoder repetitions;
    private final @Nullable RleDecoder definitions;
    private final ValueDecoder values;
    private int rowsRead;

    /**
     * The levels of a page.
     *
     * @param repetitions repetition levels, or null for a column without
     * @param definitions definition levels, or null for a required column
     */
    record Levels(
            @Nullable RleDecoder repetitions, @Nullable RleDecoder definitions) {

        static final Levels NONE = new Levels(null, null);
    }

    /**
     * @param rowCount rows of a flat column; entries of a nested one
     */
    Page(BufferPool pool, ArrowBuf buffer, int rowCount, Encoding encoding, Levels levels, ValueDecoder values) {
        this.pool = pool;
        this.buffer = buffer;
        this.rowCount = rowCount;
        this.dictionaryEncoded = isDictionary(encoding);
        this.repetitions = levels.repetitions();
        this.definitions = levels.definitions();
        this.values = values;
    }

    static boolean isDictionary(Encoding encoding) {
        return encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
    }

    int rowsRead() {
        return rowsRead;
    }

    ValueDecoder values() {
        return values;
    }

    /**
     * Reads the levels of the next {@code count} rows.
     *
     * @return the number of their values; if less than {@code count}, {@link Values#valueOfRow} gives the value of each row
     */
    int nextRows(int count, Values scratch) throws IOException {
        rowsRead += count;
        if (definitions == null) {
            return count;
        }
        if (definitions.repeatedAhead(1) >= count) {
            definitions.skip(count);
            return count;
        }
        int[] valueOfRow = scratch.valueOfRow(count);
        definitions.read(valueOfRow, count);
        int next = 0;
        for (int i = 0; i < count; i++) {
            int present = valueOfRow[i];
            valueOfRow[i] = present == 0 ? -1 : next;
            next += present;
        }
        return next;
    }

    /** Reads the levels of all entries of the page. */
    void readLevels(int[] repetitionTarget, int[] definitionTarget) throws IOException {
        if (repetitions == null) {
            Arrays.fill(repetitionTarget, 0, rowCount, 0);
        } else {
            repetitions.read(repetitionTarget, rowCount);
        }
        if (definitions == null) {
            Arrays.fill(definitionTarget, 0, rowCount, 0);
        } else {
            definitions.read(definitionTarget, rowCount);
        }
    }

    void skipRows(int count) throws IOException {
        rowsRead += count;
        values.skip(definitions == null ? count : definitions.countEqual(count, 1));
    }

    @Override
    public void close() {
        values.close();
        pool.give(buffer);
    }
}
