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
package io.tablestore.internal.file.parquet.footer;

import io.tablestore.error.CorruptFileException;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Converts statistics of row groups and pages to the reader's value forms. Doubtful statistics count as unknown. */
public final class ParquetStatistics {

    /** Whether the writer allows NaN as a bound, so that bounds without NaN mean that there is none. */
    private final boolean nanIsBound;

    public ParquetStatistics(ParquetFooter footer) {
        this.nanIsBound = footer.nanIsBound();
    }

    /**
     * The statistics of a column chunk.
     *
     * @param declared the column's type in the file's schema, which decides the form of the bounds
     */
    public ColumnStatistics ofChunk(ColumnMeta column, DataType declared, @Nullable Statistics statistics) {
        if (statistics == null) {
            return ColumnStatistics.UNKNOWN;
        }
        long nullCount = statistics.isSetNull_count() ? statistics.getNull_count() : -1;
        if (statistics.isSetMin_value() && statistics.isSetMax_value()) {
            return bounds(column, declared, statistics.getMin_value(), statistics.getMax_value(), nullCount);
        }
        // The old bounds are in the order of signed numbers, which is correct for few types.
        StoredType stored = column.stored();
        boolean signed = (stored.physical() == Type.INT32 || stored.physical() == Type.INT64)
                && stored.kind() != StoredType.Kind.UNSIGNED;
        if (signed && statistics.isSetMin() && statistics.isSetMax()) {
            return bounds(column, declared, statistics.getMin(), statistics.getMax(), nullCount);
        }
        return new ColumnStatistics(null, null, nullCount);
    }

    /**
     * Reads a column index; null if its pages are in an order that parquet-format did not define when this reader was written.
     */
    public static @Nullable ColumnIndex columnIndex(String file, byte[] bytes) {
        ColumnIndex index = new ColumnIndex();
        try {
            ParquetFooter.parse(file, "The column index", index, bytes);
            return index;
        } catch (CorruptFileException damaged) {
            if (NewerNumbers.inColumnIndex(bytes) == null) {
                throw damaged;
            }
            return null;
        }
    }

    /** The statistics of a page, from the column index. */
    public ColumnStatistics ofPage(ColumnMeta column, DataType declared, ColumnIndex index, int page, long rowCount) {
        if (index.getNull_pages().get(page)) {
            return ColumnStatistics.allNull(rowCount);
        }
        long nullCount =
                index.isSetNull_counts() && page < index.getNull_counts().size()
                        ? index.getNull_counts().get(page)
                        : -1;
        return bounds(
                column,
                declared,
                bytes(index.getMin_values().get(page)),
                bytes(index.getMax_values().get(page)),
                nullCount);
    }

    private ColumnStatistics bounds(ColumnMeta column, DataType declared, byte[] min, byte[] max, long nullCount) {
        boolean floating = declared.root().isFloating();
        boolean known = declared instanceof DataType.Atomic && (!floating || nanIsBound);
        Object lower = known ? value(column.stored(), column, (DataType.Atomic) declared, min) : null;
        Object upper = known ? value(column.stored(), column, (DataType.Atomic) declared, max) : null;
        // Bounds that contradict each other, for example in a different order than the type's, are unknown.
        boolean ordered = lower != null && upper != null && ValueOrder.compare(lower, upper) <= 0;
        return new ColumnStatistics(ordered ? lower : null, ordered ? upper : null, nullCount);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** A bound in the form of the column's values, or null if the column is not read in this form or the bound is doubtful. */
    private static @Nullable Object value(
            StoredType stored, ColumnMeta column, DataType.Atomic declared, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Type physical = stored.physical();
        boolean complete = switch (physical) {
            case BOOLEAN -> bytes.length == 1;
            case INT32, FLOAT -> bytes.length == 4;
            case INT64, DOUBLE -> bytes.length == 8;
            case BYTE_ARRAY -> true;
            // Bounds of a page may be truncated, which changes the value of a big-endian number.
            case FIXED_LEN_BYTE_ARRAY -> bytes.length == column.typeLength() && bytes.length > 0;
            case INT96 -> false;
        };
        if (!complete) {
            return null;
        }
        return switch (declared.root()) {
            case BOOLEAN -> physical == Type.BOOLEAN ? (Object) (bytes[0] != 0) : null;
            case TINYINT, SMALLINT, INT, BIGINT -> stored.isInteger() ? number(stored, buffer) : null;
            case DATE -> physical == Type.INT32 && isSigned(stored) ? number(stored, buffer) : null;
            case TIME -> time(stored, buffer);
            case FLOAT -> physical == Type.FLOAT ? (Object) (double) buffer.getFloat(0) : null;
            case DOUBLE -> physical == Type.DOUBLE ? (Object) buffer.getDouble(0) : null;
            case CHAR, VARCHAR, BINARY, VARBINARY -> physical == Type.BYTE_ARRAY && stored.isBytes() ? bytes : null;
            case DECIMAL -> decimal(stored, declared, buffer, bytes);
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(stored, declared, buffer);
            default -> null;
        };
    }

    private static boolean isSigned(StoredType stored) {
        return switch (stored.kind()) {
            case PLAIN, SIGNED, DATE -> true;
            default -> false;
        };
    }

    private static @Nullable Long number(StoredType stored, ByteBuffer buffer) {
        boolean unsigned = stored.kind() == StoredType.Kind.UNSIGNED;
        if (stored.physical() == Type.INT32) {
            return unsigned ? Integer.toUnsignedLong(buffer.getInt(0)) : buffer.getInt(0);
        }
        long value = buffer.getLong(0);
        return unsigned && value < 0 ? null : (Long) value;
    }

    private static @Nullable Long time(StoredType stored, ByteBuffer buffer) {
        boolean annotated = stored.kind() == StoredType.Kind.TIME && stored.unitsPerSecond() > 0;
        if (stored.physical() == Type.INT32) {
            return annotated || stored.kind() == StoredType.Kind.PLAIN ? (long) buffer.getInt(0) : null;
        }
        boolean longs = annotated && stored.physical() == Type.INT64;
        return longs ? Math.floorDiv(buffer.getLong(0), stored.unitsPerSecond() / 1000L) : null;
    }

    private static @Nullable BigDecimal decimal(
            StoredType stored, DataType.Atomic declared, ByteBuffer buffer, byte[] bytes) {
        if (stored.isInteger()) {
            Long number = number(stored, buffer);
            return number == null ? null : BigDecimal.valueOf(number);
        }
        if (stored.kind() != StoredType.Kind.DECIMAL) {
            return null;
        }
        BigDecimal exact = switch (stored.physical()) {
            case INT32 -> BigDecimal.valueOf(buffer.getInt(0), stored.scale());
            case INT64 -> BigDecimal.valueOf(buffer.getLong(0), stored.scale());
            case FIXED_LEN_BYTE_ARRAY -> new BigDecimal(new BigInteger(bytes), stored.scale());
            default -> null;
        };
        // Values are rounded to the column's scale, which keeps their order.
        return exact == null || stored.scale() <= declared.scale()
                ? exact
                : exact.setScale(declared.scale(), RoundingMode.HALF_UP);
    }

    private static @Nullable TimestampValue timestamp(StoredType stored, DataType.Atomic declared, ByteBuffer buffer) {
        long units = stored.kind() == StoredType.Kind.TIMESTAMP && stored.physical() == Type.INT64
                ? stored.unitsPerSecond()
                : 0;
        if (units == 0) {
            return null;
        }
        long value = buffer.getLong(0);
        long wanted = declared.precision() <= 3 ? 1000L : declared.precision() <= 6 ? 1_000_000L : 1_000_000_000L;
        // Values are truncated to the column's unit, towards the past, and so are their bounds.
        long divisor = Math.max(1, units / wanted);
        long rest = Math.floorDiv(value, divisor);
        long perMilli = units / divisor / 1000L;
        return new TimestampValue(
                Math.floorDiv(rest, perMilli), (int) (Math.floorMod(rest, perMilli) * (1_000_000L / perMilli)));
    }
}
