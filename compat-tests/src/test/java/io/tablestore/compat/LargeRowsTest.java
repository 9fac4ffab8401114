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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are larger than the buffer of the writer, and many of them, within the memory that it is given. */
class LargeRowsTest {

    private static final int MB = 1 << 20;

    @TempDir
    Path directory;

    private Table create(boolean keyed, Map<String, String> options, List<DataField> fields) {
        Table table = TableStore.openTable(new LocalFileSystem(), TablePath.of(directory.toString()));
        List<String> key = keyed ? List.of("k") : List.of();
        StoredTable.of(table)
                .files()
                .schemas()
                .create(FirstSchema.of(new TableDefinition(fields, List.of(), key, options, null)));
        return table;
    }

    @ParameterizedTest(name = "{0}, with a key: {1}, rows of {2} MB")
    @CsvSource({
        "parquet, true, 8",
        "orc, true, 8",
        "avro, true, 8",
        "parquet, false, 8",
        "orc, false, 8",
        "avro, false, 8",
        "parquet, true, 1"
    })
    void rowsLargerThanTheBuffer(String format, boolean keyed, int megabytes) throws Exception {
        Map<String, String> options = Map.of(
                "file.format", format, "bucket", keyed ? "1" : "-1", "write-only", "true", "write-buffer-size", "4 mb");
        Table table = create(
                keyed,
                options,
                List.of(
                        new DataField(0, "k", DataType.of(TypeRoot.INT).asNotNull()),
                        new DataField(1, "v", DataType.bytes())));
        int rows = 64 / megabytes;
        byte[] value = new byte[megabytes * MB];
        new Random(20).nextBytes(value);
        List<String> expected = new ArrayList<>();
        try (BufferAllocator allocator = ArrowMemory.newRoot(80L * MB);
                TableWrite write = TableWrite.of(table, allocator)
                        .spillTo(directory.resolve("spill"))
                        .open()) {
            for (int i = 0; i < rows; i++) {
                write.write(RowValues.of(i, value));
                expected.add("{\"k\":" + i + "}");
            }
            new TableCommit(table, "test").commit(TableCommit.BATCH, write.prepareCommit());
        }
        expected.sort(null);
        assertThat(CommandLines.scan(directory, "--columns", "k", "--where", "v IS NOT NULL"))
                .isEqualTo(expected);
    }

    @Test
    void aFewLargeRowsAmongManySmallOnes() throws Exception {
        Table table = create(
                true,
                Map.of("bucket", "1", "write-only", "true", "write-buffer-size", "4 mb"),
                List.of(
                        new DataField(0, "k", DataType.of(TypeRoot.INT).asNotNull()),
                        new DataField(1, "v", DataType.string())));
        String large = "x".repeat(6 * MB);
        try (BufferAllocator allocator = ArrowMemory.newRoot(80L * MB);
                TableWrite write = TableWrite.of(table, allocator)
                        .spillTo(directory.resolve("spill"))
                        .open()) {
            for (int i = 0; i < 200_000; i++) {
                write.write(RowValues.of(i % 150_000, i % 20_000 == 7 ? large : "v" + i));
            }
            new TableCommit(table, "test").commit(TableCommit.BATCH, write.prepareCommit());
        }
        assertThat(CommandLines.scan(directory, "--columns", "k")).hasSize(150_000);
        // Rows 160,007 and 180,007 are of keys 10,007 and 30,007; keys 7, 20,007 and 40,007 were written again, small.
        List<String> expected = IntStream.of(10_007, 30_007, 60_007, 80_007, 100_007, 120_007, 140_007)
                .mapToObj(k -> "{\"k\":" + k + "}")
                .sorted()
                .toList();
        assertThat(CommandLines.scan(directory, "--columns", "k", "--where", "v LIKE 'x%'"))
                .isEqualTo(expected);
    }
}
