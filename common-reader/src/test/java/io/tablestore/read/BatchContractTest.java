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
package io.tablestore.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The batch contract, used the way an engine with lazy pages uses it, over the golden table {@code shop.orders}. */
class BatchContractTest {

    private static final Table ORDERS =
            TableStore.openTable(new LocalFileSystem(), TablePath.of("../golden/paimon-1.4.2/shop.db/orders"));

    private final BufferAllocator allocator = ArrowMemory.newRoot(1L << 30);

    @AfterEach
    void everyBufferIsReleased() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        allocator.close();
    }

    private void eachBatch(Scan scan, Consumer<ArrowBatch> consumer) {
        ScanPlan plan = ORDERS.plan(scan);
        for (Split split : plan.splits()) {
            try (SplitReader reader = ORDERS.open(plan, TableStore.deserializeSplit(split.serialize()), allocator)) {
                for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    consumer.accept(batch);
                }
            }
        }
    }

    private static long id(ArrowBatch batch, int row) {
        return ((BigIntVector) batch.column(0).vector()).get(row);
    }

    private static String text(ArrowColumn column, int row) {
        FieldVector dictionary = column.dictionary();
        if (column.vector().isNull(row)) {
            return "null";
        }
        return dictionary == null
                ? column.vector().getObject(row).toString()
                : dictionary.getObject(((IntVector) column.vector()).get(row)).toString();
    }

    @Test
    void columnsLoadedAfterSelectHoldTheSelectedRows() {
        List<String> all = new ArrayList<>();
        eachBatch(Scan.ALL.select(List.of("id", "customer", "note")), batch -> {
            for (int i = 0; i < batch.selection().count(); i++) {
                int row = batch.selection().row(i);
                if (id(batch, row) % 10 == 3) {
                    all.add(id(batch, row) + text(batch.column(1), row) + text(batch.column(2), row));
                }
            }
        });
        List<String> late = new ArrayList<>();
        eachBatch(Scan.ALL.select(List.of("id", "customer", "note")), batch -> {
            int[] positions = new int[batch.selection().count()];
            int count = 0;
            for (int i = 0; i < positions.length; i++) {
                int row = batch.selection().row(i);
                if (id(batch, row) % 10 == 3) {
                    positions[count++] = row;
                }
            }
            batch.select(positions, count);
            for (int i = 0; i < batch.selection().count(); i++) {
                int row = batch.selection().row(i);
                late.add(id(batch, row) + text(batch.column(1), row) + text(batch.column(2), row));
            }
        });
        assertThat(late).isEqualTo(all).isNotEmpty();
    }

    @Test
    void slicesShareTheRowsOfTheirBatch() {
        List<String> whole = new ArrayList<>();
        List<String> sliced = new ArrayList<>();
        eachBatch(Scan.ALL.select(List.of("id", "status")), batch -> {
            for (int i = 0; i < batch.selection().count(); i++) {
                int row = batch.selection().row(i);
                whole.add(id(batch, row) + "" + text(batch.column(1), row));
            }
            for (int start = 0; start < batch.rowCount(); start += 100) {
                ArrowBatch slice = batch.slice(start, Math.min(100, batch.rowCount() - start));
                for (int i = 0; i < slice.selection().count(); i++) {
                    int row = slice.selection().row(i);
                    sliced.add(id(slice, row) + "" + text(slice.column(1), row));
                }
            }
        });
        assertThat(sliced).isEqualTo(whole).isNotEmpty();
    }

    @Test
    void aStaleBatchThrowsBeforeAnythingIsRead() {
        ScanPlan plan = ORDERS.plan(Scan.ALL);
        try (SplitReader reader = ORDERS.open(plan, plan.splits().get(0), allocator)) {
            ArrowBatch batch = Objects.requireNonNull(reader.next());
            ArrowBatch slice = batch.slice(0, 1);
            FieldVector kept = batch.column(0).vector();
            reader.next();
            assertThatThrownBy(() -> batch.column(1)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> batch.column(0)).hasMessageContaining("its reader has moved on");
            assertThatThrownBy(batch::selection).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> slice.column(0)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> ((BigIntVector) kept).get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void narrowTakesEffectOnWhatIsNotReadYet() {
        ScanPlan plan = ORDERS.plan(Scan.ALL.select(List.of("customer")));
        TreeSet<String> found = new TreeSet<>();
        for (Split split : plan.splits()) {
            try (SplitReader reader = ORDERS.open(plan, split, allocator)) {
                reader.narrow(Predicate.compare("id", Comparison.LESS, 3L));
                reader.narrow(Predicate.compare("id", Comparison.GREATER_OR_EQUAL, 1L));
                for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                    for (int i = 0; i < batch.selection().count(); i++) {
                        found.add(text(batch.column(0), batch.selection().row(i)));
                    }
                }
            }
        }
        assertThat(found).hasSizeBetween(1, 2);
    }

    @Test
    void memoryIsFreeAfterEarlyCloseAndClosingTwiceDoesNoHarm() {
        ScanPlan plan = ORDERS.plan(Scan.ALL);
        for (int i = 0; i < 200; i++) {
            SplitReader reader = ORDERS.open(plan, plan.splits().get(0), allocator);
            if (i % 2 == 0) {
                ArrowBatch batch = Objects.requireNonNull(reader.next());
                batch.column(i % 6);
            }
            reader.close();
            reader.close();
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void memoryIsFreeAfterAnAllocationFailsAnywhere() {
        ScanPlan plan = ORDERS.plan(Scan.ALL);
        int failures = 0;
        for (long limit = 1 << 12; limit < 64 << 20; limit += limit / 4) {
            try (BufferAllocator small = ArrowMemory.newRoot(limit)) {
                try (SplitReader reader = ORDERS.open(plan, plan.splits().get(0), small)) {
                    for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                        for (int i = 0; i < batch.fields().size(); i++) {
                            batch.column(i);
                        }
                    }
                } catch (RuntimeException expected) {
                    failures++;
                }
                assertThat(small.getAllocatedMemory()).isZero();
            }
        }
        assertThat(failures).isGreaterThan(5);
    }

    /** A batch aims at a part of the budget, so that a smaller budget makes smaller batches. */
    @Test
    void manyBatchSizesGiveTheSameRows() {
        List<String> expected = rows(1L << 30, new TreeSet<>());
        TreeSet<Integer> largest = new TreeSet<>();
        for (long budget : new long[] {256 << 10, 512 << 10, 1 << 20, 3 << 20, 1L << 30}) {
            assertThat(rows(budget, largest)).as("budget %d", budget).isEqualTo(expected);
        }
        assertThat(expected).isNotEmpty();
        assertThat(largest).as("sizes of the largest batch").hasSizeGreaterThan(2);
    }

    /** The rows of all columns that a budget gives, sorted; adds the size of the largest batch. */
    private static List<String> rows(long budget, Set<Integer> largest) {
        List<String> rows = new ArrayList<>();
        int most = 0;
        ScanPlan plan = ORDERS.plan(Scan.ALL);
        try (BufferAllocator small = ArrowMemory.newRoot(budget)) {
            for (Split split : plan.splits()) {
                try (SplitReader reader = ORDERS.open(plan, split, small)) {
                    for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                        most = Math.max(most, batch.rowCount());
                        for (int i = 0; i < batch.selection().count(); i++) {
                            StringBuilder row = new StringBuilder();
                            for (int column = 0; column < batch.fields().size(); column++) {
                                row.append(text(
                                                batch.column(column),
                                                batch.selection().row(i)))
                                        .append('|');
                            }
                            rows.add(row.toString());
                        }
                    }
                }
            }
        }
        largest.add(most);
        rows.sort(null);
        return rows;
    }
}
