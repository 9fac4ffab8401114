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

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.MemoryBits;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.parquet.column.ColumnWriter;

/** Writes the values of one column, or of a nested part, with their levels. */
abstract class ParquetColumn {

    /** Definition level of a non-null value. */
    final int present;

    private long validity;

    ParquetColumn(int present) {
        this.present = present;
    }

    /**
     * Creates the writer of a column.
     *
     * @param leaves the writers of its leaves, in schema order
     */
    static ParquetColumn of(DataField field, Iterator<ColumnWriter> leaves) {
        return of(field.type(), 0, 0, leaves);
    }

    /**
     * @param definition definition level of the parent
     * @param repetition repetition level of the parent
     */
    private static ParquetColumn of(DataType type, int definition, int repetition, Iterator<ColumnWriter> leaves) {
        int present = definition + (type.nullable() ? 1 : 0);
        boolean repeats = type instanceof DataType.Collection || type instanceof DataType.Mapping;
        if (!repeats && !(type instanceof DataType.Row) && type.root() != TypeRoot.VARIANT) {
            return ParquetLeaf.of((DataType.Atomic) type, present, leaves.next());
        }
        List<ParquetColumn> parts = new ArrayList<>();
        for (DataField part : ArrowTypes.parts(type)) {
            parts.add(
                    repeats
                            ? of(part.type(), present + 1, repetition + 1, leaves)
                            : of(part.type(), present, repetition, leaves));
        }
        return repeats ? new Repeated(present, repetition + 1, parts) : new Struct(present, parts);
    }

    /** Sets the vector for the next rows. */
    void bind(FieldVector vector) {
        bindValidity(vector);
    }

    final void bindValidity(FieldVector vector) {
        validity = vector.getNullCount() == 0 ? 0 : vector.getValidityBuffer().memoryAddress();
    }

    final void write(int row, int repetition) {
        boolean isNull = validity != 0 && MemoryBits.get(validity, row) == 0;
        if (isNull) {
            writeNothing(repetition, present - 1);
        } else {
            writePresent(row, repetition);
        }
    }

    abstract void writePresent(int row, int repetition);

    /** Writes that values exist only up to a definition level. */
    abstract void writeNothing(int repetition, int definition);

    private static class Struct extends ParquetColumn {

        final List<ParquetColumn> parts;

        Struct(int present, List<ParquetColumn> parts) {
            super(present);
            this.parts = parts;
        }

        @Override
        final void bind(FieldVector vector) {
            super.bind(vector);
            List<FieldVector> vectors = parts(vector);
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).bind(vectors.get(i));
            }
        }

        List<FieldVector> parts(FieldVector vector) {
            return vector.getChildrenFromFields();
        }

        @Override
        void writePresent(int row, int repetition) {
            for (ParquetColumn part : parts) {
                part.write(row, repetition);
            }
        }

        @Override
        void writeNothing(int repetition, int definition) {
            for (ParquetColumn part : parts) {
                part.writeNothing(repetition, definition);
            }
        }
    }

    /** A list, or a map as a list of keys and values. */
    private static final class Repeated extends Struct {

        private final int level;
        private long offsets;

        Repeated(int present, int level, List<ParquetColumn> parts) {
            super(present, parts);
            this.level = level;
        }

        @Override
        List<FieldVector> parts(FieldVector vector) {
            ListVector list = (ListVector) vector;
            offsets = list.getOffsetBuffer().memoryAddress();
            FieldVector data = list.getDataVector();
            return parts.size() == 2 ? data.getChildrenFromFields() : List.of(data);
        }

        @Override
        void writePresent(int row, int repetition) {
            int start = MemoryUtil.getInt(offsets + 4L * row);
            int end = MemoryUtil.getInt(offsets + 4L * row + 4);
            if (start == end) {
                writeNothing(repetition, present);
                return;
            }
            for (int element = start; element < end; element++) {
                super.writePresent(element, element == start ? repetition : level);
            }
        }
    }
}
