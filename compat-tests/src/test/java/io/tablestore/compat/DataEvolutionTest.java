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

import static io.tablestore.compat.CommandLines.failure;
import static io.tablestore.compat.CommandLines.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.BlobData;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.options.Options;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.sink.CommitMessageImpl;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables with data evolution: files that hold different columns of the same rows, blob files among them. The rows are those
 * that Paimon reads, whole, with some columns only and with predicates.
 */
class DataEvolutionTest {

    private static final Identifier NAME = Identifier.create("db", "t");

    @TempDir
    Path directory;

    /** A random history: rows appended, columns of ranges of rows written anew, the schema changed. */
    private static final class History implements AutoCloseable {
        private final Random random;
        private final Catalog catalog;
        private final Map<String, Integer> features = new HashMap<>();
        private final List<long[]> ranges = new ArrayList<>();
        private long nextRowId;
        private int added;

        History(long seed, Path warehouse) throws Exception {
            random = new Random(seed);
            Options options = new Options();
            options.set("warehouse", warehouse.toString());
            catalog = CatalogFactory.createCatalog(CatalogContext.create(options));
            catalog.createDatabase("db", true);
            Schema.Builder schema = Schema.newBuilder()
                    .column("i", DataTypes.INT())
                    .column("s", DataTypes.STRING())
                    .column("d", DataTypes.DOUBLE())
                    .column(
                            "r",
                            DataTypes.ROW(
                                    DataTypes.FIELD(0, "x", DataTypes.BIGINT()),
                                    DataTypes.FIELD(1, "y", DataTypes.STRING())))
                    .option("bucket", "-1")
                    .option("row-tracking.enabled", "true")
                    .option("data-evolution.enabled", "true")
                    .option("file.format", random.nextInt(3) == 0 ? "avro" : random.nextInt(3) == 0 ? "orc" : "parquet")
                    .option("parquet.block.size", "2048")
                    .option("parquet.page.row.count.limit", "100")
                    .option("orc.stripe.size", "4096")
                    .option("metadata.stats-mode", random.nextBoolean() ? "full" : "none");
            if (random.nextInt(3) > 0) {
                schema.column("b", DataTypes.BLOB());
                schema.option("blob.target-file-size", random.nextBoolean() ? "2 kb" : "1 mb");
                met("blobs");
            }
            catalog.createTable(NAME, schema.build(), false);
        }

        FileStoreTable table() throws Exception {
            return (FileStoreTable) catalog.getTable(NAME);
        }

        void run() throws Exception {
            int steps = 3 + random.nextInt(6);
            for (int step = 0; step < steps; step++) {
                int choice = ranges.isEmpty() ? 0 : random.nextInt(8);
                if (choice < 2) {
                    append();
                } else if (choice < 6) {
                    rewriteColumns();
                } else {
                    changeSchema();
                }
            }
        }

        private void met(String feature) {
            features.merge(feature, 1, Integer::sum);
        }

        private void append() throws Exception {
            int rows = 1 + random.nextInt(random.nextBoolean() ? 20 : 2000);
            write(null, null, rows);
            ranges.add(new long[] {nextRowId, rows});
            nextRowId += rows;
            met("append");
        }

        private void rewriteColumns() throws Exception {
            List<String> columns = new ArrayList<>(table().rowType().getFieldNames());
            columns.remove("b"); // Paimon 1.4 writes blobs with the rows only
            Collections.shuffle(columns, random);
            List<String> some = columns.subList(0, 1 + random.nextInt(Math.min(3, columns.size())));
            long[] range = ranges.get(random.nextInt(ranges.size()));
            write(some, range[0], (int) range[1]);
            met("columns written anew");
        }

        private void changeSchema() throws Exception {
            switch (random.nextInt(4)) {
                case 0 ->
                    catalog.alterTable(NAME, List.of(SchemaChange.addColumn("n" + added++, DataTypes.BIGINT())), false);
                case 1 -> {
                    if (table().rowType().getFieldNames().contains("d")) {
                        catalog.alterTable(NAME, List.of(SchemaChange.dropColumn("d")), false);
                    }
                }
                case 2 -> {
                    String old = table().rowType().getFields().get(0).name();
                    catalog.alterTable(NAME, List.of(SchemaChange.renameColumn(old, old + "_")), false);
                }
                default ->
                    catalog.alterTable(
                            NAME,
                            List.of(SchemaChange.addColumn(
                                    new String[] {"r", "z" + added++}, DataTypes.INT(), null, null)),
                            false);
            }
            met("schema changed");
        }

        private void write(List<String> columns, Long firstRowId, int rows) throws Exception {
            FileStoreTable table = table();
            RowType type = columns == null ? table.rowType() : table.rowType().project(columns);
            BatchWriteBuilder builder = table.newBatchWriteBuilder();
            try (BatchTableWrite write = builder.newWrite().withWriteType(type);
                    BatchTableCommit commit = builder.newCommit()) {
                for (int i = 0; i < rows; i++) {
                    write.write(row(type, i));
                }
                List<CommitMessage> messages = write.prepareCommit();
                if (firstRowId != null) {
                    for (CommitMessage message : messages) {
                        List<DataFileMeta> files = ((CommitMessageImpl) message)
                                .newFilesIncrement()
                                .newFiles();
                        files.replaceAll(file -> file.assignFirstRowId(firstRowId));
                    }
                }
                commit.commit(messages);
            }
        }

        private GenericRow row(RowType type, int index) {
            GenericRow row = new GenericRow(type.getFieldCount());
            for (int i = 0; i < row.getFieldCount(); i++) {
                DataField field = type.getFields().get(i);
                row.setField(i, random.nextInt(6) == 0 ? null : value(field, index));
            }
            return row;
        }

        private Object value(DataField field, int index) {
            DataTypeRoot root = field.type().getTypeRoot();
            return switch (root) {
                case INTEGER -> index;
                case BIGINT -> (long) random.nextInt(1000);
                case DOUBLE -> random.nextInt(100) / 4.0;
                case VARCHAR -> BinaryString.fromString("v" + random.nextInt(50));
                case ROW -> row((RowType) field.type(), index);
                case BLOB -> new BlobData(new byte[random.nextInt(60)]);
                default -> throw new IllegalStateException(root.toString());
            };
        }

        @Override
        public void close() throws Exception {
            catalog.close();
        }
    }

    @Test
    void rowsAreThoseThatPaimonReads() throws Exception {
        String[] range = System.getProperty("seeds.evolution", "1-40").split("-");
        Map<String, Integer> features = new TreeMap<>();
        long rows = 0;
        for (long seed = Long.parseLong(range[0]); seed <= Long.parseLong(range[1]); seed++) {
            Path warehouse = Files.createDirectory(directory.resolve("seed-" + seed));
            try (History history = new History(seed, warehouse)) {
                history.run();
                Path path = warehouse.resolve("db.db").resolve("t");
                List<String> expected = PaimonRows.read(history.table(), null);
                assertThat(scan(path)).as("seed %d", seed).isEqualTo(expected);
                List<String> names = new ArrayList<>(history.table().rowType().getFieldNames());
                Collections.shuffle(names, new Random(seed));
                String first = names.get(0);
                String prefix = "{\"" + first + "\":";
                List<String> column = expected.stream()
                        .map(line -> cell(line, first))
                        .sorted()
                        .toList();
                assertThat(scan(path, "--columns", first).stream()
                                .map(line -> line.substring(prefix.length(), line.length() - 1))
                                .sorted()
                                .toList())
                        .as("seed %d, column %s", seed, first)
                        .isEqualTo(column);
                String number = history.table().rowType().getFieldNames().get(0);
                List<String> filtered = expected.stream()
                        .filter(line -> !cell(line, number).equals("null"))
                        .filter(line -> Integer.parseInt(cell(line, number)) < 7)
                        .toList();
                assertThat(scan(path, "--where", "\"" + number + "\" < 7"))
                        .as("seed %d, filtered", seed)
                        .isEqualTo(filtered);
                rows += expected.size();
                history.features.forEach((feature, count) -> features.merge(feature, count, Integer::sum));
            }
        }
        System.out.println(
                "data evolution: seeds " + String.join("-", range) + ", " + rows + " rows, 0 mismatches; " + features);
        assertThat(features).containsKeys("blobs", "append", "columns written anew", "schema changed");
    }

    /** The text of a top-level cell. */
    private static String cell(String line, String column) {
        int start = line.indexOf("\"" + column + "\":") + column.length() + 3;
        int depth = 0;
        boolean quoted = false;
        for (int i = start; ; i++) {
            char c = line.charAt(i);
            quoted ^= c == '"';
            depth += quoted ? 0 : c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth < 0 || depth == 0 && !quoted && c == ',') {
                return line.substring(start, i);
            }
        }
    }

    /** A condition that comes while files are open may ask for a column of a file that is not. */
    @Test
    void narrowingMayNeedAnotherFile() throws Exception {
        try (History history = new History(5, directory)) {
            history.write(null, null, 50_000);
            history.write(List.of("i"), 0L, 50_000);
            Table table = TableStore.openTable(
                    new LocalFileSystem(),
                    TablePath.of(directory.resolve("db.db").resolve("t").toString()));
            ScanPlan plan = table.plan(Scan.ALL.select(List.of("s")));
            assertThat(plan.splits()).hasSize(1);
            try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30);
                    SplitReader reader = table.open(plan, plan.splits().get(0), allocator)) {
                ArrowBatch first = reader.next();
                assertThat(first).isNotNull();
                long before = first.selection().count();
                reader.narrow(Predicate.compare("i", Comparison.GREATER_OR_EQUAL, 49_990L));
                long after = 0;
                for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    after += batch.selection().count();
                }
                assertThat(before).isBetween(1L, 49_000L);
                assertThat(after).isBetween(1L, 10L);
            }
        }
    }

    @Test
    void aBlobThatIsDamagedIsNoticed() throws Exception {
        try (History history = new History(4, directory)) {
            history.write(null, null, 300);
            assertThat(history.table().rowType().getFieldNames()).contains("b");
            Path table = directory.resolve("db.db").resolve("t");
            List<Path> blobs;
            try (Stream<Path> files = Files.walk(table)) {
                blobs = files.filter(file -> file.toString().endsWith(".blob")).toList();
            }
            assertThat(blobs).isNotEmpty();
            Random random = new Random(1);
            for (int trial = 0; trial < 100; trial++) {
                Path blob = blobs.get(random.nextInt(blobs.size()));
                byte[] bytes = Files.readAllBytes(blob);
                byte[] damaged = bytes.clone();
                damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(blob, damaged);
                String error = failure(
                        "scan",
                        table.toString(),
                        "--output",
                        directory.resolve("rows").toString());
                assertThat(error)
                        .as("trial %d of %s", trial, blob)
                        .contains(blob.getFileName().toString());
                Files.write(blob, bytes);
            }
        }
    }

    @Test
    void columnsThatHoldReferencesAreRefusedWhereTheyAreAskedFor() throws Exception {
        try (History history = new History(4, directory)) {
            history.write(null, null, 10);
            Path table = directory.resolve("db.db").resolve("t");
            Path schema = table.resolve("schema").resolve("schema-0");
            String option = "\"options\" : {\n    \"blob-descriptor-field\" : \"b\",";
            Files.writeString(schema, Files.readString(schema).replaceFirst("\"options\" : \\{", option));
            assertThat(failure("scan", table.toString())).contains("schema-0", "column b", "blob-descriptor-field");
            assertThat(scan(table, "--columns", "i,s")).hasSize(10);
            assertThat(failure("scan", table.toString(), "--columns", "i", "--where", "b IS NULL"))
                    .contains("column b");
        }
    }
}
