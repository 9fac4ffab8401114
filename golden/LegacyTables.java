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

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericArray;
import org.apache.paimon.data.GenericMap;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalArray;
import org.apache.paimon.data.InternalMap;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.options.Options;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.table.sink.CommitMessage;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowKind;

/**
 * Writes small tables with whatever release of Apache Paimon is on the class path, and beside each the rows that this
 * release reads back. Compiles against every release from 0.4 on; see regenerate.
 */
public class LegacyTables {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

    private final Path warehouse;
    private final Catalog catalog;
    private final boolean beforeAppendTables;

    private LegacyTables(Path warehouse, boolean beforeAppendTables) throws Exception {
        this.warehouse = warehouse;
        this.beforeAppendTables = beforeAppendTables;
        Options options = new Options();
        options.set("warehouse", warehouse.toString());
        this.catalog = CatalogFactory.createCatalog(CatalogContext.create(options));
        catalog.createDatabase("g", true);
    }

    /** Arguments: the warehouse, the version of the library. */
    public static void main(String[] arguments) throws Exception {
        String version = arguments[1];
        boolean beforeAppendTables = version.startsWith("0.4") || version.startsWith("0.5");
        LegacyTables tables = new LegacyTables(Path.of(arguments[0]), beforeAppendTables);
        for (String format : new String[] {"parquet", "orc", "avro"}) {
            tables.keyed("dedup_" + format, format);
        }
        tables.partialUpdate();
        tables.aggregation();
        tables.log();
        tables.features(version);
    }

    /** Features of newer releases. What a release cannot compile against is called by name. */
    private void features(String version) throws Exception {
        if (isFrom(version, 0, 6)) {
            instants("parquet");
            instants("orc");
            sequenceGroups();
            rescaled();
        }
        if (isFrom(version, 0, 8)) {
            instants("avro");
            dynamicBuckets();
            lookedUp("first_row", Map.of("merge-engine", "first-row"));
            lookedUp("looked_up", Map.of("changelog-producer", "lookup", "merge-engine", "deduplicate"));
        }
        if (isFrom(version, 0, 9)) {
            lookedUp("deleted", Map.of("deletion-vectors.enabled", "true"));
            fallback();
        }
        if (isFrom(version, 1, 1)) {
            lookedUp("deleted64", Map.of("deletion-vectors.enabled", "true", "deletion-vectors.bitmap64", "true"));
            postponed();
        }
        if (isFrom(version, 1, 4)) {
            evolved();
        }
    }

    private static boolean isFrom(String version, int major, int minor) {
        String[] parts = version.split("\\.");
        int ours = Integer.parseInt(parts[0]) * 1000 + Integer.parseInt(parts[1]);
        return ours >= major * 1000 + minor;
    }

    private static GenericRow keyed(Random random, int commit, boolean deletes) {
        GenericRow row = GenericRow.of(
                random.nextInt(20),
                random.nextInt(5) == 0 ? null : (Object) random.nextInt(1000),
                BinaryString.fromString("c" + commit));
        if (deletes && commit > 0 && random.nextInt(4) == 0) {
            row.setRowKind(RowKind.DELETE);
        }
        return row;
    }

    private static Schema.Builder keyed() {
        return Schema.newBuilder()
                .column("k", DataTypes.INT().notNull())
                .column("a", DataTypes.INT())
                .column("b", DataTypes.STRING())
                .primaryKey("k")
                .option("bucket", "1");
    }

    /** Instants, which ORC stores moved by the writer's zone. */
    private void instants(String format) throws Exception {
        String name = "instants_" + format;
        int precision = format.equals("avro") ? 3 : 6;
        Schema.Builder schema = Schema.newBuilder()
                .column("k", DataTypes.INT().notNull())
                .column("ms", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(3))
                .column("us", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(precision))
                .primaryKey("k")
                .option("bucket", "1")
                .option("file.format", format);
        create(name, schema);
        Rows rows = (random, commit) -> GenericRow.of(
                random.nextInt(40),
                Timestamp.fromEpochMillis(random.nextLong() % 4_000_000_000_000L),
                precision == 3
                        ? Timestamp.fromEpochMillis(random.nextLong() % 4_000_000_000_000L)
                        : Timestamp.fromMicros(random.nextLong() % 4_000_000_000_000_000L));
        for (int commit = 0; commit < 3; commit++) {
            write(name, new Random(commit), commit, 20, rows, commit == 1);
        }
        finish(name);
    }

    /** Keys lie in the bucket that the writer chose; no rule leads there. */
    private void dynamicBuckets() throws Exception {
        create("dynamic", keyed().option("bucket", "-1"));
        for (int commit = 0; commit < 3; commit++) {
            Random random = new Random(commit);
            BatchWriteBuilder builder = catalog.getTable(Identifier.create("g", "dynamic")).newBatchWriteBuilder();
            try (BatchTableWrite write = builder.newWrite();
                    BatchTableCommit done = builder.newCommit()) {
                for (int i = 0; i < 15; i++) {
                    GenericRow row = keyed(random, commit, true);
                    call(write, "write", new Class<?>[] {InternalRow.class, int.class}, row, row.getInt(0) / 7);
                }
                done.commit(write.prepareCommit());
            }
        }
        finish("dynamic");
    }

    private void sequenceGroups() throws Exception {
        Schema.Builder schema = Schema.newBuilder()
                .column("k", DataTypes.INT().notNull())
                .column("a", DataTypes.INT())
                .column("b", DataTypes.STRING())
                .column("g1", DataTypes.INT())
                .column("c", DataTypes.INT())
                .column("d", DataTypes.INT())
                .column("g2", DataTypes.INT())
                .primaryKey("k")
                .option("bucket", "1")
                .option("merge-engine", "partial-update")
                .option("fields.g1.sequence-group", "a,b")
                .option("fields.g2.sequence-group", "c,d");
        create("groups", schema);
        for (int commit = 0; commit < 4; commit++) {
            Rows rows = (random, ignored) -> GenericRow.of(
                    random.nextInt(15),
                    random.nextInt(3) == 0 ? null : (Object) random.nextInt(100),
                    random.nextInt(3) == 0 ? null : BinaryString.fromString("b" + random.nextInt(100)),
                    random.nextInt(4) == 0 ? null : (Object) random.nextInt(10),
                    random.nextInt(3) == 0 ? null : (Object) random.nextInt(100),
                    random.nextInt(3) == 0 ? null : (Object) random.nextInt(100),
                    random.nextInt(4) == 0 ? null : (Object) random.nextInt(10));
            write("groups", new Random(commit), commit, 20, rows, commit == 1);
        }
        finish("groups");
    }

    /** One partition has two buckets, the other four. */
    private void rescaled() throws Exception {
        Schema.Builder schema = Schema.newBuilder()
                .column("p", DataTypes.STRING().notNull())
                .column("k", DataTypes.INT().notNull())
                .column("a", DataTypes.INT())
                .partitionKeys("p")
                .primaryKey("p", "k")
                .option("bucket", "2");
        create("rescaled", schema);
        for (int commit = 0; commit < 2; commit++) {
            String partition = commit == 0 ? "old" : "new";
            Rows rows = (random, ignored) ->
                    GenericRow.of(BinaryString.fromString(partition), random.nextInt(50), random.nextInt(1000));
            write("rescaled", new Random(commit), commit, 40, rows, false);
            if (commit == 0) {
                alter("rescaled", SchemaChange.setOption("bucket", "4"));
            }
        }
        finish("rescaled");
    }

    /** Tables whose compaction looks up older versions: level 0 moves up, what it replaces is marked as deleted. */
    private void lookedUp(String name, Map<String, String> options) throws Exception {
        Schema.Builder schema = keyed();
        options.forEach(schema::option);
        create(name, schema);
        boolean firstRow = name.equals("first_row");
        for (int commit = 0; commit < 5; commit++) {
            Table table = catalog.getTable(Identifier.create("g", name)).copy(Map.of("write-only", "" + (commit == 4)));
            Rows rows = (random, at) -> keyed(random, at, !firstRow);
            write(table, new Random(commit), commit, 12, rows, commit < 4 ? Boolean.valueOf(commit == 0) : null);
        }
        finish(name);
    }

    private void fallback() throws Exception {
        Schema.Builder schema = Schema.newBuilder()
                .column("p", DataTypes.STRING())
                .column("a", DataTypes.INT())
                .partitionKeys("p")
                .option("bucket", "-1");
        create("fallback", schema);
        Table main = catalog.getTable(Identifier.create("g", "fallback"));
        call(main, "createBranch", new Class<?>[] {String.class}, "stream");
        Table branch = (Table) call(main, "switchToBranch", new Class<?>[] {String.class}, "stream");
        for (String partition : new String[] {"both", "stream only"}) {
            write(branch, new Random(1), 1, 5, (random, at) -> GenericRow.of(BinaryString.fromString(partition), random.nextInt(100)), false);
        }
        for (String partition : new String[] {"both", "main only"}) {
            write(main, new Random(2), 2, 3, (random, at) -> GenericRow.of(BinaryString.fromString(partition), random.nextInt(100)), false);
        }
        alter("fallback", SchemaChange.setOption("scan.fallback-branch", "stream"));
        finish("fallback");
    }

    /** Rows that no batch read sees yet, beside those that a writer put into real buckets. */
    private void postponed() throws Exception {
        create("postponed", keyed().option("bucket", "2"));
        write("postponed", new Random(1), 1, 15, (random, at) -> keyed(random, at, false), false);
        alter("postponed", SchemaChange.setOption("bucket", "-2"));
        write("postponed", new Random(2), 2, 15, (random, at) -> keyed(random, at, false), false);
        finish("postponed");
    }

    /** Columns of the same rows in several files. */
    private void evolved() throws Exception {
        Schema.Builder schema = Schema.newBuilder()
                .column("a", DataTypes.INT())
                .column("b", DataTypes.STRING())
                .column("c", DataTypes.DOUBLE())
                .option("bucket", "-1")
                .option("row-tracking.enabled", "true")
                .option("data-evolution.enabled", "true");
        create("evolved", schema);
        for (int commit = 0; commit < 2; commit++) {
            write("evolved", new Random(commit), commit, 10, (random, at) -> GenericRow.of(
                    random.nextInt(100), BinaryString.fromString("b" + random.nextInt(100)), random.nextInt(100) / 4.0), false);
        }
        rewrite(List.of("b"), 10L);
        alter("evolved", SchemaChange.addColumn("d", DataTypes.BIGINT()));
        rewrite(List.of("d"), 0L);
        finish("evolved");
    }

    /** Writes columns of ten rows anew. */
    private void rewrite(List<String> columns, long firstRowId) throws Exception {
        Table table = catalog.getTable(Identifier.create("g", "evolved"));
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        Object type = call(table.rowType(), "project", new Class<?>[] {List.class}, columns);
        try (BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            call(write, "withWriteType", new Class<?>[] {table.rowType().getClass()}, type);
            for (int i = 0; i < 10; i++) {
                write.write(GenericRow.of(
                        columns.contains("b") ? BinaryString.fromString("new" + i) : (Object) (long) i));
            }
            List<CommitMessage> messages = write.prepareCommit();
            for (CommitMessage message : messages) {
                Object increment = call(message, "newFilesIncrement", new Class<?>[0]);
                @SuppressWarnings("unchecked")
                List<Object> files = (List<Object>) call(increment, "newFiles", new Class<?>[0]);
                for (int i = 0; i < files.size(); i++) {
                    files.set(i, call(files.get(i), "assignFirstRowId", new Class<?>[] {long.class}, firstRowId));
                }
            }
            commit.commit(messages);
        }
    }

    /** Calls a method that older releases do not have. */
    private static Object call(Object target, String name, Class<?>[] types, Object... arguments) throws Exception {
        for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
            try {
                var method = type.getMethod(name, types);
                method.setAccessible(true);
                return method.invoke(target, arguments);
            } catch (NoSuchMethodException elsewhere) {
                // looked for in the superclass
            }
        }
        throw new NoSuchMethodException(target.getClass() + "." + name);
    }

    private interface Rows {
        GenericRow row(Random random, int commit);
    }

    /** Avro knew no microseconds up to 0.7. */
    private Schema.Builder everyType(String format) {
        return Schema.newBuilder()
                .column("p", DataTypes.STRING().notNull())
                .column("k", DataTypes.INT().notNull())
                .column("flag", DataTypes.BOOLEAN())
                .column("tiny", DataTypes.TINYINT())
                .column("big", DataTypes.BIGINT())
                .column("x", DataTypes.DOUBLE())
                .column("f", DataTypes.FLOAT())
                .column("amount", DataTypes.DECIMAL(10, 2))
                .column("wide", DataTypes.DECIMAL(30, 4))
                .column("name", DataTypes.STRING())
                .column("bytes", DataTypes.BYTES())
                .column("day", DataTypes.DATE())
                .column("ms", DataTypes.TIMESTAMP(3))
                .column("us", DataTypes.TIMESTAMP(format.equals("avro") ? 3 : 6))
                .column("numbers", DataTypes.ARRAY(DataTypes.INT()))
                .column("tags", DataTypes.MAP(DataTypes.STRING().notNull(), DataTypes.INT()))
                .column(
                        "part",
                        DataTypes.ROW(
                                DataTypes.FIELD(100, "a", DataTypes.INT()),
                                DataTypes.FIELD(101, "b", DataTypes.STRING())));
    }

    private static GenericRow row(Random random, int commit) {
        GenericRow row = GenericRow.of(
                BinaryString.fromString(random.nextBoolean() ? "x/y" : "日 z"),
                random.nextInt(12),
                random.nextBoolean(),
                (byte) random.nextInt(),
                random.nextLong(),
                random.nextGaussian(),
                random.nextFloat(),
                Decimal.fromBigDecimal(BigDecimal.valueOf(random.nextInt(1_000_000), 2), 10, 2),
                Decimal.fromBigDecimal(
                        new BigDecimal("123456789012345678901234.5678").subtract(BigDecimal.valueOf(random.nextInt())),
                        30,
                        4),
                BinaryString.fromString("name " + random.nextInt(100)),
                new byte[] {(byte) random.nextInt(), 0, (byte) 0xFF},
                random.nextInt(40_000) - 20_000,
                Timestamp.fromEpochMillis(1_600_000_000_000L + random.nextInt(1_000_000_000)),
                Timestamp.fromMicros(-1_600_000_000_000_000L + random.nextInt(1_000_000_000) * 1000L + 7),
                new GenericArray(new Object[] {random.nextInt(9), null, random.nextInt(9)}),
                new GenericMap(map(random)),
                GenericRow.of(random.nextInt(5), BinaryString.fromString("b" + random.nextInt(5))));
        for (int i = 2; i < row.getFieldCount(); i++) {
            if (random.nextInt(8) == 0) {
                row.setField(i, null);
            }
        }
        if (commit > 0 && random.nextInt(5) == 0) {
            row.setRowKind(RowKind.DELETE);
        }
        return row;
    }

    /** One entry, for maps come back in any order. */
    private static Map<Object, Object> map(Random random) {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(BinaryString.fromString("m" + random.nextInt(3)), random.nextBoolean() ? null : random.nextInt(9));
        return map;
    }

    private void keyed(String name, String format) throws Exception {
        Schema.Builder schema = everyType(format)
                .partitionKeys("p")
                .primaryKey("p", "k")
                .option("bucket", "2")
                .option("file.format", format);
        create(name, schema);
        for (int commit = 0; commit < 4; commit++) {
            write(name, new Random(commit), commit, 16, LegacyTables::row, commit == 2);
        }
        finish(name);
    }

    private void partialUpdate() throws Exception {
        Schema.Builder schema = Schema.newBuilder()
                .column("k", DataTypes.INT().notNull())
                .column("a", DataTypes.INT())
                .column("b", DataTypes.STRING())
                .column("c", DataTypes.DOUBLE())
                .primaryKey("k")
                .option("bucket", "1")
                .option("merge-engine", "partial-update");
        create("partial", schema);
        for (int commit = 0; commit < 4; commit++) {
            write(
                    "partial",
                    new Random(commit),
                    commit,
                    10,
                    (random, ignored) -> GenericRow.of(
                            random.nextInt(12),
                            random.nextBoolean() ? null : random.nextInt(100),
                            random.nextBoolean() ? null : BinaryString.fromString("b" + random.nextInt(9)),
                            random.nextBoolean() ? null : random.nextInt(9) / 2.0),
                    commit == 1);
        }
        finish("partial");
    }

    private void aggregation() throws Exception {
        Schema.Builder schema = Schema.newBuilder()
                .column("k", DataTypes.INT().notNull())
                .column("total", DataTypes.BIGINT())
                .column("most", DataTypes.DOUBLE())
                .column("last", DataTypes.STRING())
                .primaryKey("k")
                .option("bucket", "1")
                .option("merge-engine", "aggregation")
                .option("fields.total.aggregate-function", "sum")
                .option("fields.most.aggregate-function", "max")
                .option("fields.last.aggregate-function", "last_non_null_value");
        create("sums", schema);
        for (int commit = 0; commit < 4; commit++) {
            write(
                    "sums",
                    new Random(commit),
                    commit,
                    10,
                    (random, ignored) -> GenericRow.of(
                            random.nextInt(12),
                            random.nextInt(4) == 0 ? null : (Object) (long) random.nextInt(100),
                            random.nextInt(4) == 0 ? null : (Object) random.nextGaussian(),
                            random.nextInt(4) == 0 ? null : BinaryString.fromString("l" + random.nextInt(9))),
                    commit == 1);
        }
        finish("sums");
    }

    /** An append table with a column added, one renamed and one widened on the way. */
    private void log() throws Exception {
        Schema.Builder schema = Schema.newBuilder()
                .column("id", DataTypes.BIGINT())
                .column("level", DataTypes.INT())
                .column("text", DataTypes.STRING())
                .option("bucket", "1")
                .option("bucket-key", "id");
        if (beforeAppendTables) {
            schema.option("write-mode", "append-only");
        }
        create("log", schema);
        Rows three = (random, commit) -> GenericRow.of(
                (long) random.nextInt(1000), random.nextInt(5), BinaryString.fromString("t" + random.nextInt(9)));
        write("log", new Random(0), 0, 8, three, false);
        alter("log", SchemaChange.addColumn("extra", DataTypes.DOUBLE()));
        alter("log", SchemaChange.renameColumn("text", "message"));
        Rows four = (random, commit) -> {
            GenericRow row = new GenericRow(4);
            GenericRow first = three.row(random, commit);
            for (int i = 0; i < 3; i++) {
                row.setField(i, first.getField(i));
            }
            row.setField(3, random.nextInt(9) / 4.0);
            return row;
        };
        write("log", new Random(1), 1, 8, four, false);
        alter("log", SchemaChange.updateColumnType("level", DataTypes.BIGINT()));
        Rows widened = (random, commit) -> {
            GenericRow row = four.row(random, commit);
            row.setField(1, (long) (int) (Integer) row.getField(1));
            return row;
        };
        write("log", new Random(2), 2, 8, widened, false);
        finish("log");
    }

    private void create(String name, Schema.Builder schema) throws Exception {
        catalog.createTable(Identifier.create("g", name), schema.build(), false);
    }

    private void alter(String name, SchemaChange change) throws Exception {
        List<SchemaChange> changes = new ArrayList<>();
        changes.add(change);
        catalog.alterTable(Identifier.create("g", name), changes, false);
    }

    private void write(String name, Random random, int commitNumber, int rows, Rows maker, boolean compact)
            throws Exception {
        write(catalog.getTable(Identifier.create("g", name)), random, commitNumber, rows, maker, compact);
    }

    private static void write(Table to, Random random, int commitNumber, int rows, Rows maker, boolean compact)
            throws Exception {
        Map<String, String> dynamic = new HashMap<>();
        dynamic.put("write-only", Boolean.toString(!compact));
        write(to.copy(dynamic), random, commitNumber, rows, maker, compact ? Boolean.TRUE : null);
    }

    /** @param full whether a compaction is to be full; null for none */
    private static void write(Table table, Random random, int commitNumber, int rows, Rows maker, Boolean full)
            throws Exception {
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        try (IOManager ioManager = IOManager.create(System.getProperty("java.io.tmpdir"));
                BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.withIOManager(ioManager);
            GenericRow last = null;
            for (int i = 0; i < rows; i++) {
                last = maker.row(random, commitNumber);
                write.write(last);
            }
            if (full != null && last != null) {
                write.compact(write.getPartition(last), write.getBucket(last), full);
            }
            commit.commit(write.prepareCommit());
        }
    }

    private void finish(String name) throws Exception {
        Table table = catalog.getTable(Identifier.create("g", name));
        ReadBuilder builder = table.newReadBuilder();
        List<DataField> fields = table.rowType().getFields();
        List<String> lines = new ArrayList<>();
        try (RecordReader<InternalRow> reader =
                builder.newRead().createReader(builder.newScan().plan())) {
            reader.forEachRemaining(row -> lines.add(line(row, fields)));
        }
        lines.sort(null);
        Files.write(warehouse.resolve(name + ".jsonl"), lines, StandardCharsets.UTF_8);
    }

    private static String line(InternalRow row, List<DataField> fields) {
        StringBuilder line = new StringBuilder("{");
        for (int i = 0; i < fields.size(); i++) {
            String type = fields.get(i).type().copy(true).toString();
            line.append(i == 0 ? "" : ",").append('"').append(fields.get(i).name()).append("\":");
            line.append(row.isNullAt(i) ? "null" : value(row, i, type));
        }
        return line.append('}').toString();
    }

    private static String value(InternalRow row, int i, String type) {
        switch (type) {
            case "BOOLEAN":
                return Boolean.toString(row.getBoolean(i));
            case "TINYINT":
                return Byte.toString(row.getByte(i));
            case "INT":
                return Integer.toString(row.getInt(i));
            case "BIGINT":
                return Long.toString(row.getLong(i));
            case "DOUBLE":
                return Double.toString(row.getDouble(i));
            case "FLOAT":
                return Float.toString(row.getFloat(i));
            case "DECIMAL(10, 2)":
                return '"' + row.getDecimal(i, 10, 2).toBigDecimal().toPlainString() + '"';
            case "DECIMAL(30, 4)":
                return '"' + row.getDecimal(i, 30, 4).toBigDecimal().toPlainString() + '"';
            case "STRING":
                return '"' + row.getString(i).toString() + '"';
            case "BYTES":
                return '"' + Base64.getEncoder().encodeToString(row.getBinary(i)) + '"';
            case "DATE":
                return '"' + LocalDate.ofEpochDay(row.getInt(i)).toString() + '"';
            case "TIMESTAMP(3)":
                return '"' + MILLIS.format(row.getTimestamp(i, 3).toLocalDateTime()) + '"';
            case "TIMESTAMP(3) WITH LOCAL TIME ZONE":
                return '"' + MILLIS.format(row.getTimestamp(i, 3).toLocalDateTime()) + "Z\"";
            case "TIMESTAMP(6) WITH LOCAL TIME ZONE":
                return '"' + MICROS.format(row.getTimestamp(i, 6).toLocalDateTime()) + "Z\"";
            case "TIMESTAMP(6)":
                return '"' + MICROS.format(row.getTimestamp(i, 6).toLocalDateTime()) + '"';
            default:
                return nested(row, i, type);
        }
    }

    private static String nested(InternalRow row, int i, String type) {
        StringBuilder text = new StringBuilder();
        if (type.startsWith("ARRAY")) {
            InternalArray array = row.getArray(i);
            for (int e = 0; e < array.size(); e++) {
                text.append(e == 0 ? "[" : ",").append(array.isNullAt(e) ? "null" : array.getInt(e) + "");
            }
            return text.append(']').toString();
        }
        if (type.startsWith("MAP")) {
            InternalMap map = row.getMap(i);
            InternalArray values = map.valueArray();
            String value = values.isNullAt(0) ? "null" : Integer.toString(values.getInt(0));
            return "{\"" + map.keyArray().getString(0) + "\":" + value + "}";
        }
        InternalRow part = row.getRow(i, 2);
        return "{\"a\":" + part.getInt(0) + ",\"b\":\"" + part.getString(1) + "\"}";
    }
}
