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
package io.tablestore.testing;

import java.nio.file.Path;
import java.util.Map;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.options.Options;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;

/** A warehouse whose tables Apache Paimon's own library creates and writes, in a directory or wherever its file systems reach. */
public final class PaimonWarehouse implements AutoCloseable {

    private final Catalog catalog;

    public PaimonWarehouse(Path directory) {
        this(directory.toString(), Map.of());
    }

    /** @param options of Paimon's catalog, beside the location */
    public PaimonWarehouse(String location, Map<String, String> options) {
        Options all = Options.fromMap(options);
        all.set("warehouse", location);
        this.catalog = CatalogFactory.createCatalog(CatalogContext.create(all));
    }

    public Catalog catalog() {
        return catalog;
    }

    /** Creates a table, and its database if that is not there. */
    public FileStoreTable create(Identifier name, Schema schema) throws Exception {
        catalog.createDatabase(name.getDatabaseName(), true);
        catalog.createTable(name, schema, false);
        return table(name);
    }

    /** The table as it is now. */
    public FileStoreTable table(Identifier name) throws Exception {
        return (FileStoreTable) catalog.getTable(name);
    }

    /** Writes rows, in one commit. */
    public static void write(Table table, Iterable<? extends InternalRow> rows) throws Exception {
        write(table, write -> {
            for (InternalRow row : rows) {
                write.write(row);
            }
        });
    }

    /** Rows for a commit. */
    @FunctionalInterface
    public interface Rows {
        void writeTo(BatchTableWrite write) throws Exception;
    }

    /** Writes, in one commit, what the test hands to the writer. */
    public static void write(Table table, Rows rows) throws Exception {
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            rows.writeTo(write);
            commit.commit(write.prepareCommit());
        }
    }

    @Override
    public void close() throws Exception {
        catalog.close();
    }
}
