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
package io.tablestore.flink.table;

import io.tablestore.error.InvalidTableException;
import io.tablestore.options.LayoutOptions;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import io.tablestore.types.ValueCast;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Selects partitions by some of their values, given as Flink's text. Values are compared, not texts: {@code 01} is the
 * INT 1, and {@code 2024-01-02 03:04:05} is a TIMESTAMP whose directory has another text. Also renders the values of a
 * partition as such texts.
 */
public final class FlinkPartitionFilter {

    private FlinkPartitionFilter() {}

    /**
     * @param values by column; other columns may have any value
     * @throws InvalidTableException for a column that is not a partition column, or a text that is not a value of its
     *     type
     */
    public static Predicate<BinaryRow> of(TableSchema schema, Map<String, String> values) {
        List<DataField> columns = schema.partitionFields();
        for (String name : values.keySet()) {
            if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                throw new InvalidTableException("Column " + name
                        + " is not a partition column; the partition columns are " + schema.partitionKeys() + ".");
            }
        }
        String nullName = schema.optionSet().get(LayoutOptions.PARTITION_DEFAULT_NAME);
        List<Predicate<BinaryRow>> filters = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (values.containsKey(columns.get(i).name())) {
                filters.add(filter(columns.get(i), i, values.get(columns.get(i).name()), nullName));
            }
        }
        return partition -> filters.stream().allMatch(filter -> filter.test(partition));
    }

    /**
     * @param wanted text of a value; null and the name of null both match null, and in a string column the name also
     *     matches its own text
     */
    private static Predicate<BinaryRow> filter(
            DataField column, int position, @Nullable String wanted, String nullName) {
        DataType type = column.type();
        boolean wantsNull = wanted == null || wanted.equals(nullName);
        Object value = wanted == null || wantsNull && !type.root().isString() ? null : parse(column, wanted);
        return partition -> {
            Object found = partition.value(position, type);
            if (found == null) {
                return wantsNull;
            }
            return value != null && ValueOrder.compare(comparable(type, found), value) == 0;
        };
    }

    /** Removes trailing blanks of a CHAR, which are padding. */
    private static Object comparable(DataType type, Object value) {
        if (type.root() != TypeRoot.CHAR) {
            return value;
        }
        byte[] bytes = (byte[]) value;
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == ' ') {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static Object parse(DataField column, String text) {
        DataType.Atomic type = (DataType.Atomic) column.type();
        if (type.root().isString()) {
            return comparable(type, text.getBytes(StandardCharsets.UTF_8));
        }
        try {
            if (type.root() == TypeRoot.TIMESTAMP_LTZ) {
                return TimestampValue.of(
                        OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
            }
            Function<Object, @Nullable Object> cast = ValueCast.between(DataType.string(), type);
            Object value = cast == null ? null : cast.apply(text.getBytes(StandardCharsets.UTF_8));
            if (value != null) {
                return value;
            }
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException notOfTheType) {
            throw refused(column, text, notOfTheType);
        }
        throw refused(column, text, null);
    }

    private static InvalidTableException refused(DataField column, String text, @Nullable Exception cause) {
        String remedy = column.type().root() == TypeRoot.TIMESTAMP_LTZ
                ? "; name the instant with its offset, such as 2024-01-02 03:04:05Z."
                : ".";
        InvalidTableException refused = new InvalidTableException("Partition column " + column.name() + " is of type "
                + column.type() + ", which has no value '" + text + "'" + remedy);
        if (cause != null) {
            refused.initCause(cause);
        }
        return refused;
    }

    /** The text of a value, which {@link #of} takes back; instants are in UTC and end in {@code Z}. */
    static String text(DataField column, BinaryRow partition, int position, String nullName) {
        Object value = partition.value(position, column.type());
        if (value == null) {
            return nullName;
        }
        DataType.Atomic type = (DataType.Atomic) column.type();
        if (value instanceof TimestampValue timestamp) {
            String zone = type.root() == TypeRoot.TIMESTAMP_LTZ ? "Z" : "";
            return timestampText(timestamp) + zone;
        }
        Function<Object, @Nullable Object> cast = ValueCast.between(type, DataType.string());
        if (cast == null) {
            throw new IllegalStateException(type + " is no type of a partition column");
        }
        return new String((byte[]) Objects.requireNonNull(cast.apply(value)), StandardCharsets.UTF_8);
    }

    private static String timestampText(TimestampValue timestamp) {
        String text = timestamp.toLocalDateTime().toString().replace('T', ' ');
        return text.length() == "2024-01-02 03:04".length() ? text + ":00" : text;
    }
}
