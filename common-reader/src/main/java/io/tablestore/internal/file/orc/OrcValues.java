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
package io.tablestore.internal.file.orc;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.file.decoder.UnfitValue;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.FixedBuilder;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.Stream.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Selects the reader of an atomic column by its wanted and its stored type. Readers of booleans, integers, dates, times and
 * floating-point numbers are here.
 */
final class OrcValues {

    private OrcValues() {}

    /** Null if the stored type cannot be read as the wanted one. */
    static @Nullable OrcColumn of(
            OrcContext context, DataField wanted, DataType.Atomic type, int id, OrcProto.Type stored)
            throws IOException {
        OrcProto.Type.Kind kind = stored.getKind();
        boolean whole = kind == OrcProto.Type.Kind.BYTE
                || kind == OrcProto.Type.Kind.SHORT
                || kind == OrcProto.Type.Kind.INT
                || kind == OrcProto.Type.Kind.LONG;
        TypeRoot root = type.root();
        return switch (root) {
            case BOOLEAN -> kind == OrcProto.Type.Kind.BOOLEAN ? new Booleans(context, wanted, id) : null;
            case TINYINT, SMALLINT, INT, BIGINT, TIME -> whole ? new Wholes(context, wanted, id, kind) : null;
            case DATE -> kind == OrcProto.Type.Kind.DATE || whole ? new Wholes(context, wanted, id, kind) : null;
            case FLOAT -> kind == OrcProto.Type.Kind.FLOAT ? new Floats(context, wanted, id, kind) : null;
            case DOUBLE ->
                kind == OrcProto.Type.Kind.DOUBLE || kind == OrcProto.Type.Kind.FLOAT
                        ? new Floats(context, wanted, id, kind)
                        : null;
            case DECIMAL -> kind == OrcProto.Type.Kind.DECIMAL ? new OrcDecimals(context, wanted, id, stored) : null;
            case CHAR, VARCHAR -> {
                boolean text = kind == OrcProto.Type.Kind.STRING
                        || kind == OrcProto.Type.Kind.VARCHAR
                        || kind == OrcProto.Type.Kind.CHAR;
                yield text ? OrcBytes.of(context, wanted, id, kind) : null;
            }
            case BINARY, VARBINARY, BLOB ->
                kind == OrcProto.Type.Kind.BINARY ? OrcBytes.of(context, wanted, id, kind) : null;
            case TIMESTAMP ->
                kind == OrcProto.Type.Kind.TIMESTAMP ? new OrcTimestamps(context, wanted, id, kind) : null;
            case TIMESTAMP_LTZ -> // up to 0.6 stored as the UTC wall clock
                kind == OrcProto.Type.Kind.TIMESTAMP_INSTANT || kind == OrcProto.Type.Kind.TIMESTAMP
                        ? new OrcTimestamps(context, wanted, id, kind)
                        : null;
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> null;
        };
    }

    private static final class Booleans extends OrcColumn {

        private final ByteRuns bits;

        Booleans(OrcContext context, DataField wanted, int id) throws IOException {
            super(wanted, context.stripe(), id);
            bits = new ByteRuns(context.stripe().stream(id, Kind.DATA));
        }

        @Override
        ArrowColumn build(int slots, int values, boolean @Nullable [] filled, BufferPool pool) throws IOException {
            try (FixedBuilder builder = new FixedBuilder(pool, field(), slots, 0)) {
                setNulls(builder, slots, filled);
                for (int slot = 0; slot < slots; slot++) {
                    if ((filled == null || filled[slot]) && bits.nextBit()) {
                        long at = builder.address() + (slot >>> 3);
                        MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | 1 << (slot & 7)));
                    }
                }
                return builder.finish();
            }
        }

        @Override
        void skipValues(int values) throws IOException {
            for (int i = 0; i < values; i++) {
                bits.nextBit();
            }
        }
    }

    /** Integers; dates in days since 1970; times in milliseconds of the day. A value outside the wanted type's range is an error that names the column. */
    private static final class Wholes extends OrcColumn {

        private static final long LAST_MILLI_OF_DAY = 86_400_000L - 1;

        private final String file;
        private final OrcProto.Type.Kind kind;
        private final @Nullable ByteRuns bytes;
        private final @Nullable IntegerRuns integers;
        private final int width;
        private final long least;
        private final long greatest;
        private long[] values = new long[0];

        Wholes(OrcContext context, DataField wanted, int id, OrcProto.Type.Kind kind) throws IOException {
            super(wanted, context.stripe(), id);
            this.file = context.file();
            this.kind = kind;
            boolean isByte = kind == OrcProto.Type.Kind.BYTE;
            bytes = isByte ? new ByteRuns(context.stripe().stream(id, Kind.DATA)) : null;
            integers = isByte ? null : context.integers(id, Kind.DATA, IntegerRuns.Sign.SIGNED);
            width = switch (wanted.type().root()) {
                case TINYINT -> 1;
                case SMALLINT -> 2;
                case BIGINT -> 8;
                default -> 4;
            };
            boolean isTime = wanted.type().root() == TypeRoot.TIME;
            least = isTime ? 0 : Long.MIN_VALUE >> (64 - 8 * width);
            greatest = isTime ? LAST_MILLI_OF_DAY : Long.MAX_VALUE >> (64 - 8 * width);
        }

        private void readValues(int count) throws IOException {
            if (values.length < count) {
                values = new long[Math.max(1024, count)];
            }
            if (integers != null) {
                integers.read(values, count);
            } else if (bytes != null) {
                for (int i = 0; i < count; i++) {
                    values[i] = (byte) bytes.nextByte();
                }
            }
        }

        private void checkRange(int count) {
            long lowest = 0;
            long highest = 0;
            for (int i = 0; i < count; i++) {
                lowest = Math.min(lowest, values[i]);
                highest = Math.max(highest, values[i]);
            }
            if (lowest < least || highest > greatest) {
                throw UnfitValue.of(file, wanted, "ORC " + kind, lowest < least ? lowest : highest);
            }
        }

        @Override
        ArrowColumn build(int slots, int count, boolean @Nullable [] filled, BufferPool pool) throws IOException {
            try (FixedBuilder builder = new FixedBuilder(pool, field(), slots, width)) {
                setNulls(builder, slots, filled);
                readValues(count);
                checkRange(count);
                int next = 0;
                long address = builder.address();
                for (int slot = 0; slot < slots; slot++) {
                    if (filled != null && !filled[slot]) {
                        continue;
                    }
                    long value = values[next++];
                    switch (width) {
                        case 1 -> MemoryUtil.putByte(address + slot, (byte) value);
                        case 2 -> MemoryUtil.putShort(address + 2L * slot, (short) value);
                        case 4 -> MemoryUtil.putInt(address + 4L * slot, (int) value);
                        default -> MemoryUtil.putLong(address + 8L * slot, value);
                    }
                }
                return builder.finish();
            }
        }

        @Override
        void skipValues(int count) throws IOException {
            if (integers != null) {
                integers.skip(count);
            } else {
                readValues(count);
            }
        }
    }

    private static final class Floats extends OrcColumn {

        private final OrcStream data;
        private final boolean storedWide;
        private final boolean wantedWide;

        Floats(OrcContext context, DataField wanted, int id, OrcProto.Type.Kind stored) throws IOException {
            super(wanted, context.stripe(), id);
            this.data = context.stripe().stream(id, Kind.DATA);
            this.storedWide = stored == OrcProto.Type.Kind.DOUBLE;
            this.wantedWide = wanted.type().root() == TypeRoot.DOUBLE;
        }

        @Override
        ArrowColumn build(int slots, int values, boolean @Nullable [] filled, BufferPool pool) throws IOException {
            try (FixedBuilder builder = new FixedBuilder(pool, field(), slots, wantedWide ? 8 : 4)) {
                setNulls(builder, slots, filled);
                for (int slot = 0; slot < slots; slot++) {
                    if (filled != null && !filled[slot]) {
                        continue;
                    }
                    long bits = data.readLittleEndian(storedWide ? 8 : 4);
                    if (!wantedWide) {
                        MemoryUtil.putInt(builder.address() + 4L * slot, (int) bits);
                    } else {
                        long wide = storedWide ? bits : Double.doubleToRawLongBits(Float.intBitsToFloat((int) bits));
                        MemoryUtil.putLong(builder.address() + 8L * slot, wide);
                    }
                }
                return builder.finish();
            }
        }

        @Override
        void skipValues(int values) throws IOException {
            data.skip((long) values * (storedWide ? 8 : 4));
        }
    }
}
