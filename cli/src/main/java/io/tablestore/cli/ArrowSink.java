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
package io.tablestore.cli;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.VectorValues;
import io.tablestore.error.TableStoreException;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.ColumnCopier;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes rows as an Arrow IPC stream: selected rows only, without dictionaries. */
final class ArrowSink implements RowSink {

    private final List<DataField> fields;
    private final ColumnCopier copier;
    private final VectorSchemaRoot root;
    private final ArrowStreamWriter writer;

    ArrowSink(List<DataField> fields, OutputStream out, BufferAllocator allocator) throws IOException {
        this.fields = fields;
        this.copier = new ColumnCopier(allocator);
        this.root = VectorSchemaRoot.create(
                new Schema(fields.stream().map(ArrowSink::outputField).toList()), allocator);
        this.writer = new ArrowStreamWriter(root, null, out);
        writer.start();
    }

    private static boolean isNanos(DataField field) {
        return field.type().root().isTimestamp() && ((DataType.Atomic) field.type()).precision() > 6;
    }

    /**
     * The Arrow field of a column. A top-level TIMESTAMP(7..9) becomes Arrow's nanoseconds. Columns are nullable, since
     * an older file may lack one.
     */
    private static Field outputField(DataField field) {
        if (!isNanos(field)) {
            return ArrowTypes.field(field);
        }
        String zone = field.type().root() == TypeRoot.TIMESTAMP_LTZ ? "UTC" : null;
        ArrowType type = new ArrowType.Timestamp(TimeUnit.NANOSECOND, zone);
        return new Field(field.name(), new FieldType(field.type().nullable(), type, null), null);
    }

    @Override
    public synchronized void write(ArrowBatch batch, long limit) throws IOException {
        int count = (int) Math.min(limit, batch.selection().count());
        int[] rows = new int[count];
        Arrays.setAll(rows, batch.selection()::row);
        for (int i = 0; i < fields.size(); i++) {
            FieldVector target = root.getVector(i);
            ArrowColumn column = batch.column(i);
            if (fields.get(i).type() instanceof DataType.Atomic) {
                target.setInitialCapacity(count);
                target.allocateNew();
                copy(fields.get(i), column, rows, target);
                target.setValueCount(count);
            } else {
                copyNested(column.vector(), rows, target);
            }
        }
        root.setRowCount(count);
        writer.writeBatch();
        root.clear();
    }

    private void copyNested(FieldVector source, int[] rows, FieldVector target) {
        try (ArrowColumn copied = copier.copy(source, rows)) {
            copied.vector().makeTransferPair(target).transfer();
        }
    }

    private static void copy(DataField field, ArrowColumn column, int[] rows, FieldVector target) {
        FieldVector source = column.vector();
        FieldVector dictionary = column.dictionary();
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            if (source.isNull(row)) {
                target.setNull(i);
            } else if (dictionary != null) {
                target.copyFromSafe(((IntVector) source).get(row), i, dictionary);
            } else if (isNanos(field)) {
                ((TimeStampVector) target).setSafe(i, nanos(field, source, row));
            } else {
                target.copyFromSafe(row, i, source);
            }
        }
    }

    private static long nanos(DataField field, FieldVector source, int row) {
        TimestampValue value = VectorValues.timestamp(source, row, (DataType.Atomic) field.type());
        try {
            return Math.addExact(Math.multiplyExact(value.epochMillis(), 1_000_000L), value.nanoOfMilli());
        } catch (ArithmeticException outside) {
            throw new TableStoreException(
                    "Column " + field.name() + ": " + value.toLocalDateTime()
                            + " lies outside Arrow's nanoseconds (1677 to 2262). Use another --format.",
                    outside);
        }
    }

    @Override
    public synchronized void finish() throws IOException {
        writer.end();
    }

    @Override
    public synchronized void close() {
        root.close();
        copier.close();
    }
}
