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
package io.tablestore.internal.vector;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.memory.BufferPool;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** Copies selected rows of one or several vectors of a type into a new column, including nested types of any depth. */
public final class VectorGather {

    /** Up to this many values, the exact size is computed before the copy. */
    private static final int FEW = 64;

    private final BufferPool pool;

    public VectorGather(BufferPool pool) {
        this.pool = pool;
    }

    /**
     * Copies rows of one vector.
     *
     * @param rows for each slot the row it takes, or -1 for null
     */
    public ArrowColumn gather(FieldVector source, int[] rows, int count) {
        return gather(source.getField(), new FieldVector[] {source}, null, rows, count);
    }

    /**
     * Copies rows of several vectors.
     *
     * @param field of the result
     * @param from for each slot, the index of its vector; null means always the first
     * @param rows for each slot, the row of that vector, or -1 for null
     */
    public ArrowColumn gather(
            Field field, @Nullable FieldVector[] sources, int @Nullable [] from, int[] rows, int count) {
        FieldVector example = example(sources);
        if (example instanceof BitVector) {
            return bits(field, sources, from, rows, count);
        }
        if (example instanceof BaseFixedWidthVector fixed) {
            return fixed(field, fixed.getTypeWidth(), sources, from, rows, count);
        }
        if (example instanceof BaseVariableWidthVector) {
            return bytes(field, sources, from, rows, count);
        }
        if (example instanceof StructVector) {
            return structs(field, sources, from, rows, count);
        }
        if (example instanceof ListVector) {
            return lists(field, sources, from, rows, count);
        }
        throw new IllegalStateException("vectors of " + field + " are not copied");
    }

    private static FieldVector example(@Nullable FieldVector[] sources) {
        for (FieldVector source : sources) {
            if (source != null) {
                return source;
            }
        }
        throw new IllegalStateException("there is no vector to copy from");
    }

    private static FieldVector source(@Nullable FieldVector[] sources, int @Nullable [] from, int slot) {
        FieldVector source = sources[from == null ? 0 : from[slot]];
        if (source == null) {
            throw new IllegalStateException("slot " + slot + " takes a row of a vector that is not there");
        }
        return source;
    }

    /** The vector of a slot. If the slot is null, marks it as null and returns null. */
    private static @Nullable FieldVector present(
            ColumnBuilder builder, @Nullable FieldVector[] sources, int @Nullable [] from, int[] rows, int slot) {
        if (rows[slot] >= 0) {
            FieldVector source = source(sources, from, slot);
            if (!source.isNull(rows[slot])) {
                return source;
            }
        }
        builder.setNull(slot);
        return null;
    }

    private ArrowColumn bits(
            Field field, @Nullable FieldVector[] sources, int @Nullable [] from, int[] rows, int count) {
        try (FixedBuilder builder = new FixedBuilder(pool, field, count, 0)) {
            for (int slot = 0; slot < count; slot++) {
                FieldVector source = present(builder, sources, from, rows, slot);
                if (source != null) {
                    long at = builder.address() + (slot >>> 3);
                    int bit = ((BitVector) source).get(rows[slot]);
                    MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | bit << (slot & 7)));
                }
            }
            return builder.finish();
        }
    }

    private ArrowColumn fixed(
            Field field, int width, @Nullable FieldVector[] sources, int @Nullable [] from, int[] rows, int count) {
        try (FixedBuilder builder = new FixedBuilder(pool, field, count, width)) {
            for (int slot = 0; slot < count; slot++) {
                FieldVector source = present(builder, sources, from, rows, slot);
                if (source != null) {
                    long address = source.getDataBuffer().memoryAddress() + (long) width * rows[slot];
                    MemoryUtil.copyMemory(address, builder.address() + (long) width * slot, width);
                }
            }
            return builder.finish();
        }
    }

    private ArrowColumn bytes(
            Field field, @Nullable FieldVector[] sources, int @Nullable [] from, int[] rows, int count) {
        long bytes = count > FEW ? 16L * count : sizeOf(sources, from, rows, count);
        try (VariableBuilder builder = new VariableBuilder(pool, field, count, bytes)) {
            for (int slot = 0; slot < count; slot++) {
                if (present(builder, sources, from, rows, slot) instanceof BaseVariableWidthVector source) {
                    int start = source.getStartOffset(rows[slot]);
                    int length = source.getEndOffset(rows[slot]) - start;
                    builder.putExactly(slot, source.getDataBuffer().memoryAddress() + start, length);
                }
            }
            return builder.finish();
        }
    }

    /** Bytes of the selected values. A few values may be large, and their buffer should not have to grow. */
    private static long sizeOf(@Nullable FieldVector[] sources, int @Nullable [] from, int[] rows, int count) {
        long bytes = 16L * count;
        for (int slot = 0; slot < count; slot++) {
            if (rows[slot] >= 0
                    && source(sources, from, slot) instanceof BaseVariableWidthVector source
                    && !source.isNull(rows[slot])) {
                bytes += source.getEndOffset(rows[slot]) - source.getStartOffset(rows[slot]);
            }
        }
        return bytes;
    }

    private ArrowColumn structs(
            Field field, @Nullable FieldVector[] sources, int @Nullable [] from, int[] rows, int count) {
        List<ArrowColumn> children = new ArrayList<>();
        try (NestedBuilder builder = NestedBuilder.struct(pool, field, count)) {
            int[] childRows = new int[count];
            for (int slot = 0; slot < count; slot++) {
                childRows[slot] = present(builder, sources, from, rows, slot) == null ? -1 : rows[slot];
            }
            for (int i = 0; i < field.getChildren().size(); i++) {
                @Nullable FieldVector[] childSources = new FieldVector[sources.length];
                for (int s = 0; s < sources.length; s++) {
                    FieldVector source = sources[s];
                    childSources[s] = source == null
                            ? null
                            : source.getChildrenFromFields().get(i);
                }
                children.add(gather(field.getChildren().get(i), childSources, from, childRows, count));
            }
            return builder.finish(children);
        } finally {
            children.forEach(ArrowColumn::close);
        }
    }

    private ArrowColumn lists(
            Field field, @Nullable FieldVector[] sources, int @Nullable [] from, int[] rows, int count) {
        List<ArrowColumn> children = new ArrayList<>();
        try (NestedBuilder builder = NestedBuilder.list(pool, field, count)) {
            int elements = 0;
            for (int slot = 0; slot < count; slot++) {
                FieldVector source = present(builder, sources, from, rows, slot);
                if (source != null) {
                    ArrowBuf offsets = source.getOffsetBuffer();
                    elements = Math.addExact(
                            elements, offsets.getInt(4L * rows[slot] + 4) - offsets.getInt(4L * rows[slot]));
                }
                builder.endList(slot, elements);
            }
            int[] elementRows = new int[elements];
            int[] elementFrom = from == null ? null : new int[elements];
            int next = 0;
            for (int slot = 0; slot < count; slot++) {
                FieldVector source = rows[slot] < 0 ? null : source(sources, from, slot);
                if (source == null || source.isNull(rows[slot])) {
                    continue;
                }
                ArrowBuf offsets = source.getOffsetBuffer();
                int end = offsets.getInt(4L * rows[slot] + 4);
                for (int element = offsets.getInt(4L * rows[slot]); element < end; element++) {
                    if (elementFrom != null && from != null) {
                        elementFrom[next] = from[slot];
                    }
                    elementRows[next++] = element;
                }
            }
            Field element = field.getChildren().get(0);
            @Nullable FieldVector[] data = new FieldVector[sources.length];
            for (int s = 0; s < sources.length; s++) {
                FieldVector source = sources[s];
                data[s] = source == null ? null : ((ListVector) source).getDataVector();
            }
            if (example(sources) instanceof MapVector) {
                for (int part = 0; part < 2; part++) {
                    @Nullable FieldVector[] parts = new FieldVector[sources.length];
                    for (int s = 0; s < sources.length; s++) {
                        FieldVector entries = data[s];
                        parts[s] = entries == null
                                ? null
                                : entries.getChildrenFromFields().get(part);
                    }
                    children.add(gather(element.getChildren().get(part), parts, elementFrom, elementRows, elements));
                }
            } else {
                children.add(gather(element, data, elementFrom, elementRows, elements));
            }
            return builder.finish(children);
        } finally {
            children.forEach(ArrowColumn::close);
        }
    }
}
