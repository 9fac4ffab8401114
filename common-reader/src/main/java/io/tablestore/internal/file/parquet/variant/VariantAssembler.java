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
package io.tablestore.internal.file.parquet.variant;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.Coverage;
import io.tablestore.internal.vector.NestedBuilder;
import io.tablestore.internal.vector.VariableBuilder;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Reassembles shredded VARIANT values (Parquet's VariantShredding). */
public final class VariantAssembler {

    private final VariantMetadata metadata = new VariantMetadata();
    private final VariantBytes out = new VariantBytes();

    /**
     * A shredded group with its columns.
     *
     * @param value encoded values, or null if the group has none
     * @param typed shredded values, or null if the group has none
     * @param fields for an object, the groups of its fields
     * @param names the names of those fields
     * @param element for an array, the group of its elements
     */
    private record Group(
            StructVector vector,
            @Nullable VarBinaryVector value,
            @Nullable FieldVector typed,
            @Nullable DataType type,
            List<Group> fields,
            List<byte[]> names,
            int[] ids,
            @Nullable Group element) {}

    /**
     * Assembles a column.
     *
     * @param shredded a struct of {@code shape}; the caller closes it
     */
    public ArrowColumn assemble(ArrowColumn shredded, DataField shape, DataField wanted, BufferPool pool) {
        StructVector root = (StructVector) shredded.vector();
        int slots = root.getValueCount();
        DataType.Row row = (DataType.Row) shape.type();
        VarBinaryVector metadataVector = (VarBinaryVector) child(root, row, VariantShape.METADATA);
        if (metadataVector == null) {
            throw new IndexOutOfBoundsException("a VARIANT without metadata");
        }
        Group group = group(root, row);
        List<DataField> parts = ArrowTypes.variantFields();
        try (VariableBuilder values = new VariableBuilder(
                        pool, ArrowTypes.field(parts.get(0).asNullable()), slots, Coverage.SOME_SLOTS, 64L * slots);
                VariableBuilder names = new VariableBuilder(
                        pool, ArrowTypes.field(parts.get(1).asNullable()), slots, Coverage.SOME_SLOTS, 64L * slots);
                NestedBuilder variants = NestedBuilder.struct(pool, ArrowTypes.field(wanted.asNullable()), slots)) {
            for (int slot = 0; slot < slots; slot++) {
                if (root.isNull(slot)) {
                    variants.setNull(slot);
                    continue;
                }
                ArrowBuf offsets = metadataVector.getOffsetBuffer();
                int start = offsets.getInt(4L * slot);
                int length = offsets.getInt(4L * slot + 4) - start;
                long address = metadataVector.getDataBuffer().memoryAddress() + start;
                if (metadata.load(address, length)) {
                    forgetIds(group);
                }
                out.clear();
                if (!append(group, slot)) {
                    out.putNull();
                }
                values.put(slot, out.array(), 0, out.size());
                values.setPresent(slot);
                names.putExactly(slot, address, length);
                names.setPresent(slot);
            }
            try (ArrowColumn value = values.finish();
                    ArrowColumn name = names.finish()) {
                return variants.finish(List.of(value, name));
            }
        }
    }

    private static @Nullable FieldVector child(StructVector vector, DataType.Row type, String name) {
        for (int i = 0; i < type.fields().size(); i++) {
            if (type.fields().get(i).name().equals(name)) {
                return vector.getChildrenFromFields().get(i);
            }
        }
        return null;
    }

    private static Group group(StructVector vector, DataType.Row type) {
        VarBinaryVector value = (VarBinaryVector) child(vector, type, VariantShape.VALUE);
        FieldVector typed = child(vector, type, VariantShape.TYPED);
        DataType typedType = type.fields().stream()
                .filter(field -> field.name().equals(VariantShape.TYPED))
                .map(DataField::type)
                .findFirst()
                .orElse(null);
        if (typed != null && typedType instanceof DataType.Row object) {
            List<DataField> fields = object.fields();
            Group[] groups = new Group[fields.size()];
            for (int i = 0; i < groups.length; i++) {
                StructVector inner =
                        (StructVector) typed.getChildrenFromFields().get(i);
                groups[i] = group(inner, (DataType.Row) fields.get(i).type());
            }
            List<byte[]> names = fields.stream()
                    .map(field -> field.name().getBytes(StandardCharsets.UTF_8))
                    .toList();
            int[] ids = new int[groups.length];
            Arrays.fill(ids, -1);
            return new Group(vector, value, typed, typedType, List.of(groups), names, ids, null);
        }
        Group element = typed instanceof ListVector list && typedType instanceof DataType.Collection array
                ? group((StructVector) list.getDataVector(), (DataType.Row) array.element())
                : null;
        return new Group(vector, value, typed, typedType, List.of(), List.of(), new int[0], element);
    }

    /** Name ids are valid for one metadata only. */
    private static void forgetIds(Group group) {
        Arrays.fill(group.ids, -1);
        group.fields.forEach(VariantAssembler::forgetIds);
        if (group.element != null) {
            forgetIds(group.element);
        }
    }

    /** Appends the value of a slot; false if there is none. */
    private boolean append(Group group, int slot) {
        FieldVector typed = group.typed;
        VarBinaryVector value = group.value;
        if (typed == null || typed.isNull(slot)) {
            if (value == null || value.isNull(slot)) {
                return false;
            }
            byte[] encoded = value.get(slot);
            out.putRaw(encoded, 0, encoded.length);
            return true;
        }
        byte[] rest = value == null || value.isNull(slot) ? null : value.get(slot);
        if (group.type instanceof DataType.Row) {
            appendObject(group, slot, rest);
            return true;
        }
        if (rest != null) {
            throw new IndexOutOfBoundsException("a VARIANT has both 'value' and 'typed_value' and is no object");
        }
        if (group.element != null) {
            appendArray(group.element, (ListVector) typed, slot);
        } else if (group.type instanceof DataType.Atomic atomic) {
            appendAtomic(typed, atomic, slot);
        }
        return true;
    }

    private void appendArray(Group element, ListVector list, int slot) {
        int first = list.getOffsetBuffer().getInt(4L * slot);
        int count = list.getOffsetBuffer().getInt(4L * slot + 4) - first;
        int start = out.size();
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            offsets[i] = out.size() - start;
            if (!append(element, first + i)) {
                out.putNull();
            }
        }
        out.closeArray(start, offsets, count);
    }

    /** @param rest an object with the fields that are not shredded, or null */
    private void appendObject(Group group, int slot, byte @Nullable [] rest) {
        VariantObject others = rest == null ? VariantObject.EMPTY : VariantObject.of(rest);
        int start = out.size();
        int[] ids = new int[group.fields.size() + others.count()];
        int[] offsets = new int[ids.length];
        int count = 0;
        for (int i = 0; i < group.fields.size(); i++) {
            int offset = out.size() - start;
            if (append(group.fields.get(i), slot)) {
                ids[count] = id(group, i);
                offsets[count++] = offset;
            }
        }
        for (int i = 0; i < others.count(); i++) {
            if (isShredded(group, others.id(i))) {
                continue; // writer error: readers take the shredded field
            }
            ids[count] = others.id(i);
            offsets[count++] = out.size() - start;
            out.putRaw(others.bytes(), others.start(i), others.length(i));
        }
        sort(ids, offsets, count);
        out.closeObject(start, ids, offsets, count);
    }

    private boolean isShredded(Group group, int id) {
        for (int i = 0; i < group.fields.size(); i++) {
            if (group.ids[i] < 0) {
                group.ids[i] = metadata.find(group.names.get(i));
            }
            if (group.ids[i] == id) {
                return true;
            }
        }
        return false;
    }

    private int id(Group group, int field) {
        if (group.ids[field] < 0) {
            group.ids[field] = metadata.find(group.names.get(field));
        }
        if (group.ids[field] < 0) {
            throw new IndexOutOfBoundsException("the metadata of a VARIANT does not name its field "
                    + new String(group.names.get(field), StandardCharsets.UTF_8));
        }
        return group.ids[field];
    }

    /** Sorts by name; objects are small. */
    private void sort(int[] ids, int[] offsets, int count) {
        for (int i = 1; i < count; i++) {
            int id = ids[i];
            int offset = offsets[i];
            int at = i;
            for (; at > 0 && metadata.compare(ids[at - 1], id) > 0; at--) {
                ids[at] = ids[at - 1];
                offsets[at] = offsets[at - 1];
            }
            ids[at] = id;
            offsets[at] = offset;
        }
    }

    private void appendAtomic(FieldVector vector, DataType.Atomic type, int slot) {
        ArrowBuf data = vector.getDataBuffer();
        switch (type.root()) {
            case BOOLEAN -> {
                if (((BitVector) vector).get(slot) == 1) {
                    out.putTrue();
                } else {
                    out.putFalse();
                }
            }
            case TINYINT -> out.putLong(data.getByte(slot));
            case SMALLINT -> out.putLong(data.getShort(2L * slot));
            case INT -> out.putLong(data.getInt(4L * slot));
            case BIGINT -> out.putLong(data.getLong(8L * slot));
            case FLOAT -> out.putFloat(data.getFloat(4L * slot));
            case DOUBLE -> out.putDouble(data.getDouble(8L * slot));
            case DECIMAL -> out.putDecimal(((DecimalVector) vector).getObject(slot));
            case DATE -> out.putDate(data.getInt(4L * slot));
            case TIMESTAMP -> out.putLocalTimestamp(data.getLong(8L * slot));
            case TIMESTAMP_LTZ -> out.putInstant(data.getLong(8L * slot));
            case VARCHAR -> out.putString(((VarCharVector) vector).get(slot));
            case VARBINARY -> out.putBinary(((VarBinaryVector) vector).get(slot));
            default -> throw new IllegalStateException("a VARIANT of " + type);
        }
    }
}
