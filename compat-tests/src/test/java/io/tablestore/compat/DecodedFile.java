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
package io.tablestore.compat;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;

/** Columns of single data files as the reader decodes them; no table around them, no memory left behind. */
final class DecodedFile {

    private static final int BATCH_ROWS = 1000;

    private DecodedFile() {}

    /**
     * The values of a column read as a type, as text; null stays null.
     *
     * @param rows of the file
     */
    static List<String> column(Path file, long rows, String name, DataType type) throws Exception {
        List<String> values = new ArrayList<>();
        decode(file, rows, name, type, (column, row) -> values.add(text(column, row)));
        return values;
    }

    /** The bytes of each value of a column of strings or binaries. */
    static List<Integer> lengths(Path file, long rows, String name, DataType type) throws Exception {
        List<Integer> lengths = new ArrayList<>();
        decode(
                file,
                rows,
                name,
                type,
                (column, row) -> lengths.add(((BaseVariableWidthVector) column.vector()).getValueLength(row)));
        return lengths;
    }

    private static void decode(Path file, long rows, String name, DataType type, ObjIntConsumer<ArrowColumn> consumer)
            throws Exception {
        FileFormat format = FileFormat.ofFile(file.toString());
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30);
                BufferPool pool = new BufferPool(allocator)) {
            TablePath path = TablePath.of(file.toString());
            DataFileInput input = new DataFileInput(
                    path.toString(), new LocalFileSystem().open(path), Files.size(file), rows, pool, null);
            try (FileDecoder decoder = format.open(input)) {
                DataField wanted = new DataField(0, name, type);
                for (int unit = 0; unit < decoder.unitCount(); unit++) {
                    decoder.openUnit(unit);
                    int count = (int) decoder.unitRowCount(unit);
                    for (int at = 0; at < count; at += BATCH_ROWS) {
                        int step = Math.min(BATCH_ROWS, count - at);
                        RowSet set = new RowSet(at, step, null, null, step, step);
                        try (ArrowColumn column = decoder.decode(name, wanted, set, ColumnForm.VALUES)) {
                            for (int row = 0; row < step; row++) {
                                consumer.accept(column, row);
                            }
                        }
                    }
                }
            }
        }
    }

    private static String text(ArrowColumn column, int row) {
        if (column.vector().isNull(row)) {
            return null;
        }
        FieldVector dictionary = column.dictionary();
        Object value = dictionary == null
                ? column.vector().getObject(row)
                : dictionary.getObject(((IntVector) column.vector()).get(row));
        return value.toString();
    }
}
