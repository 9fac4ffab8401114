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
package io.tablestore.writer.internal.file.orc;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.VectorValues;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MultiValuedColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.jspecify.annotations.Nullable;

/** Copies rows of Arrow vectors to ORC vectors. */
final class OrcColumn {

    /** The zone for shifting instants, or null to store them unchanged (format reference, 6.4). */
    private final @Nullable ZoneId legacyZone;

    OrcColumn(@Nullable ZoneId legacyZone) {
        this.legacyZone = legacyZone;
    }

    /** Copies {@code count} rows from {@code start} on to existing rows from {@code at} on. */
    void copy(DataType type, FieldVector from, int start, int count, ColumnVector to, int at) {
        if (from.getNullCount() > 0) {
            for (int i = 0; i < count; i++) {
                if (from.isNull(start + i)) {
                    to.noNulls = false;
                    to.isNull[at + i] = true;
                }
            }
        }
        if (type instanceof DataType.Row row) {
            List<FieldVector> vectors = from.getChildrenFromFields();
            for (int i = 0; i < vectors.size(); i++) {
                copy(row.fields().get(i).type(), vectors.get(i), start, count, ((StructColumnVector) to).fields[i], at);
            }
        } else if (type instanceof DataType.Atomic atomic) {
            atomic(atomic, from, start, count, to, at);
        } else {
            lists(type, (ListVector) from, start, count, (MultiValuedColumnVector) to, at);
        }
    }

    private void lists(DataType type, ListVector from, int start, int count, MultiValuedColumnVector to, int at) {
        for (int i = 0; i < count; i++) {
            int row = at + i;
            to.offsets[row] = to.childCount;
            to.lengths[row] = 0;
            if (from.isNull(start + i)) {
                continue;
            }
            int first = from.getElementStartIndex(start + i);
            int length = from.getElementEndIndex(start + i) - first;
            int child = to.childCount;
            to.lengths[row] = length;
            to.childCount += length;
            parts(type, from.getDataVector(), first, length, to, child);
        }
    }

    private void parts(DataType type, FieldVector data, int first, int length, MultiValuedColumnVector to, int child) {
        List<DataField> parts = ArrowTypes.parts(type);
        List<FieldVector> vectors = parts.size() == 1 ? List.of(data) : data.getChildrenFromFields();
        List<ColumnVector> targets = to instanceof ListColumnVector list
                ? List.of(list.child)
                : List.of(((MapColumnVector) to).keys, ((MapColumnVector) to).values);
        for (int i = 0; i < parts.size(); i++) {
            ColumnVector target = targets.get(i);
            target.ensureSize(child + length, true);
            copy(parts.get(i).type(), vectors.get(i), first, length, target, child);
        }
    }

    private void atomic(DataType.Atomic type, FieldVector from, int start, int count, ColumnVector to, int at) {
        if (type.root() == TypeRoot.TIMESTAMP || type.root() == TypeRoot.TIMESTAMP_LTZ) {
            timestamps(type, from, start, count, (TimestampColumnVector) to, at);
            return;
        }
        ArrowBuf data = from.getDataBuffer();
        switch (type.root()) {
            case BOOLEAN -> {
                for (int i = 0; i < count; i++) {
                    ((LongColumnVector) to).vector[at + i] =
                            from.isNull(start + i) ? 0 : ((BitVector) from).get(start + i);
                }
            }
            case TINYINT -> {
                for (int i = 0; i < count; i++) {
                    ((LongColumnVector) to).vector[at + i] = data.getByte(start + i);
                }
            }
            case SMALLINT -> {
                for (int i = 0; i < count; i++) {
                    ((LongColumnVector) to).vector[at + i] = data.getShort(2L * (start + i));
                }
            }
            case INT, DATE, TIME -> {
                for (int i = 0; i < count; i++) {
                    ((LongColumnVector) to).vector[at + i] = data.getInt(4L * (start + i));
                }
            }
            case BIGINT -> {
                for (int i = 0; i < count; i++) {
                    ((LongColumnVector) to).vector[at + i] = data.getLong(8L * (start + i));
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    ((DoubleColumnVector) to).vector[at + i] = data.getFloat(4L * (start + i));
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    ((DoubleColumnVector) to).vector[at + i] = data.getDouble(8L * (start + i));
                }
            }
            case DECIMAL -> {
                for (int i = 0; i < count; i++) {
                    if (!from.isNull(start + i)) {
                        BigDecimal value = (BigDecimal) VectorValues.value(from, start + i, type);
                        ((DecimalColumnVector) to).set(at + i, HiveDecimal.create(value));
                    }
                }
            }
            default -> bytes((BaseVariableWidthVector) from, start, count, (BytesColumnVector) to, at);
        }
    }

    private static void bytes(BaseVariableWidthVector from, int start, int count, BytesColumnVector to, int at) {
        if (count == 0) {
            return;
        }
        int first = from.getStartOffset(start);
        byte[] all = new byte[from.getEndOffset(start + count - 1) - first];
        from.getDataBuffer().getBytes(first, all);
        for (int i = 0; i < count; i++) {
            int offset = from.getStartOffset(start + i);
            to.setRef(at + i, all, offset - first, from.getEndOffset(start + i) - offset);
        }
    }

    private void timestamps(
            DataType.Atomic type, FieldVector from, int start, int count, TimestampColumnVector to, int at) {
        to.setIsUTC(true);
        boolean shifted = legacyZone != null && type.root() == TypeRoot.TIMESTAMP_LTZ;
        for (int i = 0; i < count; i++) {
            if (!from.isNull(start + i)) {
                TimestampValue value = VectorValues.timestamp(from, start + i, type);
                if (shifted) {
                    LocalDateTime literal = value.toLocalDateTime();
                    value = TimestampValue.of(literal.atZone(legacyZone).toInstant());
                }
                to.time[at + i] = value.epochMillis();
                to.nanos[at + i] = (int) Math.floorMod(value.epochMillis(), 1000L) * 1_000_000 + value.nanoOfMilli();
            }
        }
    }
}
