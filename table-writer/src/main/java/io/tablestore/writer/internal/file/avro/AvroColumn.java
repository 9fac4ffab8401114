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
package io.tablestore.writer.internal.file.avro;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.VectorValues;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** Writes the values of one column, or of a nested part, row by row. */
abstract class AvroColumn {

    private static final int BRANCH_OF_NULL = 0;
    private static final int BRANCH_OF_VALUE = 1;

    private final boolean nullable;

    /** @param type of the column, which decides whether nulls are written */
    AvroColumn(DataType type) {
        this.nullable = type.nullable();
    }

    static AvroColumn of(DataType type) {
        if (type instanceof DataType.Row row) {
            return new Struct(row);
        }
        if (type instanceof DataType.Mapping map) {
            return new Mapping(type, map.key(), map.value());
        }
        if (type instanceof DataType.Collection collection) {
            return type.root() == TypeRoot.MULTISET
                    ? new Mapping(type, collection.element(), ArrowTypes.MULTISET_COUNT.asNullable())
                    : new Array(collection);
        }
        return leaf((DataType.Atomic) type);
    }

    private static AvroColumn leaf(DataType.Atomic type) {
        return switch (type.root()) {
            case BOOLEAN ->
                new Leaf(type) {
                    @Override
                    void writePresent(int row, Encoder out) throws IOException {
                        out.writeBoolean(((BitVector) vector()).get(row) == 1);
                    }
                };
            case TINYINT ->
                new Leaf(type) {
                    @Override
                    void writePresent(int row, Encoder out) throws IOException {
                        out.writeInt(data().getByte(row));
                    }
                };
            case SMALLINT ->
                new Leaf(type) {
                    @Override
                    void writePresent(int row, Encoder out) throws IOException {
                        out.writeInt(data().getShort(2L * row));
                    }
                };
            case INT, DATE, TIME ->
                new Leaf(type) {
                    @Override
                    void writePresent(int row, Encoder out) throws IOException {
                        out.writeInt(data().getInt(4L * row));
                    }
                };
            case BIGINT, TIMESTAMP, TIMESTAMP_LTZ ->
                new Leaf(type) {
                    @Override
                    void writePresent(int row, Encoder out) throws IOException {
                        out.writeLong(data().getLong(8L * row));
                    }
                };
            case FLOAT ->
                new Leaf(type) {
                    @Override
                    void writePresent(int row, Encoder out) throws IOException {
                        out.writeFloat(data().getFloat(4L * row));
                    }
                };
            case DOUBLE ->
                new Leaf(type) {
                    @Override
                    void writePresent(int row, Encoder out) throws IOException {
                        out.writeDouble(data().getDouble(8L * row));
                    }
                };
            case DECIMAL ->
                new Leaf(type) {
                    @Override
                    void writePresent(int row, Encoder out) throws IOException {
                        BigDecimal value = (BigDecimal) VectorValues.value(vector(), row, type);
                        out.writeBytes(value.unscaledValue().toByteArray());
                    }
                };
            case CHAR, VARCHAR, BINARY, VARBINARY, BLOB -> new Bytes(type);
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR ->
                throw new IllegalStateException("no Avro form of " + type);
        };
    }

    private @Nullable FieldVector bound;

    /** Sets the vector for the next rows. */
    void bind(FieldVector vector) {
        bound = vector;
    }

    final FieldVector vector() {
        return Objects.requireNonNull(bound);
    }

    final void write(int row, Encoder out) throws IOException {
        if (nullable) {
            if (vector().isNull(row)) {
                out.writeIndex(BRANCH_OF_NULL);
                out.writeNull();
                return;
            }
            out.writeIndex(BRANCH_OF_VALUE);
        }
        writePresent(row, out);
    }

    abstract void writePresent(int row, Encoder out) throws IOException;

    private abstract static class Leaf extends AvroColumn {

        private @Nullable ArrowBuf values;

        Leaf(DataType.Atomic type) {
            super(type);
        }

        @Override
        void bind(FieldVector vector) {
            super.bind(vector);
            values = vector.getDataBuffer();
        }

        final ArrowBuf data() {
            return Objects.requireNonNull(values);
        }
    }

    /** Strings and binaries; Avro encodes both alike. */
    private static final class Bytes extends Leaf {

        private static final int SCRATCH_BYTES = 8 << 10;

        private byte[] scratch = new byte[64];

        Bytes(DataType.Atomic type) {
            super(type);
        }

        @Override
        void writePresent(int row, Encoder out) throws IOException {
            BaseVariableWidthVector variable = (BaseVariableWidthVector) vector();
            int start = variable.getStartOffset(row);
            int length = variable.getEndOffset(row) - start;
            if (scratch.length < Math.min(length, SCRATCH_BYTES)) {
                scratch = new byte[(int) Math.min(2L * length, SCRATCH_BYTES)];
            }
            out.writeLong(length);
            for (int done = 0; done < length; done += scratch.length) {
                int part = Math.min(scratch.length, length - done);
                data().getBytes(start + done, scratch, 0, part);
                out.writeFixed(scratch, 0, part);
            }
        }
    }

    private static final class Struct extends AvroColumn {

        private final List<AvroColumn> parts;

        Struct(DataType.Row type) {
            super(type);
            parts = type.fields().stream().map(field -> of(field.type())).toList();
        }

        @Override
        void bind(FieldVector vector) {
            super.bind(vector);
            List<FieldVector> vectors = vector.getChildrenFromFields();
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).bind(vectors.get(i));
            }
        }

        @Override
        void writePresent(int row, Encoder out) throws IOException {
            for (AvroColumn part : parts) {
                part.write(row, out);
            }
        }
    }

    private static final class Array extends AvroColumn {

        private final AvroColumn element;

        Array(DataType.Collection type) {
            super(type);
            element = of(type.element());
        }

        @Override
        void bind(FieldVector vector) {
            super.bind(vector);
            element.bind(((ListVector) vector).getDataVector());
        }

        @Override
        void writePresent(int row, Encoder out) throws IOException {
            ListVector list = (ListVector) vector();
            int start = list.getElementStartIndex(row);
            int end = list.getElementEndIndex(row);
            out.writeArrayStart();
            out.setItemCount(end - start);
            for (int i = start; i < end; i++) {
                out.startItem();
                element.write(i, out);
            }
            out.writeArrayEnd();
        }
    }

    private static final class Mapping extends AvroColumn {

        private final boolean texts;
        private final List<AvroColumn> parts;

        /** @param type a map, or a multiset, whose values are counts */
        Mapping(DataType type, DataType key, DataType value) {
            super(type);
            texts = AvroSchemas.isTextKey(key);
            parts = List.of(of(key.asNotNull()), of(value));
        }

        @Override
        void bind(FieldVector vector) {
            super.bind(vector);
            List<FieldVector> vectors = ((ListVector) vector).getDataVector().getChildrenFromFields();
            parts.get(0).bind(vectors.get(0));
            parts.get(1).bind(vectors.get(1));
        }

        @Override
        void writePresent(int row, Encoder out) throws IOException {
            ListVector entries = (ListVector) vector();
            int start = entries.getElementStartIndex(row);
            int end = entries.getElementEndIndex(row);
            if (texts) {
                out.writeMapStart();
            } else {
                out.writeArrayStart();
            }
            out.setItemCount(end - start);
            for (int i = start; i < end; i++) {
                out.startItem();
                parts.get(0).write(i, out);
                parts.get(1).write(i, out);
            }
            if (texts) {
                out.writeMapEnd();
            } else {
                out.writeArrayEnd();
            }
        }
    }
}
