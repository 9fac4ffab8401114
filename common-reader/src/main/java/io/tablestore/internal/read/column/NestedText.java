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
package io.tablestore.internal.read.column;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.VectorValues;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.types.ValueCast;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.jspecify.annotations.Nullable;

/**
 * Casts a list, map or row to text: {@code [1, null, 3]}, <code>{a -> 1, b -> null}</code>, <code>{1, x}</code>. Nested values
 * are cast like columns of their types; a text is never truncated to the length of CHAR or VARCHAR (checked against Paimon
 * 1.4.2).
 */
abstract class NestedText {

    private static final DataType.Atomic TEXT = DataType.string();

    /** The cast for a type, or null if the type cannot be cast to text (MULTISET, VECTOR, VARIANT, BLOB). */
    static @Nullable NestedText of(DataType type) {
        if (type instanceof DataType.Atomic atomic) {
            Function<Object, @Nullable Object> cast = ValueCast.between(atomic, TEXT);
            return cast == null ? null : new Atom(atomic, cast);
        }
        boolean hasText = type.root() == TypeRoot.ARRAY || type.root() == TypeRoot.MAP || type.root() == TypeRoot.ROW;
        List<NestedText> parts = new ArrayList<>();
        for (DataField part : ArrowTypes.parts(type)) {
            NestedText text = of(part.type());
            if (text == null) {
                return null;
            }
            parts.add(text);
        }
        if (!hasText) {
            return null;
        }
        return switch (type.root()) {
            case ARRAY -> new Items(parts.get(0));
            case MAP -> new Entries(parts.get(0), parts.get(1));
            default -> new Fields(parts);
        };
    }

    /** Whether reading a column of one type as the other is such a cast. */
    static boolean isCast(DataType from, DataType to) {
        return !(from instanceof DataType.Atomic) && to.root().isString() && of(from) != null;
    }

    /** Appends the value of a row, or {@code null}. */
    final void append(StringBuilder text, FieldVector vector, int row) {
        if (vector.isNull(row)) {
            text.append("null");
        } else {
            appendValue(text, vector, row);
        }
    }

    abstract void appendValue(StringBuilder text, FieldVector vector, int row);

    private static final class Atom extends NestedText {

        private final DataType.Atomic type;
        private final Function<Object, @Nullable Object> cast;

        Atom(DataType.Atomic type, Function<Object, @Nullable Object> cast) {
            this.type = type;
            this.cast = cast;
        }

        @Override
        void appendValue(StringBuilder text, FieldVector vector, int row) {
            Object value = cast.apply(VectorValues.value(vector, row, type));
            text.append(value == null ? "null" : new String((byte[]) value, StandardCharsets.UTF_8));
        }
    }

    private static final class Items extends NestedText {

        private final NestedText item;

        Items(NestedText item) {
            this.item = item;
        }

        @Override
        void appendValue(StringBuilder text, FieldVector vector, int row) {
            ListVector list = (ListVector) vector;
            int start = list.getElementStartIndex(row);
            text.append('[');
            for (int i = start; i < list.getElementEndIndex(row); i++) {
                text.append(i == start ? "" : ", ");
                item.append(text, list.getDataVector(), i);
            }
            text.append(']');
        }
    }

    private static final class Entries extends NestedText {

        private final NestedText key;
        private final NestedText value;

        Entries(NestedText key, NestedText value) {
            this.key = key;
            this.value = value;
        }

        @Override
        void appendValue(StringBuilder text, FieldVector vector, int row) {
            MapVector map = (MapVector) vector;
            List<FieldVector> parts = map.getDataVector().getChildrenFromFields();
            int start = map.getElementStartIndex(row);
            text.append('{');
            for (int i = start; i < map.getElementEndIndex(row); i++) {
                text.append(i == start ? "" : ", ");
                key.append(text, parts.get(0), i);
                text.append(" -> ");
                value.append(text, parts.get(1), i);
            }
            text.append('}');
        }
    }

    private static final class Fields extends NestedText {

        private final List<NestedText> fields;

        Fields(List<NestedText> fields) {
            this.fields = fields;
        }

        @Override
        void appendValue(StringBuilder text, FieldVector vector, int row) {
            List<FieldVector> vectors = vector.getChildrenFromFields();
            text.append('{');
            for (int i = 0; i < fields.size(); i++) {
                text.append(i == 0 ? "" : ", ");
                fields.get(i).append(text, vectors.get(i), row);
            }
            text.append('}');
        }
    }
}
