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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;

/** Apache Paimon's library. */
final class PaimonHistoryWriter implements HistoryWriter {

    @Override
    public void write(FileStoreTable table, List<Row> rows, Path scratch) throws Exception {
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        try (IOManager ioManager = IOManager.create(scratch.toString());
                BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.withIOManager(ioManager);
            for (Row row : rows) {
                if (row.bucket() >= 0) {
                    write.write(row.values(), row.bucket());
                } else {
                    write.write(row.values());
                }
            }
            commit.commit(write.prepareCommit());
        }
    }

    @Override
    public void compact(FileStoreTable table, List<Bucket> buckets, Path scratch) throws Exception {
        if (table.primaryKeys().isEmpty() && table.bucketSpec().getNumBuckets() < 1) {
            return; // needs a compaction job of an engine
        }
        Table compacting = table.copy(Map.of("write-only", "false"));
        BatchWriteBuilder builder = compacting.newBatchWriteBuilder();
        try (IOManager ioManager = IOManager.create(scratch.toString());
                BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.withIOManager(ioManager);
            for (Bucket bucket : buckets) {
                write.compact(bucket.partition(), bucket.bucket(), bucket.full());
            }
            commit.commit(write.prepareCommit());
        }
    }
}
