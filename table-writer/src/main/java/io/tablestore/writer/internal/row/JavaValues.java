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

import io.tablestore.error.TableStoreException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.row.InputValues;
import io.tablestore.writer.row.RowValues;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts rows of Java objects ({@link RowValues}) to the types of a table's columns. A conversion is exact or fails.
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
public final class JavaValues {

    /** Maximum number of characters of a value in an error message. */
    private static final int SHOWN = 60;

    private final List<DataField> fields;

    /** @param fields the columns of the table */
    public JavaValues(List<DataField> fields) {
        this.fields = fields;
    }

    /** @throws TableStoreException if a value does not fit; the message names the column, the type and the value */
    public InputValues convert(RowValues row) {
        return row("The row", "columns", row.values(), fields, "", false);
    }

    private static ConvertedValues row(
            String what,
            String parts,
            List<@Nullable Object> values,
            List<DataField> fields,
            String path,
            boolean checksNulls) {
        if (values.size() != fields.size()) {
            throw new TableStoreException(
                    what + " has " + values.size() + " values, but there are " + fields.size() + " " + parts + ": "
                            + fields.stream().map(DataField::name).collect(Collectors.joining(", ")) + ".");
        }
        @Nullable Object[] converted = new @Nullable Object[values.size()];
        for (int i = 0; i < converted.length; i++) {
            DataField field = fields.get(i);
            Object value = values.get(i);
            // Whether a column may be null depends on the row's kind; RowFilter checks it.
            converted[i] = value == null && !checksNulls ? null : value(value, field.type(), path + field.name());
        }
        return new ConvertedValues(converted);
    }

    private static @Nullable Object value(@Nullable Object value, DataType type, String path) {
        if (value == null) {
            if (type.nullable()) {
                return null;
            }
            throw new TableStoreException("Column " + path + " is NOT NULL, and the row has no value for it.");
        }
        if (type instanceof DataType.Row row) {
            if (!(value instanceof RowValues given)) {
                throw refused(value, type, path, "takes RowValues with a value for each field");
            }
            return row("The row of column " + path, "fields", given.values(), row.fields(), path + ".", true);
        }
        if (type instanceof DataType.Mapping map) {
            return entries(value, type, map.key(), map.value(), path);
        }
        if (type instanceof DataType.Collection collection) {
            return type.root() == TypeRoot.MULTISET
                    ? multiset(value, collection, path)
                    : array(value, collection, path);
        }
        try {
            return atomic(value, (DataType.Atomic) type, path);
        } catch (ArithmeticException overflow) {
            throw refused(value, type, path, "it is too far from 1970");
        }
    }

    private static Object atomic(Object value, DataType.Atomic type, String path) {
        @Nullable Object converted;
        try {
            converted = switch (type.root()) {
                case BOOLEAN -> value instanceof Boolean ? value : null;
                case TINYINT -> JavaNumbers.whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case SMALLINT -> JavaNumbers.whole(value, Short.MIN_VALUE, Short.MAX_VALUE);
                case INT -> JavaNumbers.whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case BIGINT -> JavaNumbers.whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
                case FLOAT, DOUBLE -> JavaNumbers.floating(value, type.root());
                case DECIMAL -> JavaNumbers.decimal(value, type);
                case CHAR, VARCHAR -> JavaTexts.text(value, type);
                case BINARY, VARBINARY, BLOB -> JavaTexts.bytes(value, type);
                case DATE -> JavaTimes.date(value);
                case TIME -> JavaTimes.time(value, type);
                case TIMESTAMP -> JavaTimes.timestamp(value, type);
                case TIMESTAMP_LTZ -> JavaTimes.instant(value, type);
                case VARIANT -> variant(value);
                case ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException(type + " is not atomic");
            };
        } catch (Unfit unfit) {
            throw refused(value, type, path, unfit.reason());
        }
        if (converted == null) {
            throw refused(value, type, path, takes(type));
        }
        return converted;
    }

    private static String takes(DataType.Atomic type) {
        return switch (type.root()) {
            case BOOLEAN -> "takes a Boolean";
            case TINYINT, SMALLINT, INT, BIGINT -> "takes whole numbers of its range";
            case FLOAT, DOUBLE -> "takes numbers that it holds without rounding; round them before, such as by (float)";
            case DECIMAL -> "takes finite numbers";
            case CHAR, VARCHAR -> "takes text";
            case BINARY, VARBINARY, BLOB -> "takes byte[] or ByteBuffer";
            case DATE -> "takes LocalDate, java.sql.Date or a whole number of days since 1970";
            case TIME -> "takes LocalTime, java.sql.Time or a whole number of milliseconds of the day";
            case TIMESTAMP -> "takes LocalDateTime or java.sql.Timestamp; an instant has no wall clock without a zone";
            case TIMESTAMP_LTZ ->
                "takes Instant, OffsetDateTime, ZonedDateTime, java.util.Date or java.sql.Timestamp; a wall clock is no"
                        + " instant without a zone";
            case VARIANT -> "takes a list of two binaries, value and metadata";
            case ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException(type + " is not atomic");
        };
    }

    private static @Nullable Object variant(Object value) {
        if (!(value instanceof List<?> parts) || parts.size() != 2) {
            return null;
        }
        Object first = parts.get(0) == null ? null : JavaTexts.bytes(parts.get(0), DataType.bytes());
        Object second = parts.get(1) == null ? null : JavaTexts.bytes(parts.get(1), DataType.bytes());
        return first == null || second == null ? null : new ConvertedValues(new @Nullable Object[] {first, second});
    }

    private static ConvertedValues array(Object value, DataType.Collection type, String path) {
        List<@Nullable Object> elements = new ArrayList<>();
        if (value instanceof Collection<?> collection) {
            elements.addAll(collection);
        } else if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(Array.get(value, i));
            }
        } else {
            throw refused(value, type, path, "takes a Collection or an array");
        }
        if (type.root() == TypeRoot.VECTOR && elements.size() != type.length()) {
            throw refused(value, type, path, "it has " + elements.size() + " elements");
        }
        for (int i = 0; i < elements.size(); i++) {
            elements.set(i, value(elements.get(i), type.element(), path + "[" + i + "]"));
        }
        return new ConvertedValues(elements.toArray());
    }

    private static InputValues.Entries entries(
            Object value, DataType type, DataType key, DataType mapped, String path) {
        if (!(value instanceof Map<?, ?> map)) {
            throw refused(value, type, path, "takes a Map");
        }
        List<@Nullable Object> keys = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        Set<Object> distinct = new HashSet<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object converted = value(entry.getKey(), key.asNotNull(), path + ".key");
            if (converted != null && !distinct.add(comparable(converted))) {
                throw refused(value, type, path, "several of its keys are the same " + key);
            }
            keys.add(converted);
            values.add(value(entry.getValue(), mapped, path + "[" + shown(entry.getKey()) + "]"));
        }
        return new InputValues.Entries(new ConvertedValues(keys.toArray()), new ConvertedValues(values.toArray()));
    }

    private static Object comparable(Object key) {
        return key instanceof byte[] bytes
                ? ByteBuffer.wrap(bytes)
                : key instanceof BigDecimal number ? number.stripTrailingZeros() : key;
    }

    private static InputValues.Entries multiset(Object value, DataType.Collection type, String path) {
        DataType count = DataType.of(TypeRoot.INT).asNotNull();
        InputValues.Entries entries = entries(value, type, type.element(), count, path);
        for (int i = 0; i < entries.values().size(); i++) {
            if (entries.values().getLong(i) < 1) {
                throw refused(value, type, path, "each element occurs at least once");
            }
        }
        return entries;
    }

    private static TableStoreException refused(Object value, DataType type, String path, String reason) {
        return new TableStoreException("Column " + path + " of type " + type + " cannot take " + shown(value) + " ("
                + value.getClass().getName() + "): " + reason + ".");
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        if (value == null || value.getClass().isArray() || value instanceof Collection || value instanceof Map) {
            return value == null ? "null" : "a value";
        }
        if (value instanceof RowValues) {
            return "a row";
        }
        if (value instanceof BigDecimal number
                && (number.precision() > SHOWN || Math.abs((long) number.scale()) > SHOWN)) {
            return "a number of " + number.precision() + " digits";
        }
        String text = value.toString();
        String start = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return value instanceof CharSequence ? "'" + start + "'" : start;
    }
}
