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

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.internal.row.JavaValues;
import io.tablestore.writer.row.RowValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows in the order of the sorter beside those in the order of a plain stable sort of Java objects. */
class RowSorterTest {

    private static final int CHUNK_ROWS = 100;
    private static final long SEED = 20_240_711;

    /** A type of a key, values of it that are near each other, and their order. */
    record Key(DataType type, Function<Random, Object> values, Comparator<Object> order) {

        @Override
        public String toString() {
            return type.toString();
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static final Comparator<Object> NATURAL = (left, right) -> ((Comparable) left).compareTo(right);

    private static final Comparator<Object> TEXTS = (left, right) -> Arrays.compareUnsigned(
            ((String) left).getBytes(StandardCharsets.UTF_8), ((String) right).getBytes(StandardCharsets.UTF_8));

    private static final Comparator<Object> BYTES =
            (left, right) -> Arrays.compareUnsigned((byte[]) left, (byte[]) right);

    private static final List<String> TEXT_VALUES = List.of(
            "",
            "\0",
            "a",
            "a\0",
            "abcdefgh",
            "abcdefgh\0",
            "abcdefgha",
            "abcdefghb",
            "abcdefghabcdefghabcdefgh1",
            "abcdefghabcdefghabcdefgh2",
            "é",
            "\u007f",
            "\u00ff",
            "\ufffd",
            "\ud83d\ude00",
            "z");

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    static Stream<Key> keys() {
        return Stream.of(
                new Key(DataType.of(TypeRoot.BOOLEAN), Random::nextBoolean, NATURAL),
                new Key(DataType.of(TypeRoot.TINYINT), random -> (byte) random.nextInt(), NATURAL),
                new Key(DataType.of(TypeRoot.SMALLINT), random -> (short) random.nextInt(), NATURAL),
                new Key(
                        DataType.of(TypeRoot.INT),
                        random -> one(random, Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE, random.nextInt()),
                        NATURAL),
                new Key(DataType.of(TypeRoot.DATE), random -> random.nextInt(200) - 100, NATURAL),
                new Key(DataType.of(TypeRoot.TIME, 3), random -> random.nextInt(86_400_000), NATURAL),
                new Key(
                        DataType.of(TypeRoot.BIGINT),
                        random -> one(random, Long.MIN_VALUE, -1L, 0L, 255L, 256L, Long.MAX_VALUE, random.nextLong()),
                        NATURAL),
                new Key(
                        DataType.of(TypeRoot.FLOAT),
                        random -> one(
                                random,
                                -0.0f,
                                0.0f,
                                Float.NaN,
                                Float.NEGATIVE_INFINITY,
                                Float.POSITIVE_INFINITY,
                                -Float.MIN_VALUE,
                                (float) random.nextGaussian()),
                        NATURAL),
                new Key(
                        DataType.of(TypeRoot.DOUBLE),
                        random -> one(
                                random,
                                -0.0,
                                0.0,
                                Double.NaN,
                                Double.NEGATIVE_INFINITY,
                                Double.MAX_VALUE,
                                random.nextGaussian()),
                        NATURAL),
                new Key(DataType.decimal(18, 2), random -> BigDecimal.valueOf(random.nextInt(400) - 200, 2), NATURAL),
                new Key(
                        DataType.decimal(38, 3),
                        random -> new BigDecimal(
                                TWO_TO_64
                                        .multiply(BigInteger.valueOf(random.nextInt(5) - 2))
                                        .add(BigInteger.valueOf(random.nextLong())),
                                3),
                        NATURAL),
                new Key(
                        DataType.of(TypeRoot.TIMESTAMP, 3),
                        random -> new TimestampValue(random.nextInt(100) - 50, 0),
                        NATURAL),
                new Key(
                        DataType.of(TypeRoot.TIMESTAMP, 6),
                        random -> TimestampValue.ofMicros(random.nextInt(5000) - 2500),
                        NATURAL),
                new Key(
                        DataType.of(TypeRoot.TIMESTAMP_LTZ, 9),
                        random -> new TimestampValue(random.nextInt(5) - 2, random.nextInt(1_000_000)),
                        NATURAL),
                new Key(DataType.string(), random -> TEXT_VALUES.get(random.nextInt(TEXT_VALUES.size())), TEXTS),
                new Key(DataType.bytes(), random -> bytes(random), BYTES));
    }

    private static Object one(Random random, Object... values) {
        return values[random.nextInt(values.length)];
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(12)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(3) - 1); // 0xFF, 0 and 1
        }
        return bytes;
    }

    /** A row as it was added. */
    private record Row(int owner, int number, Object[] values) {}

    private static List<Row> rows(int count, int owners, Random random, List<Function<Random, Object>> values) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Object[] row = new Object[values.size() + 1];
            for (int c = 0; c < values.size(); c++) {
                row[c] = values.get(c).apply(random);
            }
            row[values.size()] = i;
            rows.add(new Row(random.nextInt(owners), i, row));
        }
        return rows;
    }

    /** The numbers of the rows as they are sorted; checks that those of equal keys are told to be so. */
    private static List<Integer> sorted(TableSchema schema, List<Row> rows, int owners, Comparator<Row> keys) {
        RowLayout layout = RowLayout.of(schema);
        JavaValues values = new JavaValues(schema.fields());
        List<Chunk> chunks = new ArrayList<>();
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20)) {
            try {
                for (Row row : rows) {
                    if (chunks.isEmpty() || chunks.get(chunks.size() - 1).isFull()) {
                        chunks.add(new Chunk(layout, allocator, CHUNK_ROWS));
                    }
                    Chunk last = chunks.get(chunks.size() - 1);
                    last.setSequence(last.rowCount(), row.number);
                    last.add(row.owner, (byte) 0, values.convert(RowValues.of(row.values)));
                }
                chunks.forEach(Chunk::seal);
                RowSorter sorter = new RowSorter(layout, chunks, rows.size(), owners);
                sorter.groupByOwner();
                List<Integer> numbers = new ArrayList<>();
                for (int owner = 0; owner < owners; owner++) {
                    sorter.sort(owner);
                    for (int i = sorter.starts[owner]; i < sorter.starts[owner + 1]; i++) {
                        int number = (int) (sorter.refs[i] >>> 32) * CHUNK_ROWS + (int) sorter.refs[i];
                        assertThat(rows.get(number).owner).isEqualTo(owner);
                        if (i > sorter.starts[owner]) {
                            int before = numbers.get(numbers.size() - 1);
                            assertThat(sorter.sameKey(i - 1, i))
                                    .as("rows %s and %s, seed %s", before, number, SEED)
                                    .isEqualTo(keys.compare(rows.get(before), rows.get(number)) == 0);
                        }
                        numbers.add(number);
                    }
                }
                return numbers;
            } finally {
                chunks.forEach(Chunk::close);
            }
        }
    }

    private static List<Integer> expected(List<Row> rows, Comparator<Row> order) {
        return rows.stream()
                .sorted(Comparator.comparing(Row::owner).thenComparing(order))
                .map(Row::number)
                .toList();
    }

    private static Comparator<Row> by(int column, Comparator<Object> order) {
        return (left, right) -> order.compare(left.values[column], right.values[column]);
    }

    private static TableSchema schema(List<DataType> types, String... options) {
        List<DataField> columns = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(new DataField(i, "k" + i, types.get(i)));
            keys.add("k" + i);
        }
        columns.add(new DataField(types.size(), "n", DataType.of(TypeRoot.INT)));
        return Schemas.of(columns, List.of(), keys, options);
    }

    /** 40 rows are sorted by comparing them, 2000 by the bytes of their prefixes. */
    @ParameterizedTest
    @MethodSource("keys")
    void keysOfEveryTypeAreSortedInTheOrderOfArrival(Key key) {
        Random random = new Random(SEED);
        TableSchema schema = schema(List.of(key.type));
        for (int count : new int[] {40, 2000}) {
            List<Row> rows = rows(count, 3, random, List.of(key.values));
            assertThat(sorted(schema, rows, 3, by(0, key.order)))
                    .as("seed %s", SEED)
                    .isEqualTo(expected(rows, by(0, key.order)));
        }
    }

    @Test
    void keysOfSeveralColumnsAreSortedByTheFirstThenTheNext() {
        Random random = new Random(SEED);
        TableSchema schema =
                schema(List.of(DataType.of(TypeRoot.INT), DataType.string(), DataType.of(TypeRoot.BIGINT)));
        Comparator<Row> order = by(0, NATURAL).thenComparing(by(1, TEXTS)).thenComparing(by(2, NATURAL));
        for (int count : new int[] {40, 2000}) {
            List<Row> rows = rows(
                    count,
                    2,
                    random,
                    List.of(
                            source -> source.nextInt(4) - 2,
                            source -> TEXT_VALUES.get(source.nextInt(TEXT_VALUES.size())),
                            source -> source.nextLong(3) - 1));
            assertThat(sorted(schema, rows, 2, order)).as("seed %s", SEED).isEqualTo(expected(rows, order));
        }
    }

    @Test
    void manyBucketsEachGetTheirRows() {
        Random random = new Random(SEED);
        TableSchema schema = schema(List.of(DataType.of(TypeRoot.INT)));
        List<Row> rows = rows(3000, 1000, random, List.of(source -> source.nextInt(5)));
        assertThat(sorted(schema, rows, 1000, by(0, NATURAL))).isEqualTo(expected(rows, by(0, NATURAL)));
    }

    /** Sorted rows are left as they are, and rows in the opposite order are turned round. */
    @Test
    void rowsThatComeInOrderStay() {
        TableSchema schema = schema(List.of(DataType.of(TypeRoot.INT)));
        List<Row> ascending = new ArrayList<>();
        List<Row> descending = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            ascending.add(new Row(0, i, new Object[] {i - 700, i}));
            descending.add(new Row(0, i, new Object[] {700 - i, i}));
        }
        assertThat(sorted(schema, ascending, 1, by(0, NATURAL))).isEqualTo(expected(ascending, by(0, NATURAL)));
        assertThat(sorted(schema, descending, 1, by(0, NATURAL))).isEqualTo(expected(descending, by(0, NATURAL)));
    }

    /** A null is older than everything, whichever direction the column has. */
    @Test
    void versionsAreSortedByTheSequenceField() {
        for (boolean descending : new boolean[] {false, true}) {
            Random random = new Random(SEED);
            TableSchema schema = schema(
                    List.of(DataType.of(TypeRoot.INT)),
                    "sequence.field",
                    "n",
                    "sequence.field.sort-order",
                    descending ? "descending" : "ascending");
            for (int count : new int[] {40, 2000}) {
                List<Row> rows = rows(count, 2, random, List.of(source -> source.nextInt(6)));
                rows.forEach(row -> row.values[1] = random.nextInt(4) == 0 ? null : (Object) random.nextInt(8));
                Comparator<Integer> numbers = Comparator.naturalOrder();
                Comparator<Integer> newest = Comparator.nullsFirst(descending ? numbers.reversed() : numbers);
                Comparator<Row> order = by(0, NATURAL).thenComparing(row -> (Integer) row.values[1], newest);
                assertThat(sorted(schema, rows, 2, by(0, NATURAL)))
                        .as("seed %s", SEED)
                        .isEqualTo(expected(rows, order));
            }
        }
    }
}
