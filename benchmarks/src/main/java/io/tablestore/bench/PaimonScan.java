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
package io.tablestore.bench;

import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.predicate.PredicateBuilder;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.types.DataType;

/** Reads a table with Apache Paimon's library, every value through its row interface, on one thread. */
final class PaimonScan {

    private PaimonScan() {}

    /**
     * @param below keeps the rows with {@code l1 < below}; 0 keeps all. The filter is pushed down, and applied again to the rows, as
     *     engines do: the library's own filter does not work on columns that are not projected.
     */
    static long run(FileStoreTable table, List<String> columns, long below) throws Exception {
        List<String> read = new ArrayList<>(columns);
        if (below > 0) {
            read.add("l1");
        }
        int[] projection = read.stream()
                .mapToInt(column -> table.rowType().getFieldIndex(column))
                .toArray();
        ReadBuilder builder = table.newReadBuilder().withProjection(projection);
        if (below > 0) {
            builder.withFilter(new PredicateBuilder(table.rowType())
                    .lessThan(table.rowType().getFieldIndex("l1"), below));
        }
        DataType[] types = columns.stream()
                .map(column -> table.rowType().getField(column).type())
                .toArray(DataType[]::new);
        long[] sum = new long[1];
        try (RecordReader<InternalRow> reader =
                builder.newRead().createReader(builder.newScan().plan())) {
            reader.forEachRemaining(row -> {
                if (below == 0 || row.getLong(types.length) < below) {
                    sum[0] += consume(row, types);
                }
            });
        }
        return sum[0];
    }

    /** Reads all columns of a row. */
    static long consume(InternalRow row, DataType[] types) {
        long sum = 1;
        for (int i = 0; i < types.length; i++) {
            if (row.isNullAt(i)) {
                continue;
            }
            switch (types[i].getTypeRoot()) {
                case BIGINT -> sum += row.getLong(i);
                case INTEGER, DATE -> sum += row.getInt(i);
                case DOUBLE -> sum += Double.doubleToRawLongBits(row.getDouble(i));
                case BOOLEAN -> sum += row.getBoolean(i) ? 1 : 0;
                case DECIMAL -> sum += row.getDecimal(i, 12, 2).toUnscaledLong();
                case TIMESTAMP_WITHOUT_TIME_ZONE ->
                    sum += row.getTimestamp(i, 6).toMicros();
                default -> {
                    BinaryString text = row.getString(i);
                    sum += text.getSizeInBytes() + text.byteAt(text.getSizeInBytes() - 1);
                }
            }
        }
        return sum;
    }
}
