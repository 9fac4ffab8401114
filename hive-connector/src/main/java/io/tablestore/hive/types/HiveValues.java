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
package io.tablestore.hive.types;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.VectorValues;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.hadoop.hive.common.type.Timestamp;
import org.apache.hadoop.hive.common.type.TimestampTZ;
import org.apache.hadoop.hive.serde2.io.ByteWritable;
import org.apache.hadoop.hive.serde2.io.DateWritableV2;
import org.apache.hadoop.hive.serde2.io.DoubleWritable;
import org.apache.hadoop.hive.serde2.io.HiveCharWritable;
import org.apache.hadoop.hive.serde2.io.HiveDecimalWritable;
import org.apache.hadoop.hive.serde2.io.HiveVarcharWritable;
import org.apache.hadoop.hive.serde2.io.ShortWritable;
import org.apache.hadoop.hive.serde2.io.TimestampLocalTZWritable;
import org.apache.hadoop.hive.serde2.io.TimestampWritableV2;
import org.apache.hadoop.hive.serde2.typeinfo.BaseCharTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.PrimitiveTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.io.BooleanWritable;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.FloatWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.jspecify.annotations.Nullable;

/**
 * Translates the values of a column, or of a part of one, to Hive's writables: one writable is reused for all rows,
 * while elements get new ones.
 */
public final class HiveValues {

    private final DataType type;
    private final TypeInfo shown;
    private final ZoneId zone;
    private final @Nullable Object reused;
    private final List<HiveValues> parts = new ArrayList<>();
    private final byte[] decimalBytes = new byte[16];

    /** For each field of a row: its position in the type that is read, or -1. */
    private final int[] read;

    /**
     * Translates a column. A value is valid until the next row is read.
     *
     * @param readType the type that is read; a row type may have only some of its fields
     * @param full the type that Hive knows
     * @param zone in which instants are shown
     */
    public HiveValues(DataType readType, DataType full, ZoneId zone) {
        this(readType, full, zone, true);
    }

    private HiveValues(DataType readType, DataType full, ZoneId zone, boolean reuses) {
        this.type = full;
        this.zone = zone;
        this.shown = HiveTypes.type(full, zone);
        if (full instanceof DataType.Row row) {
            List<DataField> fields = ((DataType.Row) readType).fields();
            read = row.fields().stream()
                    .mapToInt(field -> ColumnPath.position(fields, field.id()))
                    .toArray();
            for (int i = 0; i < read.length; i++) {
                DataType fieldType = row.fields().get(i).type();
                parts.add(new HiveValues(
                        read[i] < 0 ? fieldType : fields.get(read[i]).type(), fieldType, zone, reuses));
            }
        } else {
            read = new int[0];
            ArrowTypes.parts(full).forEach(part -> parts.add(new HiveValues(part.type(), part.type(), zone, false)));
        }
        this.reused = reuses && parts.isEmpty() ? newWritable() : null;
    }

    private Object newWritable() {
        return switch (((PrimitiveTypeInfo) shown).getPrimitiveCategory()) {
            case BOOLEAN -> new BooleanWritable();
            case BYTE -> new ByteWritable();
            case SHORT -> new ShortWritable();
            case INT -> new IntWritable();
            case LONG -> new LongWritable();
            case FLOAT -> new FloatWritable();
            case DOUBLE -> new DoubleWritable();
            case DECIMAL -> new HiveDecimalWritable();
            case CHAR -> new HiveCharWritable();
            case VARCHAR -> new HiveVarcharWritable();
            case BINARY -> new BytesWritable();
            case DATE -> new DateWritableV2();
            case TIMESTAMP -> new TimestampWritableV2();
            case TIMESTAMPLOCALTZ -> new TimestampLocalTZWritable();
            default -> new Text();
        };
    }

    /** The value of a row of the column's vector. */
    @Nullable
    public Object get(ArrowColumn column, int row) {
        FieldVector vector = column.vector();
        FieldVector dictionary = column.dictionary();
        if (dictionary == null || vector.isNull(row)) {
            return get(vector, row);
        }
        return get(dictionary, vector.getDataBuffer().getInt(4L * row));
    }

    private @Nullable Object get(FieldVector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (type instanceof DataType.Row) {
            return struct(vector, row);
        }
        return parts.isEmpty() ? writable(vector, row) : repeated((ListVector) vector, row);
    }

    private List<@Nullable Object> struct(FieldVector vector, int row) {
        List<FieldVector> vectors = vector.getChildrenFromFields();
        List<@Nullable Object> fields = new ArrayList<>(read.length);
        for (int i = 0; i < read.length; i++) {
            fields.add(read[i] < 0 ? null : parts.get(i).get(vectors.get(read[i]), row));
        }
        return fields;
    }

    private Object repeated(ListVector list, int row) {
        int start = list.getElementStartIndex(row);
        int end = list.getElementEndIndex(row);
        FieldVector data = list.getDataVector();
        if (!(list instanceof MapVector)) {
            List<@Nullable Object> elements = new ArrayList<>(end - start);
            for (int i = start; i < end; i++) {
                elements.add(parts.get(0).get(data, i));
            }
            return elements;
        }
        List<FieldVector> vectors = data.getChildrenFromFields();
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int i = start; i < end; i++) {
            entries.put(parts.get(0).get(vectors.get(0), i), parts.get(1).get(vectors.get(1), i));
        }
        return entries;
    }

    private Object writable(FieldVector vector, int row) {
        Object target = reused == null ? newWritable() : reused;
        DataType.Atomic atomic = (DataType.Atomic) type;
        switch (atomic.root()) {
            case BOOLEAN -> ((BooleanWritable) target).set(((BitVector) vector).get(row) == 1);
            case TINYINT -> ((ByteWritable) target).set(vector.getDataBuffer().getByte(row));
            case SMALLINT -> ((ShortWritable) target).set(vector.getDataBuffer().getShort(2L * row));
            case INT -> ((IntWritable) target).set(vector.getDataBuffer().getInt(4L * row));
            case BIGINT -> ((LongWritable) target).set(vector.getDataBuffer().getLong(8L * row));
            case FLOAT -> ((FloatWritable) target).set(vector.getDataBuffer().getFloat(4L * row));
            case DOUBLE -> ((DoubleWritable) target).set(vector.getDataBuffer().getDouble(8L * row));
            case DECIMAL ->
                HiveDecimals.set(
                        (HiveDecimalWritable) target,
                        vector.getDataBuffer().memoryAddress() + 16L * row,
                        atomic.scale(),
                        decimalBytes);
            case CHAR, VARCHAR, BINARY, VARBINARY, BLOB -> setBytes(target, (BaseVariableWidthVector) vector, row);
            case DATE -> ((DateWritableV2) target).set(vector.getDataBuffer().getInt(4L * row));
            case TIME ->
                ((Text) target)
                        .set(HiveTimes.of(vector.getDataBuffer().getInt(4L * row), Math.min(3, atomic.precision())));
            case TIMESTAMP, TIMESTAMP_LTZ -> setTime(target, VectorValues.timestamp(vector, row, atomic));
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException("no value of " + type);
        }
        return target;
    }

    private void setBytes(Object target, BaseVariableWidthVector vector, int row) {
        int start = vector.getStartOffset(row);
        byte[] bytes = new byte[vector.getEndOffset(row) - start];
        vector.getDataBuffer().getBytes(start, bytes);
        if (target instanceof Text text) {
            text.set(bytes);
        } else if (target instanceof BytesWritable binary) {
            binary.set(bytes, 0, bytes.length);
        } else if (target instanceof HiveCharWritable fixed) {
            fixed.set(new HiveChar(new String(bytes, StandardCharsets.UTF_8), length()));
        } else {
            ((HiveVarcharWritable) target).set(new HiveVarchar(new String(bytes, StandardCharsets.UTF_8), length()));
        }
    }

    private int length() {
        return ((BaseCharTypeInfo) shown).getLength();
    }

    /** Both timestamps and instants count from the epoch in UTC. */
    private void setTime(Object target, TimestampValue value) {
        long seconds = Math.floorDiv(value.epochMillis(), 1000L);
        int nanos = (int) Math.floorMod(value.epochMillis(), 1000L) * 1_000_000 + value.nanoOfMilli();
        if (target instanceof TimestampWritableV2 wallClock) {
            wallClock.set(Timestamp.ofEpochSecond(seconds, nanos));
        } else {
            Instant instant = Instant.ofEpochSecond(seconds, nanos);
            ((TimestampLocalTZWritable) target).set(new TimestampTZ(instant.atZone(zone)));
        }
    }
}
