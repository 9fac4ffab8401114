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
package io.tablestore.internal.read.filter;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.predicate.LeafTest;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Tests a column of a batch against a leaf, in one loop per kind of value. The column has the leaf's type. */
final class LeafFilter {

    private final LongFilter longs = new LongFilter();
    private final BytesFilter bytes = new BytesFilter();

    /** Moves the passing rows to the front of {@code rows}; returns their count. */
    int filter(Leaf leaf, ArrowColumn column, int[] rows, int count) {
        return filter(leaf, column.vector(), column.dictionary(), rows, count);
    }

    /**
     * As above, for a nested field: it is null where an enclosing row is null.
     *
     * @param field the field that the column holds
     */
    int filterNested(Leaf leaf, DataField field, ArrowColumn column, int[] rows, int count) {
        FieldVector vector = column.vector();
        DataField outer = field;
        DataField path = leaf.column();
        int[] nulls = new int[0];
        int left = count;
        boolean wantsNulls = leaf.test() == BoundPredicate.Test.IS_NULL;
        while (outer.id() != leaf.field().id()) {
            if (wantsNulls) {
                int[] here = Arrays.copyOf(rows, left);
                nulls = joined(nulls, here, keepNulls(vector, here, left));
            }
            left = keepPresent(vector, rows, left);
            path = ((DataType.Row) path.type()).fields().get(0);
            List<DataField> inner = ((DataType.Row) outer.type()).fields();
            int position = ColumnPath.position(inner, path.id());
            outer = inner.get(position);
            vector = ((StructVector) vector).getChildrenFromFields().get(position);
        }
        left = filter(leaf, vector, null, rows, left);
        if (nulls.length == 0) {
            return left;
        }
        int[] passing = joined(nulls, rows, left);
        Arrays.sort(passing);
        System.arraycopy(passing, 0, rows, 0, passing.length);
        return passing.length;
    }

    private static int[] joined(int[] first, int[] second, int count) {
        int[] both = Arrays.copyOf(first, first.length + count);
        System.arraycopy(second, 0, both, first.length, count);
        return both;
    }

    private int filter(Leaf leaf, FieldVector vector, @Nullable FieldVector dictionary, int[] rows, int count) {
        int present = leaf.test() == BoundPredicate.Test.IS_NULL
                ? keepNulls(vector, rows, count)
                : keepPresent(vector, rows, count);
        if (leaf.test() == BoundPredicate.Test.IS_NULL || leaf.test() == BoundPredicate.Test.IS_NOT_NULL) {
            return present;
        }
        if (dictionary != null) {
            return bytes.filterIndices(leaf, vector, dictionary, rows, present);
        }
        DataType.Atomic type = (DataType.Atomic) leaf.field().type();
        return switch (type.root()) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, DATE, TIME -> longs.filter(leaf, type, vector, rows, present);
            case TIMESTAMP, TIMESTAMP_LTZ ->
                type.precision() <= 6
                        ? longs.filter(leaf, type, vector, rows, present)
                        : filterNanos(leaf, (StructVector) vector, rows, present);
            case DECIMAL ->
                type.precision() <= 18
                        ? longs.filter(leaf, type, vector, rows, present)
                        : filterWide(leaf, type, vector, rows, present);
            case FLOAT, DOUBLE -> filterDoubles(leaf, type, vector, rows, present);
            case CHAR, VARCHAR, BINARY, VARBINARY ->
                BytesFilter.filter(leaf, (BaseVariableWidthVector) vector, rows, present);
            case VARIANT, BLOB, ARRAY, MULTISET, MAP, ROW, VECTOR ->
                throw new IllegalStateException("no values of " + type + " are compared");
        };
    }

    private static int keepPresent(FieldVector vector, int[] rows, int count) {
        if (vector.getNullCount() == 0) {
            return count;
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!vector.isNull(rows[i])) {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }

    private static int keepNulls(FieldVector vector, int[] rows, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (vector.isNull(rows[i])) {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }

    /** @param order the sign of comparing the value with the leaf's only literal */
    static boolean holds(BoundPredicate.Test test, int order) {
        return switch (test) {
            case EQUAL, IN -> order == 0;
            case NOT_EQUAL, NOT_IN -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case IS_NULL, IS_NOT_NULL, STARTS_WITH, NOT_STARTS_WITH ->
                throw new IllegalStateException(test + " compares nothing");
        };
    }

    private static int filterDoubles(Leaf leaf, DataType.Atomic type, FieldVector vector, int[] rows, int count) {
        boolean narrow = type.root() == TypeRoot.FLOAT;
        long data = vector.getDataBuffer().memoryAddress();
        boolean in = leaf.test() == BoundPredicate.Test.IN || leaf.test() == BoundPredicate.Test.NOT_IN;
        boolean wanted = leaf.test() == BoundPredicate.Test.IN;
        double first = (Double) leaf.literal();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            double value = narrow
                    ? Float.intBitsToFloat(MemoryUtil.getInt(data + 4L * rows[i]))
                    : Double.longBitsToDouble(MemoryUtil.getLong(data + 8L * rows[i]));
            boolean passes;
            if (in) {
                passes = Collections.binarySearch(leaf.literals(), value, ValueOrder::compare) >= 0 == wanted;
            } else {
                passes = holds(leaf.test(), ValueOrder.compareDoubles(value, first));
            }
            if (passes) {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }

    private static int filterNanos(Leaf leaf, StructVector vector, int[] rows, int count) {
        ArrowBuf millis = vector.getChildrenFromFields().get(0).getDataBuffer();
        ArrowBuf nanos = vector.getChildrenFromFields().get(1).getDataBuffer();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            TimestampValue value = new TimestampValue(millis.getLong(8L * rows[i]), nanos.getInt(4L * rows[i]));
            if (LeafTest.passes(leaf, value)) {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }

    private static int filterWide(Leaf leaf, DataType.Atomic type, FieldVector vector, int[] rows, int count) {
        ArrowBuf data = vector.getDataBuffer();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            BigInteger unscaled = BigInteger.valueOf(data.getLong(16L * rows[i] + 8))
                    .shiftLeft(64)
                    .add(new BigInteger(Long.toUnsignedString(data.getLong(16L * rows[i]))));
            if (LeafTest.passes(leaf, new BigDecimal(unscaled, type.scale()))) {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }
}
