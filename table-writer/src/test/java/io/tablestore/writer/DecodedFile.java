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
package io.tablestore.writer;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.VectorValues;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.file.FileFormat;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.NullUnmarked;

/** What single data files hold, as the reader decodes them; no table around them. */
@NullUnmarked // nulls are values of these tests
public final class DecodedFile {

    private static final int BATCH_ROWS = 1000;

    private DecodedFile() {}

    /**
     * The values of a column, as text; null stays null, bytes are hexadecimal digits, and a
     * timestamp is its milliseconds since 1970, a plus and the nanoseconds behind.
     *
     * @param rows of the file
     */
    public static List<String> column(Path file, long rows, DataField column) {
        List<String> values = new ArrayList<>();
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30);
                BufferPool pool = new BufferPool(allocator)) {
            TablePath path = TablePath.of(file.toString());
            DataFileInput input = new DataFileInput(
                    path.toString(), new LocalFileSystem().open(path), Files.size(file), rows, pool, null);
            try (FileDecoder decoder = FileFormat.ofFile(file.toString()).open(input)) {
                for (int unit = 0; unit < decoder.unitCount(); unit++) {
                    decoder.openUnit(unit);
                    int count = (int) decoder.unitRowCount(unit);
                    for (int at = 0; at < count; at += BATCH_ROWS) {
                        int step = Math.min(BATCH_ROWS, count - at);
                        try (ArrowColumn decoded =
                                decoder.decode(column.name(), column, RowSet.all(at, step), ColumnForm.VALUES)) {
                            for (int row = 0; row < step; row++) {
                                values.add(text(decoded.vector(), row, column.type()));
                            }
                        }
                    }
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return values;
    }

    /** Row groups, stripes or blocks. */
    public static int units(Path file, long rows) {
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30);
                BufferPool pool = new BufferPool(allocator)) {
            TablePath path = TablePath.of(file.toString());
            DataFileInput input = new DataFileInput(
                    path.toString(), new LocalFileSystem().open(path), Files.size(file), rows, pool, null);
            try (FileDecoder decoder = FileFormat.ofFile(file.toString()).open(input)) {
                return decoder.unitCount();
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String text(FieldVector vector, int row, DataType type) {
        if (vector.isNull(row)) {
            return null;
        }
        if (!(type instanceof DataType.Atomic atomic) || type.root() == TypeRoot.VARIANT) {
            return vector.getObject(row).toString();
        }
        Object value = VectorValues.value(vector, row, atomic);
        if (value instanceof byte[] bytes) {
            return type.root().isString()
                    ? new String(bytes, StandardCharsets.UTF_8)
                    : HexFormat.of().formatHex(bytes);
        }
        return value instanceof TimestampValue timestamp
                ? timestamp.epochMillis() + "+" + timestamp.nanoOfMilli()
                : value.toString();
    }
}
