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
package io.tablestore.internal.file.avro;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.file.decoder.UnfitValue;
import io.tablestore.internal.format.avro.AvroCursor;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads atomic values, each with its logical type: a number that is a date, a time or a timestamp is read only as such. Digits of
 * a decimal beyond the wanted scale are rounded half up, as in a cast of the table format. A value outside the wanted type's
 * range is an error that names the column.
 */
final class AvroAtoms {

    /** Sets one value that is not null. */
    interface Setter {
        void set(AvroCursor cursor, FieldVector target, int slot);
    }

    private static final int LAST_MILLI_OF_DAY = 86_400_000 - 1;

    private final String file;
    private final DataField wanted;
    private final DataType.Atomic type;
    private final Schema stored;

    /** Name of the logical type; empty if there is none known to Avro. */
    private final String annotation;

    private AvroAtoms(String file, DataField wanted, Schema stored) {
        this.file = file;
        this.wanted = wanted;
        this.type = (DataType.Atomic) wanted.type();
        this.stored = stored;
        LogicalType logical = stored.getLogicalType();
        this.annotation = logical == null ? "" : logical.getName();
    }

    /** @return null if values of the schema, which is not a union, cannot be read as the wanted type */
    static @Nullable Setter of(String file, DataField wanted, Schema stored) {
        return new AvroAtoms(file, wanted, stored).setter();
    }

    private @Nullable Setter setter() {
        return switch (type.root()) {
            case BOOLEAN ->
                stored.getType() == Schema.Type.BOOLEAN
                        ? (cursor, target, slot) -> ((BitVector) target).setSafe(slot, cursor.readByte())
                        : null;
            case TINYINT, SMALLINT, INT, BIGINT -> isNumber() && !isTemporal() ? wholes() : null;
            case DATE ->
                isNumber() && isEither("", "date")
                        ? (cursor, target, slot) -> ((DateDayVector) target)
                                .setSafe(slot, (int) whole(cursor, Integer.MIN_VALUE, Integer.MAX_VALUE))
                        : null;
            case TIME -> isNumber() && (annotation.isEmpty() || annotation.startsWith("time-")) ? times() : null;
            case FLOAT -> floats();
            case DOUBLE -> doubles();
            case DECIMAL ->
                stored.getLogicalType() instanceof LogicalTypes.Decimal decimal ? decimals(decimal.getScale()) : null;
            case CHAR, VARCHAR -> texts();
            case BINARY, VARBINARY, BLOB -> binaries();
            case TIMESTAMP, TIMESTAMP_LTZ -> isNumber() ? timestamps() : null;
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> null;
        };
    }

    private boolean isNumber() {
        return stored.getType() == Schema.Type.INT || stored.getType() == Schema.Type.LONG;
    }

    private boolean isTemporal() {
        return annotation.equals("date") || annotation.startsWith("time") || annotation.startsWith("local-timestamp");
    }

    private boolean isEither(String one, String other) {
        return annotation.equals(one) || annotation.equals(other);
    }

    private TableStoreException unfit(Object value) {
        String shown = annotation.isEmpty() ? "" : " (" + annotation + ")";
        return UnfitValue.of(file, wanted, "Avro " + stored.getType().getName() + shown, value);
    }

    /** @param least minimum, inclusive, as is the maximum */
    private long whole(AvroCursor cursor, long least, long greatest) {
        long value = cursor.readLong();
        if (value < least || value > greatest) {
            throw unfit(value);
        }
        return value;
    }

    private Setter wholes() {
        return switch (type.root()) {
            case TINYINT ->
                (cursor, target, slot) ->
                        ((TinyIntVector) target).setSafe(slot, (int) whole(cursor, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case SMALLINT ->
                (cursor, target, slot) ->
                        ((SmallIntVector) target).setSafe(slot, (int) whole(cursor, Short.MIN_VALUE, Short.MAX_VALUE));
            case INT ->
                (cursor, target, slot) ->
                        ((IntVector) target).setSafe(slot, (int) whole(cursor, Integer.MIN_VALUE, Integer.MAX_VALUE));
            default -> (cursor, target, slot) -> ((BigIntVector) target).setSafe(slot, cursor.readLong());
        };
    }

    private Setter times() {
        long unitsPerMilli = annotation.endsWith("-micros") ? 1000 : 1;
        return (cursor, target, slot) -> {
            long stored = cursor.readLong();
            long millis = Math.floorDiv(stored, unitsPerMilli);
            if (millis < 0 || millis > LAST_MILLI_OF_DAY) {
                throw unfit(stored);
            }
            ((TimeMilliVector) target).setSafe(slot, (int) millis);
        };
    }

    private @Nullable Setter floats() {
        if (stored.getType() == Schema.Type.FLOAT) {
            return (cursor, target, slot) -> ((Float4Vector) target).setSafe(slot, readFloat(cursor));
        }
        return isNumber() && !isTemporal()
                ? (cursor, target, slot) -> ((Float4Vector) target).setSafe(slot, (float) cursor.readLong())
                : null;
    }

    /** Avro promotes integers to floating-point numbers. */
    private @Nullable Setter doubles() {
        return switch (stored.getType()) {
            case FLOAT -> (cursor, target, slot) -> ((Float8Vector) target).setSafe(slot, readFloat(cursor));
            case DOUBLE ->
                (cursor, target, slot) ->
                        ((Float8Vector) target).setSafe(slot, Double.longBitsToDouble(readFixed(cursor, Double.BYTES)));
            default ->
                isNumber() && !isTemporal()
                        ? (cursor, target, slot) -> ((Float8Vector) target).setSafe(slot, (double) cursor.readLong())
                        : null;
        };
    }

    private static float readFloat(AvroCursor cursor) {
        return Float.intBitsToFloat((int) readFixed(cursor, Float.BYTES));
    }

    /** A little-endian number of this many bytes. */
    private static long readFixed(AvroCursor cursor, int count) {
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= (cursor.readByte() & 0xFFL) << (8 * i);
        }
        return bits;
    }

    private @Nullable Setter texts() {
        if (stored.getType() == Schema.Type.ENUM) {
            List<byte[]> symbols = stored.getEnumSymbols().stream()
                    .map(symbol -> symbol.getBytes(StandardCharsets.UTF_8))
                    .toList();
            return (cursor, target, slot) -> {
                int index = cursor.readInt();
                if (index < 0 || index >= symbols.size()) {
                    throw new IndexOutOfBoundsException("symbol " + index + " of an enum of " + symbols.size());
                }
                ((VarCharVector) target).setSafe(slot, symbols.get(index));
            };
        }
        boolean isText =
                stored.getType() == Schema.Type.STRING || stored.getType() == Schema.Type.BYTES && annotation.isEmpty();
        return isText
                ? (cursor, target, slot) -> {
                    int length = cursor.skipBytes();
                    ((VarCharVector) target).setSafe(slot, cursor.position() - length, length, cursor.memory());
                }
                : null;
    }

    private @Nullable Setter binaries() {
        boolean isRaw = isEither("", "uuid");
        if (isRaw && stored.getType() == Schema.Type.FIXED) {
            int length = stored.getFixedSize();
            return (cursor, target, slot) -> {
                cursor.advance(length);
                ((VarBinaryVector) target).setSafe(slot, cursor.position() - length, length, cursor.memory());
            };
        }
        boolean hasLength = stored.getType() == Schema.Type.BYTES || stored.getType() == Schema.Type.STRING;
        return isRaw && hasLength
                ? (cursor, target, slot) -> {
                    int length = cursor.skipBytes();
                    ((VarBinaryVector) target).setSafe(slot, cursor.position() - length, length, cursor.memory());
                }
                : null;
    }

    private Setter decimals(int storedScale) {
        int fixed = stored.getType() == Schema.Type.FIXED ? stored.getFixedSize() : -1;
        BigInteger limit = BigInteger.TEN.pow(type.precision());
        long longLimit = limit.bitLength() < Long.SIZE ? limit.longValue() : Long.MAX_VALUE;
        return (cursor, target, slot) -> {
            int length = fixed;
            if (length < 0) {
                length = cursor.skipBytes();
            } else {
                cursor.advance(length);
            }
            if (length == 0) {
                throw new IndexOutOfBoundsException("a decimal without bytes");
            }
            int start = cursor.position() - length;
            if (length <= Long.BYTES && storedScale == type.scale()) {
                long value = cursor.at(start);
                for (int i = start + 1; i < start + length; i++) {
                    value = value << 8 | cursor.at(i) & 0xFF;
                }
                if (value > -longLimit && value < longLimit) {
                    ((DecimalVector) target).setSafe(slot, value);
                    return;
                }
            }
            BigDecimal value = new BigDecimal(new BigInteger(cursor.copy(start, length)), storedScale);
            ((DecimalVector) target).setSafe(slot, fitted(value, limit));
        };
    }

    private BigDecimal fitted(BigDecimal value, BigInteger limit) {
        BigDecimal scaled = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.unscaledValue().abs().compareTo(limit) >= 0) {
            throw unfit(value.toPlainString());
        }
        return scaled;
    }

    private @Nullable Setter timestamps() {
        long unitsPerMilli;
        if (annotation.endsWith("timestamp-millis")) {
            unitsPerMilli = 1;
        } else if (annotation.endsWith("timestamp-micros")) {
            unitsPerMilli = 1000;
        } else if (annotation.endsWith("timestamp-nanos")) {
            unitsPerMilli = 1_000_000;
        } else {
            return null;
        }
        int precision = type.precision();
        if (precision > 6) {
            return (cursor, target, slot) -> {
                long stored = cursor.readLong();
                StructVector struct = (StructVector) target;
                struct.setIndexDefined(slot);
                List<FieldVector> parts = struct.getChildrenFromFields();
                ((BigIntVector) parts.get(0)).setSafe(slot, Math.floorDiv(stored, unitsPerMilli));
                int nanos = (int) (Math.floorMod(stored, unitsPerMilli) * (1_000_000 / unitsPerMilli));
                ((IntVector) parts.get(1)).setSafe(slot, nanos);
            };
        }
        long units = precision <= 3 ? 1 : 1000;
        if (units <= unitsPerMilli) {
            long divisor = unitsPerMilli / units;
            return (cursor, target, slot) ->
                    ((TimeStampVector) target).setSafe(slot, Math.floorDiv(cursor.readLong(), divisor));
        }
        return (cursor, target, slot) -> {
            long stored = cursor.readLong();
            if (Math.multiplyHigh(stored, units) != (stored * units) >> 63) {
                throw unfit(stored);
            }
            ((TimeStampVector) target).setSafe(slot, stored * units);
        };
    }
}
