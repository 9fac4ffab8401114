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

import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.List;
import java.util.Map;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.options.Options;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.FileStoreTableFactory;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;

/** Rows {@code (k BIGINT, word STRING, at TIMESTAMP(6))} for tables of a catalog. */
final class SmallRows {

    private SmallRows() {}

    /** The table. */
    static TableDefinition definition() {
        return new TableDefinition(
                List.of(
                        new DataField(0, "k", DataType.of(TypeRoot.BIGINT)),
                        new DataField(1, "Word", DataType.string(), "what it is called"),
                        new DataField(2, "at", DataType.of(TypeRoot.TIMESTAMP, 6))),
                List.of(),
                List.of("k"),
                Map.of("bucket", "1"),
                "some words");
    }

    static void write(String location, long from, long to) throws Exception {
        FileStoreTable table =
                FileStoreTableFactory.create(CatalogContext.create(Options.fromMap(Map.of("path", location))));
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            for (long k = from; k < to; k++) {
                write.write(GenericRow.of(k, BinaryString.fromString("word " + k), Timestamp.fromMicros(k)));
            }
            commit.commit(write.prepareCommit());
        }
    }
}
