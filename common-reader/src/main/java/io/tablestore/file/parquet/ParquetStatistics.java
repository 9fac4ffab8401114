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
package io.tablestore.file.parquet;

import io.tablestore.predicate.ColumnStatistics;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Statistics of row groups and pages in the reader's value forms. What is in doubt is unknown. */
final class ParquetStatistics {

    private ParquetStatistics() {}

    static ColumnStatistics ofChunk(ColumnMeta column, DataType stored, @Nullable Statistics statistics) {
        if (statistics == null) {
            return ColumnStatistics.UNKNOWN;
        }
        long nullCount = statistics.isSetNull_count() ? statistics.getNull_count() : -1;
        if (statistics.isSetMin_value() && statistics.isSetMax_value()) {
            return new ColumnStatistics(
                    value(column, stored, statistics.getMin_value()),
                    value(column, stored, statistics.getMax_value()),
                    nullCount);
        }
        // The old bounds are signed: only right for numbers.
        boolean number = column.type() == Type.INT32 || column.type() == Type.INT64;
        if (number && statistics.isSetMin() && statistics.isSetMax()) {
            return new ColumnStatistics(
                    value(column, stored, statistics.getMin()), value(column, stored, statistics.getMax()), nullCount);
        }
        return new ColumnStatistics(null, null, nullCount);
    }

    static ColumnStatistics ofPage(ColumnMeta column, DataType stored, ColumnIndex index, int page, long rowCount) {
        if (index.getNull_pages().get(page)) {
            return ColumnStatistics.allNull(rowCount);
        }
        long nullCount =
                index.isSetNull_counts() && page < index.getNull_counts().size()
                        ? index.getNull_counts().get(page)
                        : -1;
        return new ColumnStatistics(
                value(column, stored, bytes(index.getMin_values().get(page))),
                value(column, stored, bytes(index.getMax_values().get(page))),
                nullCount);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static @Nullable Object value(ColumnMeta column, DataType stored, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean whole = switch (column.type()) {
            case BOOLEAN -> bytes.length == 1;
            case INT32, FLOAT -> bytes.length == 4;
            case INT64, DOUBLE -> bytes.length == 8;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> true;
            case INT96 -> false;
        };
        if (!whole || !(stored instanceof DataType.Atomic type)) {
            return null;
        }
        boolean number = column.type() == Type.INT32 || column.type() == Type.INT64;
        return switch (type.root()) {
            case BOOLEAN -> column.type() == Type.BOOLEAN ? (Object) (bytes[0] != 0) : null;
            case TINYINT, SMALLINT, INT, BIGINT, DATE, TIME -> number ? (Object) number(column, buffer) : null;
            case FLOAT -> column.type() == Type.FLOAT ? (Object) (double) buffer.getFloat(0) : null;
            case DOUBLE -> column.type() == Type.DOUBLE ? (Object) buffer.getDouble(0) : null;
            case CHAR, VARCHAR, BINARY, VARBINARY -> column.type() == Type.BYTE_ARRAY ? bytes : null;
            case DECIMAL -> decimal(column, type, number, buffer, bytes);
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(column, buffer);
            default -> null;
        };
    }

    private static Long number(ColumnMeta column, ByteBuffer buffer) {
        return column.type() == Type.INT32 ? (long) buffer.getInt(0) : buffer.getLong(0);
    }

    private static @Nullable BigDecimal decimal(
            ColumnMeta column, DataType.Atomic type, boolean number, ByteBuffer buffer, byte[] bytes) {
        int scale = column.element().isSetScale() ? column.element().getScale() : type.scale();
        if (number) {
            return BigDecimal.valueOf(number(column, buffer), scale);
        }
        // Bounds of a page may be cut, which for a number in big-endian bytes changes its size.
        boolean fixed = column.type() == Type.FIXED_LEN_BYTE_ARRAY && bytes.length == column.typeLength();
        return fixed && bytes.length > 0 ? new BigDecimal(new BigInteger(bytes), scale) : null;
    }

    private static @Nullable TimestampValue timestamp(ColumnMeta column, ByteBuffer buffer) {
        if (column.type() != Type.INT64) {
            return null;
        }
        long units = ColumnWriters.unitsPerSecond(column);
        long value = buffer.getLong(0);
        if (units == 1000L) {
            return new TimestampValue(value, 0);
        }
        return units == 1_000_000L ? TimestampValue.ofMicros(value) : null;
    }
}
