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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.VectorValues;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.schema.TypeWidening;
import io.tablestore.internal.vector.NestedBuilder;
import io.tablestore.internal.vector.VariableBuilder;
import io.tablestore.internal.vector.VectorGather;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.ValueCast;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/**
 * Converts a column from an older schema to the current one. Nested fields are matched by id, placed in their new order, and null
 * where the file has none; values are cast where their type has changed. Copies the column, because this is rare.
 */
public final class Evolution {

    private final String file;
    private final DataField from;
    private final DataField to;
    private final BufferPool pool;

    private Evolution(String file, DataField from, DataField to, BufferPool pool) {
        this.file = file;
        this.from = from;
        this.to = to;
        this.pool = pool;
    }

    /**
     * Plans the conversion of a stored column to the wanted one.
     *
     * @throws UnsupportedFormatException if a type has changed in a way that is not supported
     */
    public static FileColumn plan(String file, DataField stored, DataField wanted, BufferPool pool) {
        if (stored.type() instanceof DataType.Atomic && decodesAs(stored.type(), wanted.type())) {
            return new FileColumn(stored, wanted, null);
        }
        DataField decoded = new DataField(stored.id(), stored.name(), decoded(file, stored, wanted));
        boolean same = sameShape(decoded.type(), wanted.type());
        if (same) {
            return new FileColumn(stored, wanted.type() instanceof DataType.Atomic ? wanted : decoded, null);
        }
        return new FileColumn(stored, decoded, new Evolution(file, decoded, wanted, pool));
    }

    /**
     * Checks that a stored column can be converted to the wanted one.
     *
     * @param file for messages
     * @throws UnsupportedFormatException naming the column, if one of its types cannot be cast to the wanted one
     */
    public static void check(String file, DataField stored, DataField wanted) {
        decoded(file, stored, wanted);
    }

    /** Timestamps are decoded in their stored precision, because some files do not declare their unit. */
    public static boolean decodesAs(DataType stored, DataType wanted) {
        boolean otherPrecision = stored.root().isTimestamp() && !stored.sameIgnoringNullability(wanted);
        return !otherPrecision && TypeWidening.keepsValues(stored, wanted);
    }

    /** The stored type without unwanted fields. Atomic types are the wanted ones if those keep every value. */
    private static DataType decoded(String file, DataField stored, DataField wanted) {
        DataType from = stored.type();
        DataType to = wanted.type();
        if (from instanceof DataType.Row storedRow && to instanceof DataType.Row wantedRow) {
            List<DataField> kept = new ArrayList<>();
            for (DataField field : wantedRow.fields()) {
                int position = ColumnPath.position(storedRow.fields(), field.id());
                if (position >= 0) {
                    DataField part = storedRow.fields().get(position);
                    kept.add(new DataField(part.id(), part.name(), decoded(file, part, field)));
                }
            }
            return new DataType.Row(kept, from.nullable());
        }
        if (from instanceof DataType.Mapping storedMap && to instanceof DataType.Mapping wantedMap) {
            return new DataType.Mapping(
                    decoded(file, ArrowTypes.key(storedMap.key()), ArrowTypes.key(wantedMap.key())),
                    decoded(file, ArrowTypes.value(storedMap.value()), ArrowTypes.value(wantedMap.value())),
                    from.nullable());
        }
        if (from instanceof DataType.Collection storedList
                && to instanceof DataType.Collection wantedList
                && from.root() == to.root()) {
            DataType element = decoded(file, ArrowTypes.element(storedList), ArrowTypes.element(wantedList));
            return new DataType.Collection(from.root(), element, storedList.length(), from.nullable());
        }
        if (decodesAs(from, to)) {
            return to.withNullabilityOf(from);
        }
        boolean casts = NestedText.isCast(from, to)
                || from instanceof DataType.Atomic a
                        && to instanceof DataType.Atomic b
                        && ValueCast.between(a, b) != null;
        if (!casts) {
            throw new UnsupportedFormatException(
                    file,
                    "reading column " + wanted.name() + " of type " + from + " as " + to,
                    "Leave the column out, or give it the type " + from + " again.");
        }
        return from;
    }

    /** Whether the vectors are the same except for names. */
    private static boolean sameShape(DataType a, DataType b) {
        List<DataField> partsOfA = ArrowTypes.parts(a);
        List<DataField> partsOfB = ArrowTypes.parts(b);
        if (a.root() != b.root() || partsOfA.size() != partsOfB.size()) {
            return false;
        }
        if (partsOfA.isEmpty()) {
            return a.sameIgnoringNullability(b) || a instanceof DataType.Row;
        }
        for (int i = 0; i < partsOfA.size(); i++) {
            boolean sameField = !(a instanceof DataType.Row)
                    || partsOfA.get(i).id() == partsOfB.get(i).id();
            if (!sameField || !sameShape(partsOfA.get(i).type(), partsOfB.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    ArrowColumn apply(ArrowColumn column) {
        try (column) {
            return convert(column.vector(), from, to);
        }
    }

    private ArrowColumn convert(FieldVector source, DataField stored, DataField wanted) {
        if (sameShape(stored.type(), wanted.type())) {
            int[] rows = new int[source.getValueCount()];
            Arrays.setAll(rows, row -> row);
            FieldVector[] sources = {source};
            return new VectorGather(pool)
                    .gather(ArrowTypes.field(wanted.asNullable()), sources, null, rows, rows.length);
        }
        if (wanted.type() instanceof DataType.Atomic) {
            NestedText text = stored.type() instanceof DataType.Atomic ? null : NestedText.of(stored.type());
            return text == null ? cast(source, stored, wanted) : texts(source, text, wanted);
        }
        return nested(source, stored, wanted);
    }

    private ArrowColumn nested(FieldVector source, DataField stored, DataField wanted) {
        int slots = source.getValueCount();
        boolean isStruct = source instanceof StructVector;
        List<ArrowColumn> children = new ArrayList<>();
        try (NestedBuilder builder = isStruct
                ? NestedBuilder.struct(pool, ArrowTypes.field(wanted.asNullable()), slots)
                : NestedBuilder.list(pool, ArrowTypes.field(wanted.asNullable()), slots)) {
            for (int slot = 0; slot < slots; slot++) {
                if (source.isNull(slot)) {
                    builder.setNull(slot);
                }
                if (!isStruct) {
                    builder.endList(slot, source.getOffsetBuffer().getInt(4L * slot + 4));
                }
            }
            List<DataField> storedParts = ArrowTypes.parts(stored.type());
            List<DataField> wantedParts = ArrowTypes.parts(wanted.type());
            List<FieldVector> vectors = source instanceof MapVector map
                    ? map.getDataVector().getChildrenFromFields()
                    : source instanceof ListVector list
                            ? List.of(list.getDataVector())
                            : source.getChildrenFromFields();
            for (int i = 0; i < wantedParts.size(); i++) {
                DataField part = wantedParts.get(i);
                int at = isStruct ? ColumnPath.position(storedParts, part.id()) : i;
                children.add(
                        at < 0
                                ? ConstantColumns.of(part, null, slots, pool)
                                : convert(vectors.get(at), storedParts.get(at), part));
            }
            return builder.finish(children);
        } finally {
            children.forEach(ArrowColumn::close);
        }
    }

    private ArrowColumn texts(FieldVector source, NestedText text, DataField wanted) {
        int count = source.getValueCount();
        StringBuilder value = new StringBuilder();
        try (VariableBuilder builder =
                new VariableBuilder(pool, ArrowTypes.field(wanted.asNullable()), count, 16L * count)) {
            for (int row = 0; row < count; row++) {
                if (source.isNull(row)) {
                    builder.setNull(row);
                    continue;
                }
                value.setLength(0);
                text.appendValue(value, source, row);
                byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
                builder.put(row, bytes, 0, bytes.length);
            }
            return builder.finish();
        }
    }

    private ArrowColumn cast(FieldVector source, DataField stored, DataField wanted) {
        DataType.Atomic storedType = (DataType.Atomic) stored.type();
        DataType.Atomic wantedType = (DataType.Atomic) wanted.type();
        Function<Object, @Nullable Object> cast = ValueCast.between(storedType, wantedType);
        if (cast == null) {
            throw new IllegalStateException("no cast of " + storedType + " to " + wantedType);
        }
        int count = source.getValueCount();
        FieldVector target = ArrowTypes.field(wanted.asNullable()).createVector(pool.allocator());
        try {
            target.setInitialCapacity(count);
            target.allocateNew();
            for (int row = 0; row < count; row++) {
                if (source.isNull(row)) {
                    continue;
                }
                Object value = VectorValues.value(source, row, storedType);
                Object result;
                try {
                    result = cast.apply(value);
                } catch (IllegalArgumentException | ArithmeticException | DateTimeException unfit) {
                    throw new TableStoreException(
                            file + ": Column " + to.name() + ": the value '" + shown(value) + "' of type " + storedType
                                    + " cannot be read as " + wantedType + " (" + unfit.getMessage()
                                    + "). Leave the column out, or change its type back.",
                            unfit);
                }
                if (result != null) {
                    ConstantColumns.set(target, row, wantedType, result);
                }
            }
            target.setValueCount(count);
            return ArrowColumn.of(target, pool);
        } catch (RuntimeException failed) {
            target.close();
            throw failed;
        }
    }

    private static String shown(Object value) {
        return value instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : value.toString();
    }
}
