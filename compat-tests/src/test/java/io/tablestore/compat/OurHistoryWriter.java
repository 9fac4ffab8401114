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

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.RowKind;
import io.tablestore.writer.CommitMessageSerializer;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataType;
import org.apache.paimon.utils.SerializationUtils;

/** The writer of this project, as a Java program uses it. */
final class OurHistoryWriter implements HistoryWriter {

    private static final long MEMORY = 512L << 20;

    @Override
    public void write(FileStoreTable table, List<Row> rows, Path scratch) {
        List<DataType> types = table.rowType().getFieldTypes();
        commit(table, scratch, write -> {
            for (Row row : rows) {
                RowKind kind = RowKind.valueOf(row.values().getRowKind().name());
                write.write(kind, new PaimonValues(row.values(), row.values().getFieldCount(), types::get));
            }
        });
    }

    @Override
    public void compact(FileStoreTable table, List<Bucket> buckets, Path scratch) {
        commit(table, scratch, write -> {
            for (Bucket bucket : buckets) {
                BinaryRow partition = BinaryRow.deserialize(SerializationUtils.serializeBinaryRow(bucket.partition()));
                if (bucket.full()) {
                    write.compactFully(partition, bucket.bucket());
                } else {
                    write.compact(partition, bucket.bucket());
                }
            }
        });
    }

    private interface Work {
        void on(TableWrite write);
    }

    private static void commit(FileStoreTable table, Path scratch, Work work) {
        Table ours = TableStore.openTable(
                new LocalFileSystem(), TablePath.of(table.location().toUri().getPath()));
        try (BufferAllocator root = ArrowMemory.newRoot(MEMORY);
                TableWrite write = TableWrite.of(ours, root).spillTo(scratch).open()) {
            work.on(write);
            byte[] messages = CommitMessageSerializer.serialize(write.prepareCommit());
            new TableCommit(ours, "ours").commit(TableCommit.BATCH, CommitMessageSerializer.deserialize(messages));
        }
    }
}
