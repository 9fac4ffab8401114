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
package io.tablestore.compat.s3;

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;

/** Writes tables of nine columns to a local warehouse, in the database {@code db}. Nothing is compacted. */
final class LakeTables {

    static final String DATABASE = "db";

    private static final int PARTITIONS = 10;
    private static final int ROWS_PER_PARTITION = 1000;
    private static final int RUNS = 6;
    private static final int ROWS_OF_FIRST_RUN = 2000;

    /** So that the files are larger than what a reader fetches with a footer. */
    private static final int NOTE_LENGTH = 1000;

    private static final List<DataField> COLUMNS = List.of(
            new DataField(0, "dt", DataType.string()),
            new DataField(1, "k", DataType.of(TypeRoot.BIGINT)),
            new DataField(2, "number", DataType.of(TypeRoot.INT)),
            new DataField(3, "ratio", DataType.of(TypeRoot.DOUBLE)),
            new DataField(4, "price", DataType.decimal(10, 2)),
            new DataField(5, "day", DataType.of(TypeRoot.DATE)),
            new DataField(6, "at", DataType.of(TypeRoot.TIMESTAMP, 6)),
            new DataField(7, "word", DataType.string()),
            new DataField(8, "note", DataType.string()));

    private final Path warehouse;
    private final Catalog catalog;

    /** @param warehouse an existing directory */
    LakeTables(Path warehouse) {
        this.warehouse = warehouse;
        this.catalog = TableStore.openCatalog(new LocalFileSystem(), TablePath.of(warehouse.toString()));
        catalog.createDatabase(DATABASE);
    }

    Path warehouse() {
        return warehouse;
    }

    Table table(String name) {
        return catalog.table(DATABASE, name);
    }

    /** Two files without a key. */
    void writeAppended(String name) {
        Table table = create(name, List.of(), List.of(), Map.of("bucket", "-1"));
        commit(table, write -> put(write, "a", 0, 300));
        commit(table, write -> put(write, "b", 300, 600));
    }

    /** Three runs that overlap, and deleted rows, in one bucket. */
    void writeMerged(String name, String format) {
        Table table = create(name, List.of(), List.of("k"), Map.of("bucket", "1", "file.format", format));
        commit(table, write -> put(write, "first", 0, 300));
        commit(table, write -> put(write, "second", 100, 400));
        commit(table, write -> {
            for (long key = 150; key < 160; key++) {
                write.write(RowKind.DELETE, row("second", key));
            }
        });
    }

    /** 10 partitions with a primary key, of 10 buckets with one file each; a manifest for each partition. */
    void writeManyKeyedFiles(String name) {
        writePartitions(create(name, List.of("dt"), List.of("dt", "k"), Map.of("bucket", "10")));
    }

    /** The same without a primary key. */
    void writeManyAppendedFiles(String name) {
        writePartitions(create(name, List.of("dt"), List.of(), Map.of("bucket", "10", "bucket-key", "k")));
    }

    /** Two buckets with six runs each that overlap; some rows of each run are the newest of their key. */
    void writeOverlappingRuns(String name) {
        Table table = create(name, List.of(), List.of("k"), Map.of("bucket", "2"));
        for (int number = 0; number < RUNS; number++) {
            int run = number;
            commit(table, write -> {
                for (long key = 0; key < ROWS_OF_FIRST_RUN; key++) {
                    if (key % RUNS >= run) {
                        write.write(row("run-" + run, key));
                    }
                }
            });
        }
    }

    /** Ten files without a key in one bucket. */
    void writeFilesOfOneBucket(String name) {
        Table table = create(name, List.of(), List.of(), Map.of("bucket", "-1"));
        for (int number = 0; number < 10; number++) {
            long first = number * 10L;
            commit(table, write -> put(write, "a", first, first + 10));
        }
    }

    private static void writePartitions(Table table) {
        for (int number = 0; number < PARTITIONS; number++) {
            String partition = "p" + number;
            commit(table, write -> put(write, partition, 0, ROWS_PER_PARTITION));
        }
    }

    private Table create(
            String name, List<String> partitionKeys, List<String> primaryKeys, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("write-only", "true");
        return catalog.createTable(DATABASE, name, new TableDefinition(COLUMNS, partitionKeys, primaryKeys, all, null));
    }

    private interface Work {
        void on(TableWrite write);
    }

    private static void commit(Table table, Work work) {
        try (BufferAllocator allocator = ArrowMemory.newRoot(256L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            work.on(write);
            new TableCommit(table, "test").commit(TableCommit.BATCH, write.prepareCommit());
        }
    }

    private static void put(TableWrite write, String version, long firstKey, long endKey) {
        for (long key = firstKey; key < endKey; key++) {
            write.write(row(version, key));
        }
    }

    private static RowValues row(String version, long key) {
        String note = new Random(31 * key + version.hashCode())
                .ints(NOTE_LENGTH, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return RowValues.of(
                version,
                key,
                key % 7 == 0 ? null : (int) key,
                key / 4.0,
                BigDecimal.valueOf(key, 2),
                LocalDate.ofEpochDay(key),
                LocalDateTime.of(2026, 1, 1, 0, 0).plusSeconds(key),
                "word " + key % 50,
                note);
    }
}
