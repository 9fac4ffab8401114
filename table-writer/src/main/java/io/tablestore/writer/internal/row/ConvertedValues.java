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
package io.tablestore.writer.internal.row;

import io.tablestore.types.TimestampValue;
import io.tablestore.writer.row.ByteSpan;
import io.tablestore.writer.row.InputValues;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A row, an array, or the keys or values of a map, as {@link JavaValues} and {@link ColumnDefaults} create it. Atomic values
 * are in the forms of {@link io.tablestore.predicate.ValueOrder}. Arrays and rows are {@link ConvertedValues}, maps are
 * {@link InputValues.Entries}, and a VARIANT is its two parts.
 */
final class ConvertedValues implements InputValues {

    private final @Nullable Object[] values;

    /** @param values not copied */
    ConvertedValues(@Nullable Object[] values) {
        this.values = values;
    }

    private Object value(int position) {
        return Objects.requireNonNull(values[position]);
    }

    @Override
    public int size() {
        return values.length;
    }

    @Override
    public boolean isNull(int position) {
        return values[position] == null;
    }

    @Override
    public boolean getBoolean(int position) {
        return (Boolean) value(position);
    }

    @Override
    public long getLong(int position) {
        Object value = value(position);
        return value instanceof BigDecimal decimal ? decimal.unscaledValue().longValueExact() : (Long) value;
    }

    @Override
    public double getDouble(int position) {
        return (Double) value(position);
    }

    @Override
    public BigDecimal getDecimal(int position) {
        return (BigDecimal) value(position);
    }

    @Override
    public long getEpochMillis(int position) {
        return ((TimestampValue) value(position)).epochMillis();
    }

    @Override
    public int getNanoOfMilli(int position) {
        return ((TimestampValue) value(position)).nanoOfMilli();
    }

    @Override
    public void getBytes(int position, ByteSpan target) {
        byte[] bytes = (byte[]) value(position);
        target.set(bytes, 0, bytes.length);
    }

    @Override
    public void getVariant(int position, ByteSpan value, ByteSpan metadata) {
        InputValues parts = getArray(position);
        parts.getBytes(0, value);
        parts.getBytes(1, metadata);
    }

    @Override
    public InputValues getArray(int position) {
        return (InputValues) value(position);
    }

    @Override
    public Entries getMap(int position) {
        return (Entries) value(position);
    }

    @Override
    public InputValues getRow(int position, int fieldCount) {
        return (InputValues) value(position);
    }
}
