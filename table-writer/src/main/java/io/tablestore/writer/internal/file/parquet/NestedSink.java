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

import io.tablestore.types.DataField;
import java.util.Iterator;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.schema.MessageType;

/** Writes nested columns and rare types, record by record, with Parquet's own column writers. */
final class NestedSink implements ParquetSink {

    private final ColumnWriteStore store;
    private final ParquetColumn column;

    /** @param alone a message with this column only */
    NestedSink(DataField field, MessageType alone, ColumnWriteStore store) {
        this.store = store;
        Iterator<ColumnWriter> leaves = alone.getColumns().stream()
                .map((ColumnDescriptor leaf) -> store.getColumnWriter(leaf))
                .iterator();
        this.column = ParquetColumn.of(field, leaves);
    }

    @Override
    public void write(FieldVector vector, int rowCount) {
        column.bind(vector);
        for (int row = 0; row < rowCount; row++) {
            column.write(row, 0);
            store.endRecord();
        }
    }

    @Override
    public long bufferedBytes() {
        return store.getBufferedSize();
    }

    @Override
    public void flush() {
        store.flush();
    }
}
