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
package io.tablestore.writer.internal.memtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.DataFiles;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.internal.file.RunWriter;
import io.tablestore.writer.internal.row.JavaValues;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked // nulls are values of these tests
class MemTableTest {

    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path directory;

    private BufferAllocator allocator;

    @BeforeEach
    void openMemory() {
        allocator = ArrowMemory.newRoot(256L << 20);
    }

    /** Fails if anything of it is still in use. */
    @AfterEach
    void closeMemory() {
        allocator.close();
    }

    private static void add(MemTable table, TableSchema schema, int owner, RowKind kind, Object... values) {
        table.add(owner, kind.code(), new JavaValues(schema.fields()).convert(RowValues.of(values)));
    }

    private MemTable open(TableSchema schema, long bytes) {
        return new MemTable(schema, allocator, bytes, null);
    }

    private MemTable openWithSpills(TableSchema schema, long bytes) {
        return new MemTable(schema, allocator, bytes, spills());
    }

    private Path spills() {
        return directory.resolve("spills");
    }

    private long spillFiles() throws IOException {
        if (!Files.exists(spills())) {
            return 0;
        }
        try (Stream<Path> files = Files.list(spills())) {
            return files.count();
        }
    }

    @Test
    void theNewestVersionOfEachKeyIsWrittenInOrder() {
        TableSchema schema = Schemas.keyed();
        FlushedRows flushed = new FlushedRows(directory, schema);
        try (MemTable table = open(schema, MEGABYTE)) {
            add(table, schema, 1, RowKind.INSERT, 3, "old");
            add(table, schema, 0, RowKind.INSERT, 2, "gone");
            add(table, schema, 1, RowKind.INSERT, 1, null);
            add(table, schema, 1, RowKind.UPDATE_AFTER, 3, "new");
            add(table, schema, 0, RowKind.DELETE, 2, "gone");
            assertThat(table.rowCount()).isEqualTo(5);
            assertThat(table.isEmpty()).isFalse();
            table.flush(flushed);
            assertThat(table.rowCount()).isZero();
            assertThat(table.isEmpty()).isTrue();
        }
        assertThat(flushed.owners()).containsExactly(0, 1);
        assertThat(flushed.column(0, "k")).containsExactly("2");
        assertThat(flushed.sequences(0)).containsExactly("1");
        assertThat(flushed.kinds(0)).containsExactly("3");
        assertThat(flushed.column(1, "k")).containsExactly("1", "3");
        assertThat(flushed.column(1, "v")).containsExactly(null, "new");
        assertThat(flushed.sequences(1)).containsExactly("1001", "1002");
        assertThat(flushed.kinds(1)).containsExactly("0", "2");
        DataFile file = flushed.files(1).get(0);
        assertThat(file.rowCount()).isEqualTo(2);
        assertThat(file.deleteRowCount()).isZero();
        assertThat(file.minKey()).isEqualTo(DataFiles.row(1));
        assertThat(file.maxKey()).isEqualTo(DataFiles.row(3));
        assertThat(file.minSequence()).isEqualTo(1001);
        assertThat(file.maxSequence()).isEqualTo(1002);
        assertThat(file.level()).isZero();
        assertThat(file.source()).isEqualTo(DataFile.APPENDED);
        assertThat(flushed.files(0).get(0).deleteRowCount()).isEqualTo(1);
    }

    @Test
    void rowsOfTheNextFlushAreOthers() {
        TableSchema schema = Schemas.keyed();
        FlushedRows flushed = new FlushedRows(directory, schema);
        try (MemTable table = open(schema, MEGABYTE)) {
            add(table, schema, 0, RowKind.DELETE, 1, "a");
            table.flush(flushed);
            add(table, schema, 1, RowKind.INSERT, 2, null);
            table.flush(flushed);
            table.flush(flushed);
        }
        assertThat(flushed.files(0)).hasSize(1);
        assertThat(flushed.column(1, "k")).containsExactly("2");
        assertThat(flushed.column(1, "v")).containsExactly((String) null);
        assertThat(flushed.kinds(1)).containsExactly("0");
    }

    @Test
    void rowsWithoutAKeyStayInTheOrderOfArrival() {
        TableSchema schema = Schemas.append();
        FlushedRows one = new FlushedRows(directory.resolve("one"), schema);
        FlushedRows two = new FlushedRows(directory.resolve("two"), schema);
        try (MemTable table = open(schema, MEGABYTE)) {
            for (int i = 0; i < 100; i++) {
                add(table, schema, 0, RowKind.INSERT, 99 - i, i % 7 == 0 ? null : "v" + i);
            }
            table.flush(one);
            for (int i = 0; i < 100; i++) {
                add(table, schema, i % 2, RowKind.INSERT, 99 - i, i % 7 == 0 ? null : "v" + i);
            }
            table.flush(two);
        }
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            keys.add(Integer.toString(99 - i));
        }
        assertThat(one.column(0, "k")).isEqualTo(keys);
        assertThat(one.column(0, "v")).startsWith(null, "v1", "v2").endsWith("v97", null, "v99");
        assertThat(one.files(0).get(0).minSequence()).isZero();
        assertThat(one.files(0).get(0).maxSequence()).isEqualTo(99);
        assertThat(two.column(1, "k")).startsWith("98", "96", "94").hasSize(50);
        assertThat(two.column(1, "v")).startsWith("v1", "v3", "v5", null);
        assertThat(two.files(1).get(0).minSequence()).isEqualTo(1000);
        assertThat(two.files(1).get(0).maxSequence()).isEqualTo(1049);
    }

    @Test
    void theFirstRowStaysWhereTheEngineSaysSo() {
        TableSchema schema = Schemas.keyed("merge-engine", "first-row");
        FlushedRows flushed = new FlushedRows(directory, schema);
        try (MemTable table = open(schema, MEGABYTE)) {
            add(table, schema, 0, RowKind.INSERT, 1, "first");
            add(table, schema, 0, RowKind.INSERT, 1, "second");
            table.flush(flushed);
        }
        assertThat(flushed.column(0, "v")).containsExactly("first");
        assertThat(flushed.sequences(0)).containsExactly("0");
    }

    @Test
    void partialUpdatesAreMergedColumnByColumn() {
        TableSchema schema = Schemas.of(
                Schemas.columns(
                        "k", DataType.of(TypeRoot.BIGINT), "a", DataType.string(), "b", DataType.of(TypeRoot.INT)),
                List.of(),
                List.of("k"),
                "merge-engine",
                "partial-update");
        FlushedRows flushed = new FlushedRows(directory, schema);
        try (MemTable table = open(schema, MEGABYTE)) {
            add(table, schema, 0, RowKind.INSERT, 1, "a", null);
            add(table, schema, 0, RowKind.INSERT, 1, null, 7);
            add(table, schema, 0, RowKind.INSERT, 2, null, null);
            table.flush(flushed);
        }
        assertThat(flushed.column(0, "a")).containsExactly("a", null);
        assertThat(flushed.column(0, "b")).containsExactly("7", null);
        assertThat(flushed.sequences(0)).containsExactly("1", "2");
    }

    @Test
    void sumsAreMadeOfAllVersions() {
        TableSchema schema = sums();
        FlushedRows flushed = new FlushedRows(directory, schema);
        try (MemTable table = open(schema, MEGABYTE)) {
            add(table, schema, 0, RowKind.INSERT, 1, 10);
            add(table, schema, 0, RowKind.INSERT, 1, 5);
            add(table, schema, 0, RowKind.DELETE, 1, 3);
            table.flush(flushed);
        }
        assertThat(flushed.column(0, "v")).containsExactly("12");
    }

    @Test
    void aSumThatDoesNotFitNamesItsKeyAndLeavesNoFile() throws IOException {
        TableSchema schema = sums();
        FlushedRows flushed = new FlushedRows(directory, schema);
        try (MemTable table = open(schema, MEGABYTE)) {
            add(table, schema, 0, RowKind.INSERT, 41, 1);
            add(table, schema, 0, RowKind.INSERT, 42, Integer.MAX_VALUE);
            add(table, schema, 0, RowKind.INSERT, 42, 1);
            assertThatThrownBy(() -> table.flush(flushed))
                    .isInstanceOf(TableStoreException.class)
                    .hasMessageStartingWith("Column v of key k = 42: ");
        }
        assertThat(flushed.owners()).isEmpty();
        try (Stream<Path> left = Files.walk(directory)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static TableSchema sums() {
        return Schemas.of(
                Schemas.columns("k", DataType.of(TypeRoot.BIGINT), "v", DataType.of(TypeRoot.INT)),
                List.of(),
                List.of("k"),
                "merge-engine",
                "aggregation",
                "fields.v.aggregate-function",
                "sum");
    }

    /** The row that came later has the smaller number, or none. */
    @Test
    void theSequenceFieldDecidesWhichVersionIsTheNewest() {
        TableSchema schema = Schemas.of(
                Schemas.columns(
                        "k", DataType.of(TypeRoot.BIGINT), "n", DataType.of(TypeRoot.INT), "v", DataType.string()),
                List.of(),
                List.of("k"),
                "sequence.field",
                "n");
        FlushedRows flushed = new FlushedRows(directory, schema);
        try (MemTable table = open(schema, MEGABYTE)) {
            add(table, schema, 0, RowKind.INSERT, 1, 9, "nine");
            add(table, schema, 0, RowKind.INSERT, 1, 8, "eight");
            add(table, schema, 0, RowKind.INSERT, 1, null, "none");
            add(table, schema, 0, RowKind.INSERT, 2, 5, "earlier");
            add(table, schema, 0, RowKind.INSERT, 2, 5, "later");
            table.flush(flushed);
        }
        assertThat(flushed.column(0, "v")).containsExactly("nine", "later");
    }

    /** A text of two megabytes in a memtable of one: it has a chunk nearly to itself. */
    @Test
    void textsMayBeLargerThanAChunkOrTheBuffer() {
        TableSchema schema = Schemas.keyed();
        FlushedRows flushed = new FlushedRows(directory, schema);
        String large = "x".repeat(2 << 20);
        try (MemTable table = open(schema, MEGABYTE)) {
            add(table, schema, 0, RowKind.INSERT, 3, "c");
            assertThat(table.isFull()).isFalse();
            add(table, schema, 0, RowKind.INSERT, 2, large);
            assertThat(table.isFull()).isTrue();
            add(table, schema, 0, RowKind.INSERT, 1, "a");
            table.flush(flushed);
            assertThat(table.isFull()).isFalse();
            add(table, schema, 0, RowKind.INSERT, 4, "d");
            assertThat(table.isFull()).isFalse();
            table.flush(flushed);
        }
        assertThat(flushed.column(0, "k")).containsExactly("1", "2", "3", "4");
        assertThat(flushed.column(0, "v")).containsExactly("a", large, "c", "d");
    }

    /** 32 bytes for each row are counted beside the vectors, for sorting. */
    @Test
    void aMemTableIsFullAtItsSize() {
        TableSchema schema = Schemas.keyed();
        try (MemTable table = open(schema, MEGABYTE)) {
            assertThat(table.bytes()).isZero();
            int rows = 0;
            while (!table.isFull()) {
                add(table, schema, 0, RowKind.INSERT, rows++, "value " + rows);
            }
            assertThat(table.bytes()).isBetween(MEGABYTE, 2 * MEGABYTE);
            assertThat(rows).isBetween(4000, 32_768);
            assertThat(table.bytes() - allocator.getAllocatedMemory()).isEqualTo(32L * rows);
            table.clear();
            assertThat(table.isEmpty()).isTrue();
            assertThat(table.bytes()).isLessThanOrEqualTo(MEGABYTE);
        }
        assertThat(allocator.getAllocatedMemory()).isZero();
    }

    @Test
    void rowsOfOneKeyInManyChunksAreMerged() {
        TableSchema schema = Schemas.keyed();
        FlushedRows flushed = new FlushedRows(directory, schema);
        try (MemTable table = open(schema, 64 << 10)) { // chunks of 256 rows
            for (int i = 0; i < 3000; i++) {
                add(table, schema, 0, RowKind.INSERT, i % 3, "v" + i);
            }
            table.flush(flushed);
        }
        assertThat(flushed.column(0, "k")).containsExactly("0", "1", "2");
        assertThat(flushed.column(0, "v")).containsExactly("v2997", "v2998", "v2999");
        assertThat(flushed.sequences(0)).containsExactly("2997", "2998", "2999");
    }

    /** Rows of 10 KB are merged about a hundred at a time, but never fewer than all versions of a key. */
    @Test
    void moreVersionsThanAWindowHoldsAreMergedAtOnce() {
        TableSchema schema = Schemas.keyed();
        FlushedRows flushed = new FlushedRows(directory, schema);
        String large = "x".repeat(10_000);
        try (MemTable table = open(schema, 64 << 10)) {
            for (int i = 0; i < 400; i++) {
                add(table, schema, 0, RowKind.INSERT, i < 20 ? 0 : i < 390 ? 1 : 2, large + i);
            }
            table.flush(flushed);
        }
        assertThat(flushed.column(0, "k")).containsExactly("0", "1", "2");
        assertThat(flushed.sequences(0)).containsExactly("19", "389", "399");
        assertThat(flushed.column(0, "v").get(1)).isEqualTo(large + 389);
    }

    @Test
    void spilledRowsAreMergedWithThoseThatFollow() throws IOException {
        TableSchema schema = Schemas.keyed();
        FlushedRows flushed = new FlushedRows(directory, schema);
        try (MemTable table = openWithSpills(schema, MEGABYTE)) {
            assertThat(table.canSpill()).isTrue();
            table.spill(flushed); // nothing to spill
            assertThat(spillFiles()).isZero();
            assertThat(table.isEmpty()).isTrue();
            add(table, schema, 0, RowKind.INSERT, 1, "one");
            add(table, schema, 0, RowKind.INSERT, 2, "two");
            add(table, schema, 2, RowKind.INSERT, 9, "nine");
            table.spill(flushed);
            assertThat(spills()).isDirectory();
            assertThat(table.rowCount()).isZero();
            assertThat(table.isEmpty()).isFalse();
            add(table, schema, 0, RowKind.DELETE, 2, "two");
            table.spill(flushed);
            add(table, schema, 0, RowKind.INSERT, 3, "three");
            add(table, schema, 0, RowKind.INSERT, 1, "uno");
            assertThat(flushed.owners()).isEmpty();
            table.flush(flushed);
            assertThat(spillFiles()).isZero();
            assertThat(table.isEmpty()).isTrue();
        }
        assertThat(flushed.owners()).containsExactly(0, 2);
        assertThat(flushed.column(0, "k")).containsExactly("1", "2", "3");
        assertThat(flushed.column(0, "v")).containsExactly("uno", "two", "three");
        assertThat(flushed.kinds(0)).containsExactly("0", "3", "0");
        assertThat(flushed.sequences(0)).containsExactly("4", "2", "3");
        assertThat(flushed.column(2, "k")).containsExactly("9");
    }

    @Test
    void aMemTableThatIsClosedLeavesNoSpill() throws IOException {
        TableSchema schema = Schemas.keyed();
        FlushedRows flushed = new FlushedRows(directory, schema);
        try (MemTable table = openWithSpills(schema, MEGABYTE)) {
            add(table, schema, 0, RowKind.INSERT, 1, "one");
            table.spill(flushed);
            assertThat(spills()).isDirectory();
        }
        assertThat(spillFiles()).isZero();
        assertThat(flushed.owners()).isEmpty();
    }

    @Test
    void onlyRowsWithAKeyAreSpilledAndOnlyToADirectory() {
        try (MemTable table = open(Schemas.keyed(), MEGABYTE)) {
            assertThat(table.canSpill()).isFalse();
            assertThatThrownBy(() -> table.spill(new FlushedRows(directory, Schemas.keyed())))
                    .isInstanceOf(IllegalStateException.class);
        }
        try (MemTable table = openWithSpills(Schemas.append(), MEGABYTE)) {
            assertThat(table.canSpill()).isFalse();
        }
    }

    /** Each spill has a block in memory when all are merged, and a block of 3 MB rows is no small one. */
    @Test
    void largeRowsAreNotSpilledForEver() {
        TableSchema schema = Schemas.keyed();
        FlushedRows flushed = new FlushedRows(directory, schema);
        String large = "x".repeat(3 << 20);
        int spills = 0;
        try (MemTable table = openWithSpills(schema, 4 * MEGABYTE)) {
            while (spills < 20) {
                add(table, schema, 0, RowKind.INSERT, spills, large);
                if (!table.canSpill()) {
                    break;
                }
                table.spill(flushed);
                spills++;
            }
            table.flush(flushed);
        }
        assertThat(spills).isBetween(2, 6);
        assertThat(flushed.column(0, "v")).hasSize(spills + 1).allMatch(large::equals);
    }

    @Test
    void whatASinkRefusesLeavesNothingOpen() {
        TableSchema schema = Schemas.keyed();
        MemTable.Sink refusing = new MemTable.Sink() {
            @Override
            public long firstSequence(int owner, int rows) {
                return 0;
            }

            @Override
            public RunWriter open(int owner) {
                throw new TableStoreException("no");
            }

            @Override
            public void written(int owner, RunWriter run) {}
        };
        try (MemTable table = openWithSpills(schema, MEGABYTE)) {
            add(table, schema, 0, RowKind.INSERT, 1, "one");
            table.spill(refusing);
            assertThatThrownBy(() -> table.flush(refusing)).hasMessage("no");
        }
    }

    /** Against a plain map, with spills and flushes in between. */
    @Test
    void randomRowsComeOutAsTheirNewestVersions() {
        for (long seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            TableSchema schema = Schemas.keyed();
            FlushedRows flushed = new FlushedRows(directory.resolve("seed" + seed), schema);
            Map<Integer, TreeMap<Integer, String>> newest = new TreeMap<>();
            Map<Integer, TreeMap<Integer, String>> kinds = new TreeMap<>();
            int rows = 500 + random.nextInt(4000);
            int keys = 1 + random.nextInt(rows);
            int owners = 1 + random.nextInt(4);
            try (MemTable table = openWithSpills(schema, 128 << 10)) {
                for (int i = 0; i < rows; i++) {
                    int owner = random.nextInt(owners);
                    int key = random.nextInt(keys);
                    RowKind kind = random.nextInt(3) == 0 ? RowKind.DELETE : RowKind.INSERT;
                    String value = random.nextInt(9) == 0 ? null : "v".repeat(random.nextInt(30)) + i;
                    add(table, schema, owner, kind, key, value);
                    newest.computeIfAbsent(owner, o -> new TreeMap<>()).put(key, String.valueOf(value));
                    kinds.computeIfAbsent(owner, o -> new TreeMap<>()).put(key, Byte.toString(kind.code()));
                    if (random.nextInt(700) == 0) {
                        table.spill(flushed);
                    }
                }
                table.flush(flushed);
            }
            for (int owner = 0; owner < owners; owner++) {
                List<String> expected =
                        newest.get(owner).keySet().stream().map(String::valueOf).toList();
                assertThat(flushed.column(owner, "k")).as("seed %s", seed).isEqualTo(expected);
                assertThat(flushed.column(owner, "v").stream().map(String::valueOf))
                        .as("seed %s", seed)
                        .containsExactlyElementsOf(newest.get(owner).values());
                assertThat(flushed.kinds(owner))
                        .as("seed %s", seed)
                        .containsExactlyElementsOf(kinds.get(owner).values());
            }
        }
    }
}
