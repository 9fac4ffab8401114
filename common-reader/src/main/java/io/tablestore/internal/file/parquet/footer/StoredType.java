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

import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.Type;

/**
 * The stored type of a column's values: the physical type with its annotation, which is a logical type or, in older files, a
 * converted type (parquet-format, LogicalTypes.md). An unknown annotation leaves the physical type, as that page requires.
 *
 * @param unitsPerSecond of TIME and TIMESTAMP; 0 for an unknown unit
 * @param scale of DECIMAL
 * @param precision of DECIMAL
 */
public record StoredType(Type physical, Kind kind, long unitsPerSecond, int scale, int precision) {

    public enum Kind {
        /** Without an annotation. */
        PLAIN,
        SIGNED,
        UNSIGNED,
        DECIMAL,
        DATE,
        TIME,
        TIMESTAMP,
        /** Text in UTF-8: strings, enumeration values, JSON. */
        TEXT,
        /** Bytes that are not text: BSON, geometries. */
        BYTES,
        UUID,
        FLOAT16,
        INTERVAL,
        /** Nulls only. */
        NULL,
        /** Annotated by a newer version of the format. */
        NEWER
    }

    static StoredType of(SchemaElement element) {
        LogicalType logical = element.getLogicalType();
        // parquet-java writes UNKNOWN in addition to the converted type INTERVAL, which has no logical type.
        boolean interval = element.getConverted_type() == ConvertedType.INTERVAL;
        if (logical != null && logical.isSet() && !interval) {
            if (logical.isSetDECIMAL()) {
                DecimalType decimal = logical.getDECIMAL();
                return new StoredType(element.getType(), Kind.DECIMAL, 0, decimal.getScale(), decimal.getPrecision());
            }
            if (logical.isSetTIME()) {
                return timed(element, Kind.TIME, units(logical.getTIME().getUnit()));
            }
            if (logical.isSetTIMESTAMP()) {
                return timed(
                        element, Kind.TIMESTAMP, units(logical.getTIMESTAMP().getUnit()));
            }
            return timed(element, kind(logical), 0);
        }
        ConvertedType converted = element.getConverted_type();
        if (logical != null && !logical.isSet() && converted == null) {
            return timed(element, Kind.NEWER, 0);
        }
        if (converted == ConvertedType.DECIMAL) {
            return new StoredType(element.getType(), Kind.DECIMAL, 0, element.getScale(), element.getPrecision());
        }
        return converted == null ? timed(element, Kind.PLAIN, 0) : timed(element, kind(converted), units(converted));
    }

    private static StoredType timed(SchemaElement element, Kind kind, long unitsPerSecond) {
        return new StoredType(element.getType(), kind, unitsPerSecond, 0, 0);
    }

    private static Kind kind(LogicalType logical) {
        if (logical.isSetINTEGER()) {
            return logical.getINTEGER().isIsSigned() ? Kind.SIGNED : Kind.UNSIGNED;
        }
        if (logical.isSetSTRING() || logical.isSetENUM() || logical.isSetJSON()) {
            return Kind.TEXT;
        }
        if (logical.isSetBSON() || logical.isSetGEOMETRY() || logical.isSetGEOGRAPHY()) {
            return Kind.BYTES;
        }
        if (logical.isSetDATE()) {
            return Kind.DATE;
        }
        if (logical.isSetUUID()) {
            return Kind.UUID;
        }
        if (logical.isSetFLOAT16()) {
            return Kind.FLOAT16;
        }
        return logical.isSetUNKNOWN() ? Kind.NULL : Kind.PLAIN;
    }

    private static Kind kind(ConvertedType converted) {
        return switch (converted) {
            case UTF8, ENUM, JSON -> Kind.TEXT;
            case BSON -> Kind.BYTES;
            case DATE -> Kind.DATE;
            case TIME_MILLIS, TIME_MICROS -> Kind.TIME;
            case TIMESTAMP_MILLIS, TIMESTAMP_MICROS -> Kind.TIMESTAMP;
            case UINT_8, UINT_16, UINT_32, UINT_64 -> Kind.UNSIGNED;
            case INT_8, INT_16, INT_32, INT_64 -> Kind.SIGNED;
            case INTERVAL -> Kind.INTERVAL;
            case DECIMAL -> Kind.DECIMAL;
            case MAP, MAP_KEY_VALUE, LIST -> Kind.PLAIN;
        };
    }

    private static long units(TimeUnit unit) {
        if (unit == null || !unit.isSet()) {
            return 0;
        }
        return unit.isSetMILLIS() ? 1000L : unit.isSetMICROS() ? 1_000_000L : 1_000_000_000L;
    }

    private static long units(ConvertedType converted) {
        return switch (converted) {
            case TIME_MILLIS, TIMESTAMP_MILLIS -> 1000L;
            case TIME_MICROS, TIMESTAMP_MICROS -> 1_000_000L;
            default -> 0;
        };
    }

    /** Whether the values are integers, rather than days, times or decimals. */
    public boolean isInteger() {
        return (physical == Type.INT32 || physical == Type.INT64)
                && (kind == Kind.PLAIN || kind == Kind.SIGNED || kind == Kind.UNSIGNED);
    }

    boolean isBinary() {
        return physical == Type.BYTE_ARRAY || physical == Type.FIXED_LEN_BYTE_ARRAY;
    }

    /** Whether the bytes may be read as text. */
    public boolean isText() {
        return isBinary() && (kind == Kind.PLAIN || kind == Kind.TEXT);
    }

    /** Whether the bytes themselves are the value, rather than an encoded number. */
    public boolean isBytes() {
        return isText() || isBinary() && (kind == Kind.BYTES || kind == Kind.UUID || kind == Kind.INTERVAL);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case PLAIN -> physical.toString();
            case NEWER -> physical + " with an annotation of a newer version of the format";
            case DECIMAL -> physical + " of DECIMAL(" + precision + ", " + scale + ")";
            case TIME, TIMESTAMP -> physical + " of " + kind + " in " + unitName();
            default -> physical + " of " + kind;
        };
    }

    private String unitName() {
        return unitsPerSecond == 1000L
                ? "milliseconds"
                : unitsPerSecond == 1_000_000L
                        ? "microseconds"
                        : unitsPerSecond == 0 ? "an unknown unit" : "nanoseconds";
    }
}
