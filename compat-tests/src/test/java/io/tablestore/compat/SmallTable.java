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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.options.Options;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.types.DataTypes;

/** {@code db.t (k BIGINT primary key, v STRING, d DOUBLE)}, two buckets, written by Apache Paimon and never compacted. */
final class SmallTable implements AutoCloseable {

    private static final Identifier NAME = Identifier.create("db", "t");

    private final Path warehouse;
    private final Catalog catalog;

    SmallTable(Path warehouse) throws Exception {
        this(warehouse, Map.of());
    }

    SmallTable(Path warehouse, Map<String, String> more) throws Exception {
        this.warehouse = warehouse;
        Options options = new Options();
        options.set("warehouse", warehouse.toString());
        catalog = CatalogFactory.createCatalog(CatalogContext.create(options));
        catalog.createDatabase("db", true);
        Schema.Builder schema = Schema.newBuilder()
                .column("k", DataTypes.BIGINT().notNull())
                .column("v", DataTypes.STRING())
                .column("d", DataTypes.DOUBLE())
                .primaryKey("k")
                .option("bucket", "2")
                .option("write-only", "true")
                .option("file.format", "parquet");
        more.forEach(schema::option);
        catalog.createTable(NAME, schema.build(), false);
    }

    Path path() {
        return warehouse.resolve("db.db").resolve("t");
    }

    FileStoreTable table() throws Exception {
        return (FileStoreTable) catalog.getTable(NAME);
    }

    /** Upserts the keys {@code from .. to - 1}: v is the prefix and the key, d is k / 2, null for every fifth. */
    void write(int from, int to, String prefix) throws Exception {
        write(table(), from, to, prefix);
    }

    /** The same into a table of these columns, a branch for one. */
    static void write(FileStoreTable table, int from, int to, String prefix) throws Exception {
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write(write, from, to, prefix);
            commit.commit(write.prepareCommit());
        }
    }

    private static void write(BatchTableWrite write, int from, int to, String prefix) throws Exception {
        for (int k = from; k < to; k++) {
            Double d = k % 5 == 0 ? null : (Double) (k / 2.0);
            write.write(GenericRow.of((long) k, BinaryString.fromString(prefix + k), d));
        }
    }

    /** As {@link #write(int, int, String)}, with the compactions that a writer makes by itself. */
    void writeAndCompact(int from, int to, String prefix) throws Exception {
        BatchWriteBuilder builder = table().copy(Map.of("write-only", "false")).newBatchWriteBuilder();
        Path spill = Files.createDirectories(warehouse.resolve("spill"));
        try (IOManager disk = IOManager.create(spill.toString());
                BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.withIOManager(disk);
            write(write, from, to, prefix);
            commit.commit(write.prepareCommit());
        }
    }

    /** Compacts both buckets fully. */
    void compact() throws Exception {
        BatchWriteBuilder builder = table().copy(Map.of("write-only", "false")).newBatchWriteBuilder();
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.compact(BinaryRow.EMPTY_ROW, 0, true);
            write.compact(BinaryRow.EMPTY_ROW, 1, true);
            commit.commit(write.prepareCommit());
        }
    }

    void addTimeColumn(String name) throws Exception {
        catalog.alterTable(NAME, List.of(SchemaChange.addColumn(name, DataTypes.TIME(3))), false);
    }

    void rename(String column, String name) throws Exception {
        catalog.alterTable(NAME, List.of(SchemaChange.renameColumn(column, name)), false);
    }

    void tag(String name, long snapshot) throws Exception {
        table().createTag(name, snapshot);
    }

    @Override
    public void close() throws Exception {
        catalog.close();
    }
}
