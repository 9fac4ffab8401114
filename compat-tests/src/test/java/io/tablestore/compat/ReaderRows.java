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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;

/** The rows that the reader returns, as text, in its order. A read fails if memory is left. */
public final class ReaderRows {

    private ReaderRows() {}

    public static List<String> of(Table table, Scan scan) {
        return of(table, table.plan(scan));
    }

    /** @param plan of a scan of the table */
    public static List<String> of(Table table, ScanPlan plan) {
        List<String> rows = new ArrayList<>();
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30)) {
            for (Split split : plan.splits()) {
                try (SplitReader reader = table.open(plan, split, allocator)) {
                    for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                        addRows(batch, plan.fields().size(), rows);
                    }
                }
            }
        }
        return rows;
    }

    private static void addRows(ArrowBatch batch, int columns, List<String> rows) {
        for (int i = 0; i < batch.selection().count(); i++) {
            StringBuilder row = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                row.append(cell(batch.column(c), batch.selection().row(i))).append('|');
            }
            rows.add(row.toString());
        }
    }

    private static String cell(ArrowColumn column, int row) {
        FieldVector vector = column.vector();
        FieldVector dictionary = column.dictionary();
        Object value = dictionary == null || vector.isNull(row)
                ? vector.getObject(row)
                : dictionary.getObject(((IntVector) vector).get(row));
        return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
    }
}
