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
package io.tablestore.writer.routing;

import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.schema.BucketKeyBuffer;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.writer.internal.row.ColumnDefaults;
import io.tablestore.writer.row.ByteSpan;
import io.tablestore.writer.row.InputValues;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extracts columns from rows as binary rows, such as the partition or the bucket key. Columns of simple types use a reusable
 * buffer.
 */
public final class KeyExtractor {

    private final int[] positions;
    private final List<DataType> types;
    private final @Nullable BucketKeyBuffer buffer;
    private final ColumnDefaults defaults;
    private final ByteSpan span = new ByteSpan();
    private BinaryRow last = BinaryRow.EMPTY;

    /** @param columns columns of the schema */
    public KeyExtractor(TableSchema schema, List<DataField> columns) {
        this.positions = columns.stream()
                .mapToInt(column -> schema.fields().indexOf(column))
                .toArray();
        this.defaults = new ColumnDefaults(schema);
        this.types = columns.stream().map(DataField::type).toList();
        boolean plain = types.stream().allMatch(BucketKeyBuffer::supports);
        this.buffer = plain ? new BucketKeyBuffer(types) : null;
    }

    /** The columns of a row. Returns the same object if they equal those of the previous row. */
    public BinaryRow row(InputValues given) {
        InputValues values = defaults.fill(given);
        BucketKeyBuffer plain = buffer;
        if (plain == null) {
            last = BinaryRowWriter.write(types, objects(values));
            return last;
        }
        fill(plain, values);
        if (!plain.holds(last)) {
            last = plain.toRow();
        }
        return last;
    }

    /** The hash of a row's columns. */
    public int hash(InputValues given) {
        InputValues values = defaults.fill(given);
        BucketKeyBuffer plain = buffer;
        if (plain == null) {
            return BinaryRowWriter.write(types, objects(values)).murmurHash();
        }
        fill(plain, values);
        return plain.hash();
    }

    private void fill(BucketKeyBuffer plain, InputValues values) {
        plain.reset();
        for (int i = 0; i < positions.length; i++) {
            if (values.isNull(positions[i])) {
                continue;
            }
            switch (types.get(i).root()) {
                case BOOLEAN -> plain.put(i, values.getBoolean(positions[i]) ? 1 : 0);
                case VARCHAR, VARBINARY -> {
                    values.getBytes(positions[i], span);
                    plain.put(i, span.array(), span.offset(), span.length());
                }
                default -> plain.put(i, values.getLong(positions[i]));
            }
        }
    }

    /** The columns of a row in the form of {@link io.tablestore.predicate.ValueOrder}. */
    List<@Nullable Object> objects(InputValues given) {
        InputValues values = defaults.fill(given);
        List<@Nullable Object> objects = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            objects.add(
                    values.isNull(positions[i]) ? null : object(values, positions[i], (DataType.Atomic) types.get(i)));
        }
        return objects;
    }

    private Object object(InputValues values, int position, DataType.Atomic type) {
        return switch (type.root()) {
            case BOOLEAN -> values.getBoolean(position);
            case TINYINT, SMALLINT, INT, BIGINT, DATE, TIME -> values.getLong(position);
            case FLOAT, DOUBLE -> values.getDouble(position);
            case DECIMAL ->
                type.precision() <= 18
                        ? BigDecimal.valueOf(values.getLong(position), type.scale())
                        : values.getDecimal(position);
            case TIMESTAMP, TIMESTAMP_LTZ ->
                new TimestampValue(values.getEpochMillis(position), values.getNanoOfMilli(position));
            case CHAR, VARCHAR, BINARY, VARBINARY, BLOB -> {
                values.getBytes(position, span);
                yield Arrays.copyOfRange(span.array(), span.offset(), span.offset() + span.length());
            }
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR ->
                throw new IllegalStateException(type + " is no type of a key");
        };
    }
}
