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
package io.tablestore.internal.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.arrow.VectorValues;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.ReadMetrics;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of golden tables read with a condition: the rows are those that pass, whatever was decoded first. */
class FileScanTest {

    private final BufferAllocator allocator = ArrowMemory.newRoot(1L << 28);

    @AfterEach
    void everyBufferIsReleased() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    private static Table table(String path) {
        return TableStore.openTable(new LocalFileSystem(), TablePath.of("../golden/paimon-1.4.2/" + path));
    }

    private record Read(List<Map<String, @Nullable Object>> rows, ReadMetrics metrics) {}

    private Read read(Table table, Predicate predicate, @Nullable List<String> columns) {
        ScanPlan plan = table.plan(Scan.ALL.select(columns).where(predicate));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        ReadMetrics metrics = ReadMetrics.NONE;
        for (Split split : plan.splits()) {
            try (SplitReader reader = table.open(plan, split, allocator)) {
                for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    for (int i = 0; i < batch.selection().count(); i++) {
                        Map<String, @Nullable Object> row = new HashMap<>();
                        for (int c = 0; c < plan.fields().size(); c++) {
                            DataField field = plan.fields().get(c);
                            row.put(
                                    field.name(),
                                    value(batch.column(c), batch.selection().row(i), field));
                        }
                        rows.add(row);
                    }
                }
                metrics = metrics.plus(reader.metrics());
            }
        }
        return new Read(rows, metrics);
    }

    private static @Nullable Object value(ArrowColumn column, int row, DataField field) {
        if (column.vector().isNull(row)) {
            return null;
        }
        FieldVector dictionary = column.dictionary();
        Object value = dictionary == null
                ? VectorValues.value(column.vector(), row, (DataType.Atomic) field.type())
                : VectorValues.value(
                        dictionary, ((IntVector) column.vector()).get(row), (DataType.Atomic) field.type());
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value;
    }

    private static Predicate compare(String column, Comparison comparison, Object literal) {
        return Predicate.compare(column, comparison, literal);
    }

    record Case(String table, Predicate predicate) {}

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        List<Predicate> orders = List.of(
                compare("id", Comparison.EQUAL, 17L),
                compare("id", Comparison.LESS, 40L),
                Predicate.and(
                        compare("id", Comparison.GREATER_OR_EQUAL, 100L),
                        compare("id", Comparison.LESS_OR_EQUAL, 105L)),
                compare("amount", Comparison.GREATER, new java.math.BigDecimal("5000.00")),
                compare("status", Comparison.EQUAL, "new"),
                Predicate.not(compare("status", Comparison.EQUAL, "new")),
                Predicate.isNull("note"),
                Predicate.not(Predicate.isNull("note")),
                new Predicate.StartsWith("customer", "customer 1"),
                new Predicate.In("id", List.of(1L, 5L, 99_999_999L)),
                Predicate.and(
                        compare("status", Comparison.EQUAL, "new"),
                        Predicate.or(compare("id", Comparison.LESS, 50L), Predicate.isNull("note"))),
                compare("id", Comparison.GREATER, 1L << 40));
        orders.forEach(predicate -> cases.add(new Case("shop.db/orders", predicate)));
        List<Predicate> log = List.of(
                compare("level", Comparison.EQUAL, 2L),
                Predicate.isNull("extra"),
                Predicate.or(compare("level", Comparison.LESS, 1L), compare("id", Comparison.GREATER, 200L)));
        log.forEach(predicate -> cases.add(new Case("g.db/log", predicate)));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theRowsAreThoseThatPass(Case sample) {
        Table table = table(sample.table);
        BoundPredicate bound =
                BoundPredicate.bind(sample.predicate, table.schema().fields());
        List<Map<String, @Nullable Object>> all = read(table, Predicate.TRUE, null).rows;
        List<Map<String, @Nullable Object>> expected = all.stream()
                .filter(row -> bound.test(leaf -> {
                    Object value = row.get(leaf.column().name());
                    return value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : value;
                }))
                .toList();
        Read found = read(table, sample.predicate, null);
        assertThat(found.rows).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(found.metrics.rowsReturned()).isEqualTo(expected.size());
        String only = table.schema().fields().get(0).name();
        assertThat(read(table, sample.predicate, List.of(only)).rows.stream().map(row -> row.get(only)))
                .as("columns that are not wanted are filtered by all the same")
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(row -> row.get(only)).toList());
    }

    @Test
    void columnsAreDecodedForTheRowsThatPassOnly() {
        Table table = table("shop.db/orders");
        Read all = read(table, Predicate.TRUE, List.of("id"));
        Read one = read(table, compare("id", Comparison.EQUAL, 17L), List.of("customer"));
        assertThat(one.rows).hasSize(1);
        assertThat(one.metrics.rowsFiltered() + one.metrics.rowsSkipped()).isPositive();
        assertThat(one.metrics.rowsReturned()).isEqualTo(1);
        assertThat(all.metrics.rowsReturned()).isEqualTo(all.rows.size());
        assertThat(all.metrics.rowsMerged() - all.metrics.rowsDropped()).isLessThanOrEqualTo(all.rows.size());
        assertThat(Objects.requireNonNull(one.rows.get(0).get("customer")).toString())
                .startsWith("customer");
    }
}
