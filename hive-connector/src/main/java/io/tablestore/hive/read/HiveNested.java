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
package io.tablestore.hive.read;

import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MultiValuedColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.jspecify.annotations.Nullable;

/** Copies nested columns: each has vectors for its parts. */
final class HiveNested {

    private HiveNested() {}

    /** Nested rows. Fields that were not read are null. */
    static final class Structs extends HiveVector {

        private final @Nullable HiveVector[] fields;

        /** For each field of the full type: its position in the type that is read, or -1. */
        private final int[] read;

        Structs(DataType.Row readType, DataType.Row full) {
            fields = new HiveVector[full.fields().size()];
            read = new int[fields.length];
            for (int i = 0; i < fields.length; i++) {
                DataField field = full.fields().get(i);
                read[i] = ColumnPath.position(readType.fields(), field.id());
                if (read[i] >= 0) {
                    fields[i] = HiveVector.of(readType.fields().get(read[i]).type(), field.type());
                }
            }
        }

        @Override
        void bindValues(FieldVector vector, @Nullable FieldVector dictionary) {
            List<FieldVector> parts = vector.getChildrenFromFields();
            for (int i = 0; i < fields.length; i++) {
                HiveVector field = fields[i];
                if (field != null) {
                    field.bind(parts.get(read[i]), null);
                }
            }
        }

        @Override
        void copyValues(int[] rows, int count, ColumnVector target) {
            ColumnVector[] parts = ((StructColumnVector) target).fields;
            for (int i = 0; i < fields.length; i++) {
                HiveVector field = fields[i];
                parts[i].ensureSize(count, false);
                if (field != null) {
                    field.copy(rows, count, parts[i]);
                } else {
                    parts[i].isRepeating = true;
                    parts[i].noNulls = false;
                    parts[i].isNull[0] = true;
                }
            }
        }
    }

    /** Lists, and maps as lists of their keys and of their values. */
    static final class Repeated extends HiveVector {

        private final List<HiveVector> parts = new ArrayList<>();
        private long offsets;
        private int[] elements = new int[64];

        Repeated(List<DataField> parts) {
            parts.forEach(part -> this.parts.add(HiveVector.of(part.type(), part.type())));
        }

        @Override
        void bindValues(FieldVector vector, @Nullable FieldVector dictionary) {
            ListVector list = (ListVector) vector;
            offsets = list.getOffsetBuffer().memoryAddress();
            FieldVector entries = list.getDataVector();
            List<FieldVector> vectors =
                    vector instanceof MapVector ? entries.getChildrenFromFields() : List.of(entries);
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).bind(vectors.get(i), null);
            }
        }

        @Override
        void copyValues(int[] rows, int count, ColumnVector target) {
            MultiValuedColumnVector lists = (MultiValuedColumnVector) target;
            int total = 0;
            for (int i = 0; i < count; i++) {
                int start = MemoryUtil.getInt(offsets + 4L * rows[i]);
                int length = target.isNull[i] ? 0 : MemoryUtil.getInt(offsets + 4L * rows[i] + 4) - start;
                lists.offsets[i] = total;
                lists.lengths[i] = length;
                if (total + length > elements.length) {
                    elements = Arrays.copyOf(elements, Math.max(total + length, 2 * elements.length));
                }
                for (int element = 0; element < length; element++) {
                    elements[total++] = start + element;
                }
            }
            lists.childCount = total;
            if (target instanceof MapColumnVector map) {
                copyElements(0, total, map.keys);
                copyElements(1, total, map.values);
            } else {
                copyElements(0, total, ((ListColumnVector) target).child);
            }
        }

        private void copyElements(int part, int total, ColumnVector target) {
            target.ensureSize(total, false);
            parts.get(part).copy(elements, total, target);
        }
    }
}
