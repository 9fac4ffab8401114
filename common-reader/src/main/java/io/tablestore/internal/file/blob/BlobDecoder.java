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
package io.tablestore.internal.file.blob;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.StoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.fs.RangeReader;
import io.tablestore.internal.file.decoder.ChunkBytes;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.decoder.RowRanges;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.vector.VariableBuilder;
import io.tablestore.types.DataField;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.function.Function;
import java.util.zip.CRC32;
import org.apache.arrow.memory.util.MemoryUtil;
import org.jspecify.annotations.Nullable;

/** A blob file (format reference, 6.6). It is one unit. The checksum of every value read is verified. */
public final class BlobDecoder implements FileDecoder {

    private static final int MAGIC = 1481511375;
    private static final int HEADER_BYTES = 4;

    /** Bytes of an entry after its value: the entry's length and the checksum. */
    private static final int TRAILER_BYTES = 12;

    private final String file;
    private final RangeReader reader;
    private final BufferPool pool;
    private final BlobIndex index;
    private final ChunkBytes bytes;

    private BlobDecoder(DataFileInput input, BlobIndex index) {
        this.file = input.file();
        this.reader = input.reader();
        this.pool = input.pool();
        this.index = index;
        this.bytes = new ChunkBytes(reader, pool, 0, index.dataEnd());
    }

    /** Opens a file and reads its index. */
    public static BlobDecoder open(DataFileInput input) throws IOException {
        return new BlobDecoder(input, BlobIndex.read(input));
    }

    @Override
    public int unitCount() {
        return 1;
    }

    @Override
    public long unitRowCount(int unit) {
        return index.rowCount();
    }

    @Override
    public RowRanges matchingRows(int unit, BoundPredicate predicate, Function<Leaf, @Nullable StoredColumn> columns) {
        return RowRanges.all(index.rowCount());
    }

    @Override
    public void openUnit(int unit) {
        // The index locates the values.
    }

    @Override
    public void prefetch(Iterable<String> names) {
        // Values are read ahead on request.
    }

    /** The manifest says which column a blob file holds. */
    @Override
    public boolean hasColumn(String name) {
        return true;
    }

    @Override
    public boolean leavesToOlder(long row) {
        return index.isPlaceholder((int) row);
    }

    @Override
    public ArrowColumn decode(String name, DataField wanted, RowSet rows, ColumnForm form) {
        if (wanted.type().root() != TypeRoot.BLOB) {
            throw new UnsupportedFormatException(
                    file, "column " + name + " of type " + wanted.type() + " in a blob file", "Leave the column out.");
        }
        try (VariableBuilder builder = new VariableBuilder(
                pool,
                ArrowTypes.field(wanted.asNullable()),
                rows.slotCount(),
                rows.coverage(),
                16L * rows.slotCount())) {
            for (int i = 0; i < rows.wanted(); i++) {
                int row = (int) rows.start() + (rows.rows() == null ? i : rows.rows()[i]);
                int slot = rows.slots() == null ? i : rows.slots()[i];
                if (index.hasValue(row)) {
                    put(row, builder, slot);
                    builder.setPresent(slot);
                } else {
                    builder.setNull(slot);
                }
            }
            return builder.finish();
        } catch (IOException outside) {
            throw new CorruptFileException(file, "A value cannot be read: " + outside.getMessage() + ".", outside);
        }
    }

    private void put(int row, VariableBuilder builder, int slot) throws IOException {
        int length = index.length(row);
        ByteBuffer entry = bytes.range(index.offset(row), length);
        int magic = Integer.reverseBytes(entry.getInt(0));
        long ownLength = Long.reverseBytes(entry.getLong(length - TRAILER_BYTES));
        if (magic != MAGIC || ownLength != length) {
            throw new CorruptFileException(
                    file,
                    "The entry of row " + row
                            + " does not start with the magic number of a blob, or has another length than the"
                            + " index: found " + Integer.toHexString(magic) + " and " + ownLength + ".");
        }
        CRC32 checksum = new CRC32();
        checksum.update(entry.duplicate().limit(length - 4));
        int expected = Integer.reverseBytes(entry.getInt(length - 4));
        if ((int) checksum.getValue() != expected) {
            throw new CorruptFileException(
                    file,
                    "The checksum of row " + row + " is stored as " + Integer.toHexString(expected)
                            + ", but the bytes give " + Integer.toHexString((int) checksum.getValue()) + ".");
        }
        builder.putExactly(
                slot, MemoryUtil.getByteBufferAddress(entry) + HEADER_BYTES, length - HEADER_BYTES - TRAILER_BYTES);
    }

    @Override
    public int fittingRows(long start, int most, long limit, Collection<String> names, ColumnForm form) {
        long total = 0;
        for (int i = 0; i < most && !names.isEmpty(); i++) {
            total += Math.max(0, index.length((int) start + i));
            if (total > limit) {
                return Math.max(1, i);
            }
        }
        return most;
    }

    @Override
    public long bytesRead() {
        return bytes.bytesRead() + index.bytesRead();
    }

    @Override
    public void close() {
        bytes.close();
        try {
            reader.close();
        } catch (IOException failed) {
            throw StoreException.from(file, "The file cannot be closed", failed);
        }
    }
}
