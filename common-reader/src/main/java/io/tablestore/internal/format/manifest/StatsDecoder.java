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
package io.tablestore.internal.format.manifest;

import io.tablestore.internal.format.avro.AvroCursor;
import io.tablestore.internal.format.avro.AvroFields;
import io.tablestore.types.BinaryRow;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Decodes a statistics record (format reference, 4.4). */
final class StatsDecoder {

    private static final List<String> FIELDS = List.of("_MIN_VALUES", "_MAX_VALUES", "_NULL_COUNTS");

    private final AvroFields fields;

    StatsDecoder(String file, Schema record) {
        this.fields = new AvroFields(file, record, FIELDS, List.of("_MIN_VALUES", "_MAX_VALUES"));
    }

    SimpleStats read(AvroCursor cursor) {
        BinaryRow min = BinaryRow.EMPTY;
        BinaryRow max = BinaryRow.EMPTY;
        long[] nullCounts = null;
        for (int i = 0; i < fields.count(); i++) {
            if (fields.number(i) == AvroFields.UNKNOWN) {
                fields.skip(i, cursor);
            } else if (!fields.isNull(i, cursor)) {
                switch (fields.number(i)) {
                    case 0 -> min = cursor.readRow();
                    case 1 -> max = cursor.readRow();
                    default -> nullCounts = readCounts(cursor, AvroFields.withoutNull(fields.schema(i)));
                }
            }
        }
        return new SimpleStats(min, max, nullCounts);
    }

    private static long @Nullable [] readCounts(AvroCursor cursor, Schema array) {
        Schema item = array.getElementType();
        long[] counts = new long[0];
        int size = 0;
        for (int count = cursor.readBlockCount(); count > 0; count = cursor.readBlockCount()) {
            counts = Arrays.copyOf(counts, size + count);
            for (int i = 0; i < count; i++) {
                boolean isNull = item.isUnion() && cursor.branch(item).getType() == Schema.Type.NULL;
                counts[size++] = isNull ? -1 : cursor.readLong();
            }
        }
        return counts;
    }
}
