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
package io.tablestore.writer;

import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row, or an array, of Java objects: {@link Boolean}; any whole {@link Number}; {@link Float} or {@link Double}; {@link
 * BigDecimal}; {@link String} or {@code byte[]}; {@link LocalDate}; {@link LocalTime}; {@link LocalDateTime}, {@link Instant}
 * or {@link TimestampValue}; {@link List}; {@link Map}; another row; null.
 */
public final class RowValues implements InputValues {

    private final List<@Nullable Object> values;

    private RowValues(List<@Nullable Object> values) {
        this.values = values;
    }

    public static RowValues of(@Nullable Object... values) {
        List<@Nullable Object> copy = new ArrayList<>();
        for (Object value : values) {
            copy.add(value);
        }
        return new RowValues(copy);
    }

    /** @param values not copied */
    public static RowValues ofList(List<@Nullable Object> values) {
        return new RowValues(values);
    }

    private Object value(int position) {
        Object value = values.get(position);
        if (value == null) {
            throw new IllegalStateException("the value at " + position + " is null");
        }
        return value;
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public boolean isNull(int position) {
        return values.get(position) == null;
    }

    @Override
    public boolean getBoolean(int position) {
        return (Boolean) value(position);
    }

    @Override
    public long getLong(int position) {
        Object value = value(position);
        if (value instanceof LocalDate date) {
            return date.toEpochDay();
        }
        if (value instanceof LocalTime time) {
            return time.toNanoOfDay() / 1_000_000;
        }
        return value instanceof BigDecimal decimal
                ? decimal.unscaledValue().longValueExact()
                : ((Number) value).longValue();
    }

    @Override
    public double getDouble(int position) {
        return ((Number) value(position)).doubleValue();
    }

    @Override
    public BigDecimal getDecimal(int position) {
        return (BigDecimal) value(position);
    }

    private TimestampValue timestamp(int position) {
        Object value = value(position);
        if (value instanceof LocalDateTime dateTime) {
            return TimestampValue.of(dateTime);
        }
        return value instanceof Instant instant ? TimestampValue.of(instant) : (TimestampValue) value;
    }

    @Override
    public long getEpochMillis(int position) {
        return timestamp(position).epochMillis();
    }

    @Override
    public int getNanoOfMilli(int position) {
        return timestamp(position).nanoOfMilli();
    }

    @Override
    public void getBytes(int position, ByteSpan target) {
        Object value = value(position);
        byte[] bytes = value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) value;
        target.set(bytes, 0, bytes.length);
    }

    /** A list of the two byte arrays. */
    @Override
    public void getVariant(int position, ByteSpan value, ByteSpan metadata) {
        InputValues parts = getArray(position);
        parts.getBytes(0, value);
        parts.getBytes(1, metadata);
    }

    @Override
    public InputValues getArray(int position) {
        return list((List<?>) value(position));
    }

    private static RowValues list(Iterable<?> elements) {
        List<@Nullable Object> copy = new ArrayList<>();
        elements.forEach(copy::add);
        return new RowValues(copy);
    }

    @Override
    public Entries getMap(int position) {
        Map<?, ?> map = (Map<?, ?>) value(position);
        return new Entries(list(map.keySet()), list(map.values()));
    }

    @Override
    public InputValues getRow(int position, int fieldCount) {
        return (InputValues) value(position);
    }
}
