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
package io.tablestore.internal.merge.column;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.ColumnBuilder;
import io.tablestore.internal.vector.FixedBuilder;
import io.tablestore.internal.vector.VariableBuilder;
import io.tablestore.internal.vector.VectorGather;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies selected values of several vectors into one. */
public final class Gather {

    private Gather() {}

    /**
     * A column of selected values.
     *
     * @param picks for each slot, the entry whose value it takes, or -1 for null
     */
    public static ArrowColumn of(DataField column, VersionColumn versions, int[] picks, int count, BufferPool pool) {
        Field field = ArrowTypes.field(column.asNullable());
        return switch (column.type().root()) {
            case BOOLEAN -> bits(field, versions, picks, count, pool);
            case TINYINT -> fixed(field, 1, versions, picks, count, pool);
            case SMALLINT -> fixed(field, 2, versions, picks, count, pool);
            case INT, DATE, TIME, FLOAT -> fixed(field, 4, versions, picks, count, pool);
            case BIGINT, DOUBLE -> fixed(field, 8, versions, picks, count, pool);
            case DECIMAL -> fixed(field, 16, versions, picks, count, pool);
            case CHAR, VARCHAR, BINARY, VARBINARY, BLOB -> bytes(field, versions, picks, count, pool);
            case TIMESTAMP, TIMESTAMP_LTZ ->
                ((DataType.Atomic) column.type()).precision() <= 6
                        ? fixed(field, 8, versions, picks, count, pool)
                        : others(field, versions, picks, count, pool);
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> others(field, versions, picks, count, pool);
        };
    }

    private static boolean isNull(ColumnBuilder builder, VersionColumn versions, int slot, int pick) {
        if (pick >= 0 && !versions.isNull(pick)) {
            return false;
        }
        builder.setNull(slot);
        return true;
    }

    private static ArrowColumn bits(Field field, VersionColumn versions, int[] picks, int count, BufferPool pool) {
        try (FixedBuilder builder = new FixedBuilder(pool, field, count, 0)) {
            for (int slot = 0; slot < count; slot++) {
                if (!isNull(builder, versions, slot, picks[slot])) {
                    long at = builder.address() + (slot >>> 3);
                    MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | versions.bit(picks[slot]) << (slot & 7)));
                }
            }
            return builder.finish();
        }
    }

    private static ArrowColumn fixed(
            Field field, int width, VersionColumn versions, int[] picks, int count, BufferPool pool) {
        try (FixedBuilder builder = new FixedBuilder(pool, field, count, width)) {
            long target = builder.address();
            for (int slot = 0; slot < count; slot++, target += width) {
                if (isNull(builder, versions, slot, picks[slot])) {
                    continue;
                }
                long source = versions.address(picks[slot], width);
                switch (width) {
                    case 1 -> MemoryUtil.putByte(target, MemoryUtil.getByte(source));
                    case 2 -> MemoryUtil.putShort(target, MemoryUtil.getShort(source));
                    case 4 -> MemoryUtil.putInt(target, MemoryUtil.getInt(source));
                    case 8 -> MemoryUtil.putLong(target, MemoryUtil.getLong(source));
                    default -> {
                        MemoryUtil.putLong(target, MemoryUtil.getLong(source));
                        MemoryUtil.putLong(target + 8, MemoryUtil.getLong(source + 8));
                    }
                }
            }
            return builder.finish();
        }
    }

    private static ArrowColumn bytes(Field field, VersionColumn versions, int[] picks, int count, BufferPool pool) {
        try (VariableBuilder builder = new VariableBuilder(pool, field, count, 16L * count)) {
            for (int slot = 0; slot < count; slot++) {
                if (isNull(builder, versions, slot, picks[slot])) {
                    continue;
                }
                BaseVariableWidthVector vector = (BaseVariableWidthVector) versions.vector(picks[slot]);
                int row = versions.row(picks[slot]);
                int start = vector.getStartOffset(row);
                builder.put(slot, vector.getDataBuffer().memoryAddress() + start, vector.getEndOffset(row) - start);
            }
            return builder.finish();
        }
    }

    private static ArrowColumn others(Field field, VersionColumn versions, int[] picks, int count, BufferPool pool) {
        int[] from = new int[count];
        int[] rows = new int[count];
        for (int slot = 0; slot < count; slot++) {
            boolean present = picks[slot] >= 0;
            from[slot] = present ? versions.run(picks[slot]) : 0;
            rows[slot] = present ? versions.row(picks[slot]) : -1;
        }
        return new VectorGather(pool).gather(field, versions.vectors(), from, rows, count);
    }
}
