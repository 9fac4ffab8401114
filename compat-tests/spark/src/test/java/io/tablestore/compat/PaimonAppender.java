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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.options.Options;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.FileStoreTableFactory;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;

/** Writes rows of plain Java values into a table that Spark created. */
final class PaimonAppender {

    private PaimonAppender() {}

    /** @param rows numbers, texts, null and, for a row, an array */
    static void append(Path table, List<Object[]> rows) throws Exception {
        FileStoreTable opened =
                FileStoreTableFactory.create(CatalogContext.create(Options.fromMap(Map.of("path", table.toString()))));
        BatchWriteBuilder builder = opened.newBatchWriteBuilder();
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            for (Object[] row : rows) {
                write.write((GenericRow) value(row));
            }
            commit.commit(write.prepareCommit());
        }
    }

    private static Object value(Object value) {
        if (value instanceof Object[] row) {
            return GenericRow.of(Arrays.stream(row).map(PaimonAppender::value).toArray());
        }
        return value instanceof String text ? BinaryString.fromString(text) : value;
    }
}
