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

import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/**
 * Estimates how many rows of a row group take a number of bytes when decoded. For a column with a small chunk, the footer's
 * average is enough. If a column's values may exceed the memory for a batch, because they are large or a dictionary entry is
 * repeated, they are measured in their page, and the batch ends with that page.
 */
final class RowSizes {

    /** Reads ahead in one column chunk without skipping anything. */
    interface Measured {

        /** The longest entry of the dictionary in bytes; 0 if the chunk has none. */
        long longestEntry() throws IOException;

        /** How many rows from {@code start} on, at least one, fit, up to the end of the page. */
        int fitting(long start, int most, long bytes) throws IOException;
    }

    /**
     * A column that will be decoded.
     *
     * @param indices whether it is returned as indices into its dictionary
     * @param reader created when values must be measured
     */
    record Column(ColumnMeta meta, ColumnMetaData chunk, boolean indices, Function<ColumnMeta, Measured> reader) {

        boolean hasDictionary() {
            return chunk.isSetDictionary_page_offset()
                    || chunk.isSetEncodings() && chunk.getEncodings().stream().anyMatch(Page::isDictionary)
                    || !chunk.isSetEncodings();
        }

        /** Bytes of all values, without those that a dictionary repeats. */
        long bytes() {
            long least = indices ? Integer.BYTES : leastBytes(meta);
            return Math.max(indices ? 0 : chunk.getTotal_uncompressed_size(), least * chunk.getNum_values());
        }
    }

    private final long rowCount;

    RowSizes(long rowCount) {
        this.rowCount = rowCount;
    }

    /** The minimum size of a value in a vector, however small it is stored. */
    private static long leastBytes(ColumnMeta meta) {
        return switch (meta.type()) {
            case BOOLEAN -> 1;
            case INT32, FLOAT, BYTE_ARRAY -> Integer.BYTES;
            case INT64, DOUBLE, INT96 -> Long.BYTES;
            case FIXED_LEN_BYTE_ARRAY -> Math.max(Integer.BYTES, meta.typeLength());
        };
    }

    int fitting(Collection<Column> columns, long start, int most, long bytes) throws IOException {
        long all = 0;
        for (Column column : columns) {
            all += column.bytes();
        }
        int rows = FileDecoder.fitting(most, bytes, all / Math.max(1, rowCount));
        List<Measured> large = new ArrayList<>();
        for (Column column : columns) {
            Measured reader = rows == 1 ? null : measured(column, rows, FileDecoder.SLACK * bytes);
            if (reader != null) {
                large.add(reader);
            }
        }
        for (Measured reader : large) {
            rows = reader.fitting(start, rows, bytes / large.size());
        }
        return rows;
    }

    /** Measures a column that may take more than {@code bytes}; null for other columns. */
    private static @Nullable Measured measured(Column column, int rows, long bytes) throws IOException {
        if (column.indices) {
            return null;
        }
        boolean large = column.bytes() > bytes;
        if (large) {
            return column.reader.apply(column.meta);
        }
        if (column.meta.type() != Type.BYTE_ARRAY || !column.hasDictionary()) {
            return null;
        }
        Measured reader = column.reader.apply(column.meta);
        long values = column.meta.maxRepetition() == 0 ? rows : column.chunk.getNum_values();
        return reader.longestEntry() * values > bytes ? reader : null;
    }
}
