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
package io.tablestore.bench;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.Path;
import org.apache.paimon.options.Options;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.FileStoreTableFactory;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.types.DataType;

/** Apache Paimon's library on Hadoop's client. */
record PaimonLake(String name, FileIO files, String root) implements S3Contender {

    static PaimonLake of(String name, Configuration configuration, String root) throws Exception {
        Path path = new Path(root);
        return new PaimonLake(name, FileIO.get(path, CatalogContext.create(new Options(), configuration)), root);
    }

    @Override
    public Planned plan(String table, List<String> columns) throws Exception {
        FileStoreTable opened = FileStoreTableFactory.create(files, new Path(root + "/" + table));
        int[] projection = columns.stream()
                .mapToInt(column -> opened.rowType().getFieldIndex(column))
                .toArray();
        DataType[] types = columns.stream()
                .map(column -> opened.rowType().getField(column).type())
                .toArray(DataType[]::new);
        ReadBuilder builder = opened.newReadBuilder().withProjection(projection);
        return new Plan(
                builder, new ConcurrentLinkedQueue<>(builder.newScan().plan().splits()), types);
    }

    private record Plan(ReadBuilder builder, Queue<Split> splits, DataType[] types) implements Planned {

        @Override
        public long read() throws Exception {
            long[] sum = new long[1];
            for (Split split = splits.poll(); split != null; split = splits.poll()) {
                try (RecordReader<InternalRow> reader = builder.newRead().createReader(split)) {
                    reader.forEachRemaining(row -> sum[0] += PaimonScan.consume(row, types));
                }
            }
            return sum[0];
        }
    }
}
