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

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.catalog.ObjectPath;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.store.file.catalog.Catalog;
import org.apache.flink.table.store.file.catalog.CatalogFactory;
import org.apache.flink.table.store.file.schema.SchemaChange;
import org.apache.flink.table.store.file.schema.UpdateSchema;
import org.apache.flink.table.store.file.utils.RecordReader;
import org.apache.flink.table.store.table.source.Split;
import org.apache.flink.table.store.table.source.TableRead;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.CharType;
import org.apache.flink.table.types.logical.DateType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.FloatType;
import org.apache.flink.table.types.logical.IntType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.MapType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.SmallIntType;
import org.apache.flink.table.types.logical.TimeType;
import org.apache.flink.table.types.logical.TimestampType;
import org.apache.flink.table.types.logical.TinyIntType;
import org.apache.flink.table.types.logical.VarBinaryType;
import org.apache.flink.table.types.logical.VarCharType;
import org.apache.flink.types.RowKind;

/**
 * Writes small tables with the release of Flink Table Store on the class path, and beside each the rows that this release
 * reads back. Methods that differ between 0.2 and 0.3 are called by name; see regenerate.
 */
public class TableStoreTables {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");
    private static final boolean FROM_0_3 = method(SchemaChange.class, "renameColumn", 2) != null;
    private static final LogicalType INT = new IntType();
    private static final LogicalType BIGINT = new BigIntType();
    private static final LogicalType DOUBLE = new DoubleType();
    private static final LogicalType STRING = new VarCharType(VarCharType.MAX_LENGTH);

    private final Path warehouse;
    private final Catalog catalog;

    private TableStoreTables(Path warehouse) throws Exception {
        this.warehouse = warehouse;
        Configuration options = new Configuration();
        options.setString("warehouse", warehouse.toAbsolutePath().toString());
        this.catalog = CatalogFactory.createCatalog(options);
        catalog.createDatabase("g", true);
    }

    /** Arguments: the warehouse, the file formats that the release knows. */
    public static void main(String[] arguments) throws Exception {
        TableStoreTables tables = new TableStoreTables(Path.of(arguments[0]));
        List<String> formats = List.of(arguments).subList(1, arguments.length);
        for (String format : formats) {
            tables.keyed("dedup_" + format, format, Map.of());
        }
        tables.keyed("changelog_input", "orc", Map.of("changelog-producer", "input"));
        tables.sequence();
        tables.partialUpdate();
        if (FROM_0_3) {
            tables.aggregation();
        }
        tables.overwritten();
        for (String format : formats) {
            tables.log("log_" + format, format);
            tables.counted("counted_" + format, format);
        }
        System.exit(0);
    }

    private interface Rows {
        GenericRowData row(Random random, int commit);
    }

    private static LogicalType notNull(LogicalType type) {
        return type.copy(false);
    }

    private static RowType type(Object... namesAndTypes) {
        List<RowType.RowField> fields = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            fields.add(new RowType.RowField((String) namesAndTypes[i], (LogicalType) namesAndTypes[i + 1]));
        }
        return new RowType(fields);
    }

    private static StringData text(String text) {
        return StringData.fromString(text);
    }

    private static Object orNull(Random random, Object value) {
        return random.nextInt(3) == 0 ? null : value;
    }

    /** ORC knew no times of day, and Avro no microseconds. */
    private static RowType everyType(String format) {
        RowType part = type("a", INT, "b", STRING);
        return type(
                "p", notNull(STRING),
                "k", notNull(INT),
                "flag", new BooleanType(),
                "tiny", new TinyIntType(),
                "small", new SmallIntType(),
                "big", BIGINT,
                "x", DOUBLE,
                "f", new FloatType(),
                "amount", new DecimalType(10, 2),
                "wide", new DecimalType(30, 4),
                "code", new CharType(3),
                "name", STRING,
                "bytes", new VarBinaryType(VarBinaryType.MAX_LENGTH),
                "day", new DateType(),
                "at", format.equals("avro") ? new TimeType(3) : INT,
                "ms", new TimestampType(3),
                "us", new TimestampType(format.equals("avro") ? 3 : 6),
                "numbers", new ArrayType(INT),
                "tags", new MapType(notNull(STRING), INT),
                "part", part);
    }

    private static GenericRowData row(Random random, int commit) {
        Map<Object, Object> tags = new LinkedHashMap<>();
        tags.put(text("m" + random.nextInt(3)), random.nextBoolean() ? null : random.nextInt(9));
        GenericRowData row = GenericRowData.of(
                text(random.nextBoolean() ? "x/y" : "日 z"),
                random.nextInt(12),
                random.nextBoolean(),
                (byte) random.nextInt(),
                (short) random.nextInt(),
                random.nextLong(),
                random.nextGaussian(),
                random.nextFloat(),
                DecimalData.fromBigDecimal(BigDecimal.valueOf(random.nextInt(1_000_000) - 500_000, 2), 10, 2),
                DecimalData.fromBigDecimal(
                        new BigDecimal("123456789012345678901234.5678").subtract(BigDecimal.valueOf(random.nextInt())),
                        30,
                        4),
                text("c" + (10 + random.nextInt(90))),
                text("name " + random.nextInt(100)),
                new byte[] {(byte) random.nextInt(), 0, (byte) 0xFF},
                random.nextInt(40_000) - 20_000,
                random.nextInt(86_400_000),
                TimestampData.fromEpochMillis(1_600_000_000_000L + random.nextInt(1_000_000_000)),
                TimestampData.fromEpochMillis(-1_600_000_000_000L + random.nextInt(1_000_000_000), 7000),
                new GenericArrayData(new Object[] {random.nextInt(9), null, random.nextInt(9)}),
                new GenericMapData(tags),
                GenericRowData.of(random.nextInt(5), text("b" + random.nextInt(5))));
        for (int i = 2; i < row.getArity(); i++) {
            if (random.nextInt(8) == 0) {
                row.setField(i, null);
            }
        }
        if (commit > 0 && random.nextInt(5) == 0) {
            row.setRowKind(RowKind.DELETE);
        }
        return row;
    }

    /** Updates and deletes, two partitions of two buckets each; the third commit compacts what there is. */
    private void keyed(String name, String format, Map<String, String> more) throws Exception {
        Map<String, String> options = new LinkedHashMap<>(more);
        options.put("bucket", "2");
        options.put("file.format", format);
        options.put("num-sorted-run.compaction-trigger", "3");
        boolean plainAvro = format.equals("avro");
        Rows rows = (random, commit) -> {
            GenericRowData row = row(random, commit);
            if (plainAvro && !row.isNullAt(16)) {
                row.setField(16, TimestampData.fromEpochMillis(row.getTimestamp(16, 3).getMillisecond()));
            }
            return row;
        };
        create(name, everyType(format), List.of("p"), List.of("p", "k"), options);
        for (int commit = 0; commit < 4; commit++) {
            write(name, commit, 16, rows);
        }
        finish(name);
    }

    /** The newest row is the one of the greatest {@code at}. */
    private void sequence() throws Exception {
        create(
                "sequenced",
                type("k", notNull(INT), "at", BIGINT, "b", STRING),
                List.of(),
                List.of("k"),
                Map.of("sequence.field", "at", "bucket", "1"));
        for (int commit = 0; commit < 3; commit++) {
            write("sequenced", commit, 12, (random, at) ->
                    GenericRowData.of(random.nextInt(10), (long) random.nextInt(1000), text("c" + at)));
        }
        finish("sequenced");
    }

    private void partialUpdate() throws Exception {
        create(
                "partial",
                type("k", notNull(INT), "a", INT, "b", STRING, "c", DOUBLE),
                List.of(),
                List.of("k"),
                Map.of("merge-engine", "partial-update"));
        for (int commit = 0; commit < 4; commit++) {
            write("partial", commit, 10, (random, at) -> GenericRowData.of(
                    random.nextInt(12),
                    orNull(random, random.nextInt(100)),
                    orNull(random, text("b" + random.nextInt(9))),
                    orNull(random, random.nextInt(9) / 2.0)));
        }
        finish("partial");
    }

    private void aggregation() throws Exception {
        create(
                "sums",
                type("k", notNull(INT), "total", BIGINT, "most", DOUBLE, "least", INT, "last", STRING, "any", new BooleanType()),
                List.of(),
                List.of("k"),
                Map.of(
                        "merge-engine", "aggregation",
                        "fields.total.aggregate-function", "sum",
                        "fields.most.aggregate-function", "max",
                        "fields.least.aggregate-function", "min",
                        "fields.last.aggregate-function", "last_non_null_value",
                        "fields.any.aggregate-function", "bool_or"));
        for (int commit = 0; commit < 4; commit++) {
            write("sums", commit, 10, (random, at) -> GenericRowData.of(
                    random.nextInt(12),
                    orNull(random, (long) random.nextInt(100)),
                    orNull(random, random.nextGaussian()),
                    orNull(random, random.nextInt(100)),
                    orNull(random, text("l" + random.nextInt(9))),
                    orNull(random, random.nextBoolean())));
        }
        finish("sums");
    }

    /** One of two partitions is overwritten. */
    private void overwritten() throws Exception {
        create(
                "overwritten",
                type("day", notNull(new DateType()), "k", notNull(INT), "a", STRING),
                List.of("day"),
                List.of("day", "k"),
                Map.of("bucket", "1"));
        for (int commit = 0; commit < 2; commit++) {
            write("overwritten", commit, 10, (random, at) ->
                    GenericRowData.of(19_000 + random.nextInt(2), random.nextInt(8), text("c" + at)));
        }
        overwrite("overwritten", Map.of("day", "2022-01-09"), 3, (random, at) ->
                GenericRowData.of(19_001, random.nextInt(8), text("new")));
        finish("overwritten");
    }

    /** An append table with a column added on the way, and from 0.3 on one renamed. */
    private void log(String name, String format) throws Exception {
        create(
                name,
                type("id", BIGINT, "level", INT, "text", STRING),
                List.of(),
                List.of(),
                Map.of("write-mode", "append-only", "bucket", "2", "bucket-key", "id", "file.format", format));
        Rows three = (random, commit) -> GenericRowData.of(
                (long) random.nextInt(1000), orNull(random, random.nextInt(5)), text("t" + random.nextInt(9)));
        write(name, 0, 8, three);
        alter(name, SchemaChange.addColumn("extra", DOUBLE));
        if (FROM_0_3) {
            Method rename = method(SchemaChange.class, "renameColumn", 2);
            alter(name, (SchemaChange) rename.invoke(null, "text", "message"));
        }
        write(name, 1, 8, (random, commit) -> {
            GenericRowData first = three.row(random, commit);
            return GenericRowData.of(
                    first.getField(0), first.getField(1), first.getField(2), orNull(random, random.nextInt(9) / 4.0));
        });
        finish(name);
    }

    /** A table without keys and with changes: its rows are counted. */
    private void counted(String name, String format) throws Exception {
        create(
                name,
                type("a", INT, "b", STRING),
                List.of(),
                List.of(),
                Map.of("bucket", "1", "file.format", format));
        for (int commit = 0; commit < 3; commit++) {
            write(name, commit, 12, (random, at) -> {
                GenericRowData row = GenericRowData.of(orNull(random, random.nextInt(3)), text("b" + random.nextInt(2)));
                row.setRowKind(at > 0 && random.nextInt(4) == 0 ? RowKind.DELETE : RowKind.INSERT);
                return row;
            });
        }
        finish(name);
    }

    private void create(
            String name, RowType type, List<String> partition, List<String> keys, Map<String, String> options)
            throws Exception {
        catalog.createTable(
                new ObjectPath("g", name), new UpdateSchema(type, partition, keys, options, ""), false);
    }

    private void alter(String name, SchemaChange change) throws Exception {
        catalog.alterTable(new ObjectPath("g", name), List.of(change), false);
    }

    private void write(String name, int commitNumber, int rows, Rows maker) throws Exception {
        commit(name, null, commitNumber, rows, maker);
    }

    private void overwrite(String name, Map<String, String> partition, int rows, Rows maker) throws Exception {
        commit(name, partition, 100, rows, maker);
    }

    private void commit(String name, Map<String, String> overwritten, int number, int rows, Rows maker)
            throws Exception {
        Object table = table(name);
        Random random = new Random(number);
        Object write = any(table, "newWrite", "user");
        if (overwritten != null) {
            any(write, "withOverwrite", true);
        }
        for (int i = 0; i < rows; i++) {
            any(write, "write", maker.row(random, number));
        }
        Object messages = any(write, "prepareCommit", true, (long) number);
        any(write, "close");
        Object commit = any(table, "newCommit", "user");
        if (overwritten != null) {
            any(commit, "withOverwritePartition", overwritten);
        }
        Method done = null;
        for (Method method : commit.getClass().getMethods()) {
            if (method.getName().equals("commit") && method.getParameterCount() == 2) {
                done = method;
            }
        }
        done.invoke(commit, done.getParameterTypes()[0] == long.class ? (Object) (long) number : "" + number, messages);
        any(commit, "close");
    }

    private Object table(String name) throws Exception {
        return any(catalog, "getTable", new ObjectPath("g", name));
    }

    private static Method method(Class<?> type, String name, int parameters) {
        for (Method method : type.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == parameters && !method.isBridge()) {
                return method;
            }
        }
        return null;
    }

    /** Calls the method of that name with as many of the arguments as this release wants. */
    private static Object any(Object target, String name, Object... arguments) throws Exception {
        for (int count = arguments.length; count >= 0; count--) {
            Method method = method(target.getClass(), name, count);
            if (method != null) {
                method.setAccessible(true);
                return method.invoke(target, java.util.Arrays.copyOf(arguments, count));
            }
        }
        throw new NoSuchMethodException(target.getClass() + "." + name);
    }

    private void finish(String name) throws Exception {
        Object table = table(name);
        RowType type = catalog.getTableSchema(new ObjectPath("g", name)).logicalRowType();
        List<String> lines = new ArrayList<>();
        TableRead read = (TableRead) any(table, "newRead");
        Object plan = any(any(table, "newScan"), "plan");
        for (Object split : splits(plan)) {
            try (RecordReader<RowData> reader = read.createReader((Split) split)) {
                for (RecordReader.RecordIterator<RowData> batch = reader.readBatch(); batch != null; batch = reader.readBatch()) {
                    for (RowData row = batch.next(); row != null; row = batch.next()) {
                        lines.add(line(row, type));
                    }
                    batch.releaseBatch();
                }
            }
        }
        lines.sort(null);
        Files.write(warehouse.resolve(name + ".jsonl"), lines, StandardCharsets.UTF_8);
    }

    /** A field in 0.2, a method in 0.3. */
    private static List<?> splits(Object plan) throws Exception {
        Method method = method(plan.getClass(), "splits", 0);
        if (method == null) {
            return (List<?>) plan.getClass().getField("splits").get(plan);
        }
        method.setAccessible(true);
        return (List<?>) method.invoke(plan);
    }

    private static String line(RowData row, RowType type) {
        StringBuilder line = new StringBuilder("{");
        for (int i = 0; i < type.getFieldCount(); i++) {
            line.append(i == 0 ? "" : ",").append('"').append(type.getFieldNames().get(i)).append("\":");
            Object value = RowData.createFieldGetter(type.getTypeAt(i), i).getFieldOrNull(row);
            line.append(text(value, type.getTypeAt(i)));
        }
        return line.append('}').toString();
    }

    private static String text(Object value, LogicalType type) {
        if (value == null) {
            return "null";
        }
        switch (type.getTypeRoot()) {
            case CHAR:
            case VARCHAR:
                return "\"" + value + '"';
            case DECIMAL:
                return '"' + ((DecimalData) value).toBigDecimal().toPlainString() + '"';
            case VARBINARY:
                return '"' + Base64.getEncoder().encodeToString((byte[]) value) + '"';
            case DATE:
                return '"' + LocalDate.ofEpochDay((Integer) value).toString() + '"';
            case TIME_WITHOUT_TIME_ZONE:
                return '"' + DateTimeFormatter.ofPattern("HH:mm:ss.SSS").format(LocalTime.ofNanoOfDay((Integer) value * 1_000_000L)) + '"';
            case TIMESTAMP_WITHOUT_TIME_ZONE:
                boolean millis = ((TimestampType) type).getPrecision() == 3;
                return '"' + (millis ? MILLIS : MICROS).format(((TimestampData) value).toLocalDateTime()) + '"';
            case ARRAY:
                ArrayData array = (ArrayData) value;
                return array(array);
            case MAP:
                var map = (org.apache.flink.table.data.MapData) value;
                ArrayData values = map.valueArray();
                return "{\"" + map.keyArray().getString(0) + "\":" + (values.isNullAt(0) ? "null" : "" + values.getInt(0)) + "}";
            case ROW:
                RowData part = (RowData) value;
                return "{\"a\":" + part.getInt(0) + ",\"b\":\"" + part.getString(1) + "\"}";
            default:
                return value.toString();
        }
    }

    private static String array(ArrayData array) {
        StringBuilder text = new StringBuilder();
        for (int e = 0; e < array.size(); e++) {
            text.append(e == 0 ? "[" : ",").append(array.isNullAt(e) ? "null" : array.getInt(e) + "");
        }
        return text.append(']').toString();
    }
}
