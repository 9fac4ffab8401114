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
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.PlanMetrics;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.StructVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random predicates over random histories: the rows that a scan with the predicate returns, with everything pruned that can be,
 * are those of a scan without it that pass when each is tested alone.
 */
class RandomPredicatesTest {

    private static final int PREDICATES = 25;

    @TempDir
    Path directory;

    @Test
    void pruningNeverChangesTheRows() throws Exception {
        String[] range = System.getProperty("seeds.predicates", "1-60").split("-");
        int pairs = 0;
        int nested = 0;
        long files = 0;
        long skipped = 0;
        long rowsSkipped = 0;
        for (long seed = Long.parseLong(range[0]); seed <= Long.parseLong(range[1]); seed++) {
            Path warehouse = Files.createDirectory(directory.resolve("seed-" + seed));
            try (PaimonHistory history = new PaimonHistory(seed, warehouse)) {
                history.run();
                Table table = TableStore.openTable(
                        new LocalFileSystem(), TablePath.of(history.tablePath().toString()));
                List<DataField> fields = table.schema().fields();
                Rows all = read(table, Scan.ALL);
                Random random = new Random(seed);
                for (int i = 0; i < PREDICATES; i++) {
                    Predicate predicate = random(random, fields, all.values, 0);
                    BoundPredicate bound = BoundPredicate.bind(predicate, fields);
                    List<String> columns = random.nextBoolean() ? null : paths(random, fields);
                    Rows found = read(table, Scan.ALL.where(predicate).select(columns));
                    List<String> expected = new ArrayList<>();
                    for (Object[] row : all.values) {
                        if (bound.test(leaf -> tested(leaf.column(), leaf.field(), fields, row))) {
                            expected.add(Arrays.deepToString(narrowed(found.fields, fields, row)));
                        }
                    }
                    expected.sort(null);
                    List<String> texts = new ArrayList<>(
                            found.values.stream().map(Arrays::deepToString).toList());
                    texts.sort(null);
                    assertThat(texts)
                            .as("seed %d, predicate %d: %s, columns %s", seed, i, predicate, columns)
                            .isEqualTo(expected);
                    if (!bound.equals(BoundPredicate.Constant.FALSE)) {
                        assertThat(found.metrics.files())
                                .as("live files, whatever is pruned: seed %d, predicate %s", seed, predicate)
                                .isEqualTo(all.metrics.files());
                    }
                    pairs++;
                    nested += bound.leaves().stream().anyMatch(BoundPredicate.Leaf::isNested) ? 1 : 0;
                    files += found.metrics.files();
                    skipped += found.metrics.filesByPartition()
                            + found.metrics.filesByBucket()
                            + found.metrics.filesByKey()
                            + found.metrics.filesByValue();
                    rowsSkipped += found.rowsSkipped;
                }
            }
        }
        System.out.println("predicates: " + pairs + " pairs (" + nested + " with nested fields), 0 differences; "
                + skipped + " of " + files + " files pruned, and " + rowsSkipped + " rows by row groups and pages");
        assertThat(skipped).isPositive();
        assertThat(rowsSkipped).isPositive();
    }

    private static int position(List<DataField> fields, int id) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).id() == id) {
                return i;
            }
        }
        throw new IllegalStateException();
    }

    /** The value at the end of a path of rows, null where a row on the way is null. */
    private static Object tested(DataField path, DataField end, List<DataField> fields, Object[] row) {
        Object value = row[position(fields, path.id())];
        if (path.id() == end.id() || value == null) {
            return value;
        }
        DataField whole = fields.get(position(fields, path.id()));
        DataField inner = ((DataType.Row) path.type()).fields().get(0);
        return tested(inner, end, ((DataType.Row) whole.type()).fields(), (Object[]) value);
    }

    /** Of a row the wanted columns, of nested rows the wanted fields. */
    private static Object[] narrowed(List<DataField> wanted, List<DataField> fields, Object[] row) {
        Object[] narrow = new Object[wanted.size()];
        for (int i = 0; i < narrow.length; i++) {
            int position = position(fields, wanted.get(i).id());
            Object value = row[position];
            narrow[i] = value instanceof Object[] inner
                    ? narrowed(
                            ((DataType.Row) wanted.get(i).type()).fields(),
                            ((DataType.Row) fields.get(position).type()).fields(),
                            inner)
                    : value;
        }
        return narrow;
    }

    /** Some columns, of columns of rows sometimes only fields. */
    private static List<String> paths(Random random, List<DataField> fields) {
        List<String> paths = new ArrayList<>();
        for (DataField field : fields) {
            if (random.nextInt(3) == 0) {
                continue;
            }
            if (field.type() instanceof DataType.Row row && random.nextInt(4) > 0) {
                paths(random, row.fields()).forEach(inner -> paths.add(field.name() + "." + inner));
            } else {
                paths.add(field.name());
            }
        }
        return paths.isEmpty() ? List.of(fields.get(0).name()) : paths;
    }

    private record Rows(List<DataField> fields, List<Object[]> values, PlanMetrics metrics, long rowsSkipped) {}

    private static Rows read(Table table, Scan scan) {
        ScanPlan plan = table.plan(scan);
        List<Object[]> rows = new ArrayList<>();
        long rowsSkipped = 0;
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30)) {
            for (Split split : plan.splits()) {
                try (SplitReader reader = table.open(plan, split, allocator)) {
                    for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                        for (int i = 0; i < batch.selection().count(); i++) {
                            Object[] row = new Object[plan.fields().size()];
                            for (int c = 0; c < row.length; c++) {
                                row[c] = value(
                                        plan.fields().get(c),
                                        batch.column(c).vector(),
                                        batch.column(c).dictionary(),
                                        batch.selection().row(i));
                            }
                            rows.add(row);
                        }
                    }
                    rowsSkipped += reader.metrics().rowsSkipped();
                }
            }
        }
        return new Rows(plan.fields(), rows, plan.metrics(), rowsSkipped);
    }

    /** A cell in the forms of the reader's value order, the cells of a row for a row. */
    private static Object value(DataField field, FieldVector vector, FieldVector dictionary, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (field.type() instanceof DataType.Row rowType) {
            Object[] cells = new Object[rowType.fields().size()];
            for (int i = 0; i < cells.length; i++) {
                FieldVector child = vector.getChildrenFromFields().get(i);
                cells[i] = value(rowType.fields().get(i), child, null, row);
            }
            return cells;
        }
        if (!(field.type() instanceof DataType.Atomic type)) {
            return vector.getObject(row).toString();
        }
        FieldVector values = dictionary == null ? vector : dictionary;
        int at = dictionary == null ? row : ((IntVector) vector).get(row);
        return switch (type.root()) {
            case BOOLEAN -> ((BitVector) values).get(at) == 1;
            case TINYINT -> (long) values.getDataBuffer().getByte(at);
            case SMALLINT -> (long) values.getDataBuffer().getShort(2L * at);
            case INT, DATE, TIME -> (long) values.getDataBuffer().getInt(4L * at);
            case BIGINT -> values.getDataBuffer().getLong(8L * at);
            case FLOAT -> (double) values.getDataBuffer().getFloat(4L * at);
            case DOUBLE -> values.getDataBuffer().getDouble(8L * at);
            case DECIMAL -> ((DecimalVector) values).getObject(at);
            case CHAR, VARCHAR -> ((VarCharVector) values).get(at);
            case BINARY, VARBINARY -> ((VarBinaryVector) values).get(at);
            default -> {
                if (values instanceof StructVector struct) {
                    yield new TimestampValue(
                            struct.getChildrenFromFields()
                                    .get(0)
                                    .getDataBuffer()
                                    .getLong(8L * at),
                            struct.getChildrenFromFields()
                                    .get(1)
                                    .getDataBuffer()
                                    .getInt(4L * at));
                }
                long number = values.getDataBuffer().getLong(8L * at);
                yield type.precision() <= 3 ? new TimestampValue(number, 0) : TimestampValue.ofMicros(number);
            }
        };
    }

    private static Predicate random(Random random, List<DataField> fields, List<Object[]> rows, int depth) {
        int choice = random.nextInt(depth > 2 ? 5 : 9);
        switch (choice) {
            case 5, 6 -> {
                return Predicate.and(random(random, fields, rows, depth + 1), random(random, fields, rows, depth + 1));
            }
            case 7 -> {
                return Predicate.or(random(random, fields, rows, depth + 1), random(random, fields, rows, depth + 1));
            }
            case 8 -> {
                return Predicate.not(random(random, fields, rows, depth + 1));
            }
            default -> {}
        }
        int column = random.nextInt(fields.size());
        for (int tries = 0; tries < 3 && fields.get(column).type() instanceof DataType.Atomic; tries++) {
            column = random.nextInt(fields.size()); // columns of rows are few
        }
        DataField field = fields.get(column);
        Object value = rows.isEmpty() ? null : rows.get(random.nextInt(rows.size()))[column];
        if (field.type() instanceof DataType.Row row && random.nextInt(8) > 0) {
            List<Object[]> inner = new ArrayList<>();
            for (Object[] outer : rows) {
                if (outer[column] != null) {
                    inner.add((Object[]) outer[column]);
                }
            }
            return renamed(random(random, row.fields(), inner, 4), field.name() + ".");
        }
        Object literal = literal(field, value, random);
        if (literal == null || choice == 4) {
            return Predicate.isNull(field.name());
        }
        if (choice == 3) {
            if (literal instanceof String text) {
                int end = text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length()) + 1));
                return new Predicate.StartsWith(field.name(), text.substring(0, end));
            }
            Object other = literal(field, rows.get(random.nextInt(rows.size()))[column], random);
            return new Predicate.In(field.name(), other == null ? List.of(literal) : List.of(literal, other));
        }
        Comparison[] comparisons = Comparison.values();
        return Predicate.compare(field.name(), comparisons[random.nextInt(comparisons.length)], literal);
    }

    /** The same leaf on a field inside a column. */
    private static Predicate renamed(Predicate leaf, String prefix) {
        if (leaf instanceof Predicate.IsNull isNull) {
            return Predicate.isNull(prefix + isNull.column());
        }
        if (leaf instanceof Predicate.In in) {
            return new Predicate.In(prefix + in.column(), in.literals());
        }
        if (leaf instanceof Predicate.StartsWith startsWith) {
            return new Predicate.StartsWith(prefix + startsWith.column(), startsWith.prefix());
        }
        Predicate.Compare compare = (Predicate.Compare) leaf;
        return Predicate.compare(prefix + compare.column(), compare.comparison(), compare.literal());
    }

    /** A value that occurs, sometimes moved a little, as a user writes it. */
    private static Object literal(DataField field, Object value, Random random) {
        if (value == null || !(field.type() instanceof DataType.Atomic type)) {
            return null;
        }
        boolean move = random.nextInt(4) == 0;
        return switch (type.root()) {
            case TINYINT, SMALLINT, INT, BIGINT ->
                move ? (Object) new BigDecimal((Long) value).add(new BigDecimal("0.5")) : value;
            case DECIMAL -> move ? ((BigDecimal) value).add(new BigDecimal("0.0001")) : value;
            case CHAR, VARCHAR -> new String((byte[]) value, StandardCharsets.UTF_8);
            case DATE -> LocalDate.ofEpochDay((Long) value + (move ? 1 : 0));
            case TIME -> LocalTime.ofNanoOfDay((Long) value * 1_000_000L + (move ? 1 : 0));
            case TIMESTAMP -> ((TimestampValue) value).toLocalDateTime().plusNanos(move ? 1 : 0);
            case TIMESTAMP_LTZ ->
                ((TimestampValue) value)
                        .toLocalDateTime()
                        .plusNanos(move ? 1 : 0)
                        .toInstant(ZoneOffset.UTC);
            default -> value;
        };
    }
}
