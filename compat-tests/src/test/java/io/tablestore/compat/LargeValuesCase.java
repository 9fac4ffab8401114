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

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import io.tablestore.schema.TableDefinition;
import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BlobData;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.types.DataTypes;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** One step of one case of {@link LargeValues}, in a JVM of its own: writes, compacts or reads a table and prints what it took. */
final class LargeValuesCase {

    private static final int MB = 1 << 20;

    private final String name;
    private final String format;
    private final int bytes;
    private final boolean random;
    private final Path root;

    /**
     * @param bytes of the largest value or row
     * @param fill zeros or random
     * @param root directory of the table
     */
    LargeValuesCase(String name, String format, int bytes, String fill, Path root) {
        this.name = name;
        this.format = format;
        this.bytes = bytes;
        this.random = fill.equals("random");
        this.root = root;
    }

    /** Arguments: write, compact or read; case; format; megabytes; zeros or random; directory; budget in MB, 0 is none. */
    public static void main(String[] arguments) throws Exception {
        LargeValuesCase measured = new LargeValuesCase(
                arguments[1], arguments[2], Integer.parseInt(arguments[3]) * MB, arguments[4], Path.of(arguments[5]));
        long budget = Long.parseLong(arguments[6]) * MB;
        String outcome;
        long peak;
        try (BufferAllocator allocator = ArrowMemory.newRoot(budget == 0 ? Long.MAX_VALUE : budget)) {
            try {
                switch (arguments[0]) {
                    case "write" -> measured.write(allocator);
                    case "compact" -> measured.compact(allocator);
                    default -> measured.read(allocator);
                }
                outcome = "ok";
            } catch (TableStoreException refused) {
                outcome = "refused: " + refused.getMessage();
            } catch (Throwable failed) { // what must not happen is what is looked for
                failed.printStackTrace();
                outcome = "FAILED: " + failed;
            }
            peak = allocator.getPeakMemoryAllocation();
        }
        System.out.printf("@%d %d %d %s%n", heapPeak() / MB, peak / MB, residentPeak(), outcome.replace('\n', ' '));
        System.exit(0);
    }

    private static long heapPeak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static long residentPeak() throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        return 0;
    }

    private boolean keyed() {
        return name.startsWith("merge");
    }

    private int rows() {
        return switch (name) {
            case "many", "merge-many" -> 200;
            case "repeated" -> 8192;
            case "merge-repeated", "repeated-array" -> 1000;
            case "clustered", "clustered-array", "merge-clustered" -> 5_000;
            case "wide" -> 1000;
            case "page" -> 300;
            default -> 4;
        };
    }

    private int columns() {
        return name.endsWith("row") ? 100 : name.equals("wide") ? 8000 : 1;
    }

    /** Bytes of the value of a row in one column. */
    private int size(int row) {
        return switch (name) {
            case "many", "merge-many", "repeated", "page", "merge-repeated", "repeated-array" -> bytes;
            case "clustered", "clustered-array", "merge-clustered" -> row >= 100 && row < 132 ? bytes : 10;
            default -> row % 2 == 1 ? 7 : bytes / columns();
        };
    }

    private byte[] value(int row) {
        byte[] value = new byte[size(row)];
        if (random) {
            random(row).nextBytes(value);
        }
        return value;
    }

    private boolean repeats() {
        return name.contains("repeated");
    }

    private Random random(int row) {
        return new Random(repeats() ? 0 : row);
    }

    /** The checksum of a value, without all of it on the heap. */
    private long checksum(int row) {
        CRC32 crc = new CRC32();
        byte[] part = new byte[1 << 16];
        Random random = random(row);
        for (int left = size(row); left > 0; left -= part.length) {
            if (this.random) {
                random.nextBytes(part);
            }
            crc.update(part, 0, Math.min(left, part.length));
        }
        return crc.getValue();
    }

    private List<DataField> fields() {
        List<DataField> fields = new ArrayList<>();
        fields.add(new DataField(0, "k", DataType.of(TypeRoot.INT).asNotNull()));
        for (int i = 1; i <= columns(); i++) {
            DataType type = !name.equals("wide")
                    ? DataType.bytes()
                    : i % 2 == 0 ? DataType.of(TypeRoot.INT) : DataType.string();
            fields.add(new DataField(i, "v" + i, name.endsWith("array") ? arrays(type) : type));
        }
        return fields;
    }

    private static DataType arrays(DataType element) {
        return new DataType.Collection(TypeRoot.ARRAY, element, 0, true);
    }

    private Table table() {
        return TableStore.openTable(new LocalFileSystem(), TablePath.of(root.toString()));
    }

    void write(BufferAllocator allocator) throws Exception {
        if (name.equals("page")) {
            writePage();
            return;
        }
        if (name.equals("blob")) {
            writeBlobs();
            return;
        }
        Map<String, String> options = new HashMap<>(Map.of("file.format", format, "write-only", "true"));
        options.put("bucket", keyed() ? "1" : "-1");
        if (keyed() && !name.equals("merge-value") && !name.equals("merge-row")) {
            options.put("merge-engine", "partial-update");
        }
        List<String> key = keyed() ? List.of("k") : List.of();
        Table table = table();
        StoredTable.of(table)
                .files()
                .schemas()
                .create(FirstSchema.of(new TableDefinition(fields(), List.of(), key, options, null)));
        for (int run = 0; run < (keyed() ? 2 : 1); run++) {
            try (TableWrite write = TableWrite.of(table, allocator)
                    .spillTo(root.resolveSibling("spill"))
                    .open()) {
                for (int row = 0; row < rows(); row++) {
                    write.write(RowValues.of(values(row)));
                }
                new TableCommit(table, "test").commit(run + 1, write.prepareCommit());
            }
        }
    }

    private Object[] values(int row) {
        Object[] values = new Object[columns() + 1];
        values[0] = row;
        byte[] value = name.equals("wide") ? new byte[0] : value(row);
        for (int i = 1; i < values.length; i++) {
            if (name.equals("wide")) {
                values[i] = i % 2 == 0 ? (Object) (row + i) : "text " + row + " " + i;
            } else {
                values[i] = name.endsWith("array") ? List.of(value, value) : value;
            }
        }
        return values;
    }

    /** A file of parquet-java with one page of 300 values. */
    private void writePage() throws Exception {
        Path file = root.resolveSibling("page.parquet");
        MessageType type = MessageTypeParser.parseMessageType("message m { required int32 k; optional binary v1; }");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(type)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withDictionaryEncoding(false)
                .withRowGroupSize(1L << 30)
                .withPageSize(1 << 30)
                .build()) {
            for (int row = 0; row < rows(); row++) {
                Group group = new SimpleGroup(type);
                group.add("k", row);
                group.add("v1", Binary.fromConstantByteArray(value(row)));
                writer.write(group);
            }
        }
        ForeignParquet.table(root, file, rows(), fields());
        Files.delete(file);
    }

    /** A table of Apache Paimon's, whose values lie in a file of their own. */
    private void writeBlobs() throws Exception {
        try (PaimonWarehouse paimon = new PaimonWarehouse(root.resolveSibling("blobs"))) {
            Identifier table = Identifier.create("db", "t");
            PaimonWarehouse.write(
                    paimon.create(
                            table,
                            Schema.newBuilder()
                                    .column("k", DataTypes.INT())
                                    .column("v1", DataTypes.BLOB())
                                    .option("bucket", "-1")
                                    .option("row-tracking.enabled", "true")
                                    .option("data-evolution.enabled", "true")
                                    .option("file.format", format)
                                    .build()),
                    write -> {
                        for (int row = 0; row < rows(); row++) {
                            write.write(GenericRow.of(row, new BlobData(value(row))));
                        }
                    });
        }
        Files.move(root.resolveSibling("blobs").resolve("db.db").resolve("t"), root);
    }

    void compact(BufferAllocator allocator) {
        Table table = table().withOptions(Map.of("write-only", "false"));
        try (TableWrite write = TableWrite.of(table, allocator)
                .spillTo(root.resolveSibling("spill"))
                .open()) {
            write.compactFully(BinaryRow.EMPTY, 0);
            new TableCommit(table, "test").commit(10, write.prepareCommitWhenCompacted());
        }
    }

    void read(BufferAllocator allocator) throws Exception {
        Table table = table();
        ScanPlan plan = table.plan(Scan.ALL.where(Predicate.TRUE));
        Map<Integer, Long> expected = new HashMap<>();
        int seen = 0;
        for (Split split : plan.splits()) {
            try (SplitReader reader = table.open(plan, split, allocator)) {
                for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    seen += check(batch, expected);
                }
            }
        }
        if (seen != rows()) {
            throw new AssertionError(seen + " rows where " + rows() + " are");
        }
    }

    private int check(ArrowBatch batch, Map<Integer, Long> expected) {
        IntVector keys = (IntVector) batch.column(0).vector();
        int[] rows = IntStream.range(0, batch.selection().count())
                .map(i -> batch.selection().row(i))
                .toArray();
        for (int column = 1; column <= columns(); column++) {
            ArrowColumn values = batch.column(column);
            for (int row : rows) {
                int key = keys.get(row);
                if (name.equals("wide")) {
                    FieldVector source = values.dictionary() == null ? values.vector() : values.dictionary();
                    int at = values.dictionary() == null ? row : ((IntVector) values.vector()).get(row);
                    String found = source.getObject(at).toString();
                    String wanted = column % 2 == 0 ? "" + (key + column) : "text " + key + " " + column;
                    require(found.equals(wanted), "row " + key + " of column " + column + " is " + found);
                } else {
                    long wanted = expected.computeIfAbsent(repeats() ? 0 : key, this::checksum);
                    require(checksum(values, row) == wanted, "row " + key + " of column " + column + " is wrong");
                }
            }
        }
        return rows.length;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static long checksum(ArrowColumn column, int row) {
        FieldVector vector = column.vector();
        int at = row;
        if (column.dictionary() != null) {
            at = ((IntVector) vector).get(row);
            vector = column.dictionary();
        }
        if (vector instanceof ListVector lists) {
            at = lists.getElementStartIndex(row) + 1;
            vector = lists.getDataVector();
        }
        VarBinaryVector values = (VarBinaryVector) vector;
        CRC32 crc = new CRC32();
        int start = values.getStartOffset(at);
        crc.update(values.getDataBuffer().nioBuffer(start, values.getEndOffset(at) - start));
        return crc.getValue();
    }
}
