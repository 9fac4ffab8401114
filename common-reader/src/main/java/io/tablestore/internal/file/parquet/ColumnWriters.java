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
package io.tablestore.internal.file.parquet;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.file.parquet.footer.StoredType;
import io.tablestore.internal.file.parquet.footer.StoredType.Kind;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.Coverage;
import io.tablestore.internal.vector.FixedBuilder;
import io.tablestore.internal.vector.IndexBuilder;
import io.tablestore.internal.vector.NanoTimestampBuilder;
import io.tablestore.internal.vector.NullBuilder;
import io.tablestore.internal.vector.VariableBuilder;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;

/** Chooses the kernel that converts a column's physical values to a vector of the wanted type. */
final class ColumnWriters {

    private final String file;
    private final BufferPool pool;

    ColumnWriters(String file, BufferPool pool) {
        this.file = file;
        this.pool = pool;
    }

    /** Whether the column's values are returned as indices if its pages are dictionary encoded. */
    static boolean keepsDictionary(ColumnMeta column, DataType wanted) {
        return column.type() == Type.BYTE_ARRAY
                && (wanted.root().isString() || wanted.root().isBinary())
                && column.stored().isBytes();
    }

    ColumnWriter indices(DataField wanted, int slots, Coverage coverage, FieldVector dictionary) {
        return new FixedWriters.Indices(new IndexBuilder(pool, ArrowTypes.field(wanted), slots, coverage, dictionary));
    }

    /** The arguments of a kernel. Because kernels allocate memory, one is created only once it is known to exist. */
    private record Slots(BufferPool pool, Field field, int count, Coverage coverage, long expectedBytes) {

        FixedBuilder fixed(int width) {
            return new FixedBuilder(pool, field, count, coverage, width);
        }

        VariableBuilder variable() {
            return new VariableBuilder(pool, field, count, coverage, expectedBytes);
        }

        NanoTimestampBuilder nanos() {
            return new NanoTimestampBuilder(pool, field, count, coverage);
        }
    }

    /**
     * The kernel for a column.
     *
     * @param expectedBytes of strings and binaries
     * @throws UnsupportedFormatException if the column cannot be read as the wanted type
     */
    ColumnWriter values(ColumnMeta column, DataField wanted, int slots, Coverage coverage, long expectedBytes) {
        Conversion conversion = new Conversion(file, column, wanted);
        if (column.stored().kind() == Kind.NULL) {
            return new FixedWriters.Nothing(
                    new NullBuilder(pool, ArrowTypes.field(wanted.asNullable()), slots), conversion);
        }
        Slots target = new Slots(pool, ArrowTypes.field(wanted), slots, coverage, expectedBytes);
        ColumnWriter writer = wanted.type() instanceof DataType.Atomic type ? writer(conversion, type, target) : null;
        if (writer == null) {
            throw conversion.unsupported();
        }
        return writer;
    }

    private static @Nullable ColumnWriter writer(Conversion conversion, DataType.Atomic wanted, Slots target) {
        StoredType stored = conversion.column().stored();
        Type physical = stored.physical();
        boolean plain = stored.kind() == Kind.PLAIN;
        return switch (wanted.root()) {
            case BOOLEAN -> physical == Type.BOOLEAN ? new FixedWriters.Bits(target.fixed(0)) : null;
            case TINYINT, SMALLINT, INT, BIGINT -> stored.isInteger() ? integer(conversion, target) : null;
            case DATE ->
                physical == Type.INT32 && (plain || stored.kind() == Kind.DATE || stored.kind() == Kind.SIGNED)
                        ? new FixedWriters.Ints(target.fixed(4))
                        : null;
            case TIME -> isTime(stored) ? new TimeWriters.Times(target.fixed(4), conversion) : null;
            case FLOAT ->
                physical == Type.FLOAT
                        ? new FixedWriters.Ints(target.fixed(4))
                        : isHalf(conversion.column()) ? new FixedWriters.HalvesAsFloats(target.fixed(4)) : null;
            case DOUBLE -> floating(conversion.column(), target);
            case DECIMAL ->
                stored.isInteger() || stored.kind() == Kind.DECIMAL
                        ? new DecimalWriter(target.fixed(16), conversion)
                        : null;
            case CHAR, VARCHAR -> text(conversion.column(), target);
            case BINARY, VARBINARY, BLOB -> stored.isBytes() ? new BinaryWriters.Binaries(target.variable()) : null;
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamp(conversion, wanted, target);
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> null;
        };
    }

    private static ColumnWriter integer(Conversion conversion, Slots target) {
        StoredType stored = conversion.column().stored();
        int width = IntegerWriter.width(conversion.wanted().type().root());
        boolean signed = stored.kind() != Kind.UNSIGNED;
        if (signed && width == 4 && stored.physical() == Type.INT32) {
            return new FixedWriters.Ints(target.fixed(4));
        }
        if (signed && width == 8 && stored.physical() == Type.INT64) {
            return new FixedWriters.Longs(target.fixed(8));
        }
        return new IntegerWriter(target.fixed(width), conversion);
    }

    private static boolean isTime(StoredType stored) {
        return switch (stored.physical()) {
            case INT32 -> stored.kind() == Kind.PLAIN || stored.kind() == Kind.TIME && stored.unitsPerSecond() == 1000L;
            case INT64 -> stored.kind() == Kind.TIME && stored.unitsPerSecond() > 1000L;
            default -> false;
        };
    }

    private static boolean isHalf(ColumnMeta column) {
        return column.stored().kind() == Kind.FLOAT16
                && column.type() == Type.FIXED_LEN_BYTE_ARRAY
                && column.typeLength() == 2;
    }

    private static @Nullable ColumnWriter floating(ColumnMeta column, Slots target) {
        return switch (column.type()) {
            case DOUBLE -> new FixedWriters.Longs(target.fixed(8));
            case FLOAT -> new FixedWriters.WidenedFloats(target.fixed(8));
            default -> isHalf(column) ? new FixedWriters.HalvesAsDoubles(target.fixed(8)) : null;
        };
    }

    private static @Nullable ColumnWriter text(ColumnMeta column, Slots target) {
        if (column.stored().isText()) {
            return new BinaryWriters.Binaries(target.variable());
        }
        boolean uuid = column.stored().kind() == Kind.UUID
                && column.type() == Type.FIXED_LEN_BYTE_ARRAY
                && column.typeLength() == 16;
        return uuid ? new BinaryWriters.UuidTexts(target.variable()) : null;
    }

    /**
     * How many units of a stored timestamp make a second; 0 for INT96, which consists of two parts; -1 if the column holds no
     * timestamps. Files of 0.6 and 0.7 have no annotation; for them the declared precision determines the unit.
     */
    static long unitsPerSecond(StoredType stored, DataType.Atomic declared) {
        if (stored.physical() == Type.INT96) {
            return 0;
        }
        if (stored.physical() == Type.INT64 && stored.kind() == Kind.PLAIN) {
            return declared.precision() <= 3 ? 1000L : 1_000_000L;
        }
        boolean timestamp = stored.physical() == Type.INT64 && stored.kind() == Kind.TIMESTAMP;
        return timestamp && stored.unitsPerSecond() > 0 ? stored.unitsPerSecond() : -1;
    }

    private static @Nullable ColumnWriter timestamp(Conversion conversion, DataType.Atomic wanted, Slots target) {
        long stored = unitsPerSecond(conversion.column().stored(), wanted);
        if (stored < 0) {
            return null;
        }
        if (wanted.precision() > 6) {
            return new TimeWriters.NanoTimestamps(target.nanos(), stored);
        }
        long units = wanted.precision() <= 3 ? 1000L : 1_000_000L;
        if (stored == units) {
            return new FixedWriters.Longs(target.fixed(8));
        }
        return stored == 0
                ? new TimeWriters.DaysAndNanos(target.fixed(8), conversion)
                : new TimeWriters.Timestamps(target.fixed(8), conversion, stored, units);
    }
}
