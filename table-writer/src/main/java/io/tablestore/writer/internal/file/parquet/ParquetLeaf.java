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
package io.tablestore.writer.internal.file.parquet;

import io.tablestore.arrow.MemoryBits;
import io.tablestore.types.DataType;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** Writes the values of a leaf column. */
abstract class ParquetLeaf extends ParquetColumn {

    final ColumnWriter writer;

    /** Address of the values of the bound vector. */
    long data;

    private ParquetLeaf(int present, ColumnWriter writer) {
        super(present);
        this.writer = writer;
    }

    static ParquetLeaf of(DataType.Atomic type, int present, ColumnWriter writer) {
        return switch (type.root()) {
            case BOOLEAN -> new Bits(present, writer);
            case TINYINT -> new Bytes(present, writer);
            case SMALLINT -> new Shorts(present, writer);
            case INT, DATE, TIME -> new Ints(present, writer);
            case BIGINT -> new Longs(present, writer, Long.BYTES);
            case FLOAT -> new Floats(present, writer);
            case DOUBLE -> new Doubles(present, writer);
            case DECIMAL -> decimal(type.precision(), present, writer);
            case CHAR, VARCHAR, BINARY, VARBINARY, BLOB -> new Texts(present, writer);
            case TIMESTAMP, TIMESTAMP_LTZ ->
                type.precision() <= 6 ? new Longs(present, writer, Long.BYTES) : new NanoTimestamps(present, writer);
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException(type + " is a group");
        };
    }

    private static ParquetLeaf decimal(int precision, int present, ColumnWriter writer) {
        if (precision <= 9) {
            return new SmallDecimals(present, writer);
        }
        // A 128-bit decimal with at most 18 digits has its number in the lower half.
        return precision <= 18
                ? new Longs(present, writer, 16)
                : new WideDecimals(present, writer, ParquetSchemas.decimalBytes(precision));
    }

    @Override
    void bind(FieldVector vector) {
        super.bind(vector);
        data = vector.getDataBuffer().memoryAddress();
    }

    @Override
    final void writeNothing(int repetition, int definition) {
        writer.writeNull(repetition, definition);
    }

    private static final class Bits extends ParquetLeaf {

        Bits(int present, ColumnWriter writer) {
            super(present, writer);
        }

        @Override
        void writePresent(int row, int repetition) {
            writer.write(MemoryBits.get(data, row) == 1, repetition, present);
        }
    }

    private static final class Bytes extends ParquetLeaf {

        Bytes(int present, ColumnWriter writer) {
            super(present, writer);
        }

        @Override
        void writePresent(int row, int repetition) {
            writer.write((int) MemoryUtil.getByte(data + row), repetition, present);
        }
    }

    private static final class Shorts extends ParquetLeaf {

        Shorts(int present, ColumnWriter writer) {
            super(present, writer);
        }

        @Override
        void writePresent(int row, int repetition) {
            writer.write((int) MemoryUtil.getShort(data + 2L * row), repetition, present);
        }
    }

    private static final class Ints extends ParquetLeaf {

        Ints(int present, ColumnWriter writer) {
            super(present, writer);
        }

        @Override
        void writePresent(int row, int repetition) {
            writer.write(MemoryUtil.getInt(data + 4L * row), repetition, present);
        }
    }

    private static final class Longs extends ParquetLeaf {

        private final long width;

        Longs(int present, ColumnWriter writer, int width) {
            super(present, writer);
            this.width = width;
        }

        @Override
        void writePresent(int row, int repetition) {
            writer.write(MemoryUtil.getLong(data + width * row), repetition, present);
        }
    }

    private static final class Floats extends ParquetLeaf {

        Floats(int present, ColumnWriter writer) {
            super(present, writer);
        }

        @Override
        void writePresent(int row, int repetition) {
            writer.write(Float.intBitsToFloat(MemoryUtil.getInt(data + 4L * row)), repetition, present);
        }
    }

    private static final class Doubles extends ParquetLeaf {

        Doubles(int present, ColumnWriter writer) {
            super(present, writer);
        }

        @Override
        void writePresent(int row, int repetition) {
            writer.write(Double.longBitsToDouble(MemoryUtil.getLong(data + 8L * row)), repetition, present);
        }
    }

    private static final class SmallDecimals extends ParquetLeaf {

        SmallDecimals(int present, ColumnWriter writer) {
            super(present, writer);
        }

        @Override
        void writePresent(int row, int repetition) {
            writer.write((int) MemoryUtil.getLong(data + 16L * row), repetition, present);
        }
    }

    private static final class WideDecimals extends ParquetLeaf {

        private final byte[] bigEndian;

        WideDecimals(int present, ColumnWriter writer, int bytes) {
            super(present, writer);
            this.bigEndian = new byte[bytes];
        }

        @Override
        void writePresent(int row, int repetition) {
            for (int i = 0; i < bigEndian.length; i++) {
                bigEndian[bigEndian.length - 1 - i] = MemoryUtil.getByte(data + 16L * row + i);
            }
            writer.write(Binary.fromReusedByteArray(bigEndian), repetition, present);
        }
    }

    private static final class Texts extends ParquetLeaf {

        /** Values of vectors with more bytes are copied one by one. */
        private static final int COPIED = 8 << 20;

        /** Longer values get an array of their own, which Parquet's writer can keep for statistics without a copy. */
        private static final int LONG = 64 << 10;

        private byte[] bytes = new byte[0];
        private long offsets;
        private boolean large;

        Texts(int present, ColumnWriter writer) {
            super(present, writer);
        }

        /** Copies the bytes of all rows to the heap at once, because Parquet's writer compares and hashes them there. */
        @Override
        void bind(FieldVector vector) {
            super.bind(vector);
            int rows = vector.getValueCount();
            ArrowBuf offsetBuffer = ((BaseVariableWidthVector) vector).getOffsetBuffer();
            int end = rows == 0 ? 0 : offsetBuffer.getInt(4L * rows);
            offsets = rows == 0 ? 0 : offsetBuffer.memoryAddress();
            large = end > COPIED;
            if (bytes.length < end && !large) {
                bytes = new byte[end + end / 2];
            }
            if (end > 0 && !large) {
                vector.getDataBuffer().getBytes(0, bytes, 0, end);
            }
        }

        @Override
        void writePresent(int row, int repetition) {
            int start = MemoryUtil.getInt(offsets + 4L * row);
            int end = MemoryUtil.getInt(offsets + 4L * row + 4);
            writer.write(large ? copy(start, end - start) : reused(start, end - start), repetition, present);
        }

        private Binary reused(int start, int length) {
            return Binary.fromReusedByteArray(bytes, start, length);
        }

        private Binary copy(int start, int length) {
            boolean isLong = length > LONG;
            if (!isLong && bytes.length < LONG) {
                bytes = new byte[LONG];
            }
            byte[] target = isLong ? new byte[length] : bytes;
            MemoryUtil.copyFromMemory(data + start, target, 0, length);
            return isLong ? Binary.fromConstantByteArray(target) : reused(0, length); // the former is not copied again
        }
    }

    /** INT96: nanoseconds of the day, then the Julian day. */
    private static final class NanoTimestamps extends ParquetLeaf {

        private static final long MILLIS_PER_DAY = 86_400_000L;
        private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;

        private final byte[] bytes = new byte[12];
        private long millis;
        private long nanos;

        NanoTimestamps(int present, ColumnWriter writer) {
            super(present, writer);
        }

        @Override
        void bind(FieldVector vector) {
            bindValidity(vector);
            millis = vector.getChildrenFromFields().get(0).getDataBuffer().memoryAddress();
            nanos = vector.getChildrenFromFields().get(1).getDataBuffer().memoryAddress();
        }

        @Override
        void writePresent(int row, int repetition) {
            long epochMillis = MemoryUtil.getLong(millis + 8L * row);
            long day = Math.floorDiv(epochMillis, MILLIS_PER_DAY);
            long nanoOfDay =
                    Math.floorMod(epochMillis, MILLIS_PER_DAY) * 1_000_000L + MemoryUtil.getInt(nanos + 4L * row);
            long julian = day + JULIAN_DAY_OF_EPOCH;
            for (int i = 0; i < 8; i++) {
                bytes[i] = (byte) (nanoOfDay >>> 8 * i);
            }
            for (int i = 0; i < 4; i++) {
                bytes[8 + i] = (byte) (julian >>> 8 * i);
            }
            writer.write(Binary.fromReusedByteArray(bytes), repetition, present);
        }
    }
}
