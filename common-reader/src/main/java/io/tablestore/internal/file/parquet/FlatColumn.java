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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.file.decoder.ChunkBytes;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.file.parquet.encoding.Dictionary;
import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.vector.Coverage;
import io.tablestore.types.DataField;
import java.io.IOException;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** A column of the open row group that is not nested, with its dictionary's vector once indices have been requested. */
final class FlatColumn implements AutoCloseable {

    private final ColumnMeta meta;
    private final ChunkBytes bytes;
    private final ColumnChunkReader rows;
    private final ColumnWriters writers;
    private final Size size;
    private final boolean allPagesUseDictionary;
    private @Nullable ArrowColumn dictionaryVector;

    /**
     * @param chunk metadata of the column chunk
     * @param size of the column in earlier batches
     */
    FlatColumn(
            ColumnMeta meta,
            ColumnMetaData chunk,
            ChunkBytes bytes,
            ColumnChunkReader rows,
            ColumnWriters writers,
            Size size) {
        this.meta = meta;
        this.bytes = bytes;
        this.rows = rows;
        this.writers = writers;
        this.size = size;
        this.allPagesUseDictionary = allPagesUseDictionary(chunk);
    }

    /** The largest size of a column's decoded values in a batch so far. */
    static final class Size {

        private long most = -1;

        /** What the next batch is expected to take: as much, or 16 bytes for each slot of the first one. */
        long expected(int slots) {
            return most < 0 ? 16L * slots : most;
        }

        void add(long bytes) {
            most = Math.max(most, bytes);
        }
    }

    ChunkBytes bytes() {
        return bytes;
    }

    ColumnChunkReader rows() {
        return rows;
    }

    long bytesRead() {
        return bytes.bytesRead();
    }

    ArrowColumn decode(DataField wanted, RowSet picked, ColumnForm form) throws IOException {
        boolean indices = form == ColumnForm.VALUES_OR_INDICES
                && allPagesUseDictionary
                && ColumnWriters.keepsDictionary(meta, wanted.type());
        int slots = picked.slotCount();
        try (ColumnWriter writer = indices
                ? writers.indices(wanted, slots, picked.coverage(), dictionaryVector(wanted))
                : writers.values(meta, wanted, slots, picked.coverage(), size.expected(slots))) {
            rows.read(picked.start(), picked.rows(), picked.slots(), picked.wanted(), writer);
            size.add(writer.sizeInBytes());
            return writer.finish();
        }
    }

    private FieldVector dictionaryVector(DataField wanted) throws IOException {
        ArrowColumn known = dictionaryVector;
        if (known == null) {
            Dictionary dictionary = rows.dictionary();
            int entries = dictionary == null ? 0 : dictionary.size();
            try (ColumnWriter writer = writers.values(meta, wanted, entries, Coverage.EVERY_SLOT, 16L * entries)) {
                if (dictionary != null) {
                    Values values = new Values();
                    dictionary.copyTo(values);
                    writer.putRange(0, entries, values);
                }
                known = writer.finish();
            }
            dictionaryVector = known;
        }
        return known.vector();
    }

    /**
     * Whether a column whose type keeps its dictionary is certainly returned as indices. Decoded values of other types are no
     * longer than their dictionary entries.
     */
    static boolean isAllIndices(ColumnMeta meta, ColumnMetaData chunk) {
        return meta.type() == Type.BYTE_ARRAY && meta.stored().isBytes() && allPagesUseDictionary(chunk);
    }

    private static boolean allPagesUseDictionary(ColumnMetaData chunk) {
        if (!chunk.isSetEncoding_stats()) {
            return false;
        }
        for (PageEncodingStats stats : chunk.getEncoding_stats()) {
            boolean data = stats.getPage_type() == PageType.DATA_PAGE || stats.getPage_type() == PageType.DATA_PAGE_V2;
            if (data && !Page.isDictionary(stats.getEncoding())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        if (dictionaryVector != null) {
            dictionaryVector.close();
        }
        rows.close();
    }
}
