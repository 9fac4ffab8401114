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
package io.tablestore.spark.read;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.read.ArrowBatch;
import io.tablestore.spark.types.SparkTypes;
import io.tablestore.types.DataField;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A column of a batch, read in place from Arrow memory. Nothing is copied: the selection is applied on access, and the
 * column is decoded on the first access. One class serves all types, so that calls from Spark's generated loops stay
 * monomorphic.
 */
final class SparkColumn extends ColumnVector {

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private enum TimeUnit {
        MICROS,
        MILLIS,
        NANOS_IN_STRUCT,
        MILLIS_OF_DAY
    }

    /** Provides the values: a column of a batch, or a part of a nested column. */
    private interface Source {
        ArrowColumn column();

        int @Nullable [] rows();
    }

    private final DataField field;
    private final Source source;
    private final TimeUnit unit;
    private final SparkColumn[] children;
    private @Nullable FieldVector loadedVector;
    private boolean loaded;
    private int @Nullable [] rows;
    private int nullCount;
    private long validity;
    private long data;
    private long offsets;
    private long indices;
    private long nanos;

    SparkColumn(ArrowBatch batch, int index) {
        this(batch.fields().get(index), new Source() {
            @Override
            public ArrowColumn column() {
                return batch.column(index);
            }

            @Override
            public int @Nullable [] rows() {
                return batch.selection().positions();
            }
        });
    }

    private SparkColumn(DataField field, Source source) {
        super(SparkTypes.vectorType(field));
        this.field = field;
        this.source = source;
        this.unit = unit(field.type());
        List<DataField> parts = ArrowTypes.parts(field.type());
        this.children = new SparkColumn[parts.size()];
        for (int i = 0; i < children.length; i++) {
            children[i] = new SparkColumn(parts.get(i), new Part(this, i));
        }
    }

    /** A part of a nested column. Fields of a struct share the rows of the struct; a list or map has rows of its own. */
    private record Part(SparkColumn whole, int index) implements Source {

        @Override
        public ArrowColumn column() {
            FieldVector vector = whole.vector();
            List<FieldVector> parts = vector instanceof MapVector map
                    ? map.getDataVector().getChildrenFromFields()
                    : vector.getChildrenFromFields();
            return whole.batchColumn().viewOf(parts.get(index));
        }

        @Override
        public int @Nullable [] rows() {
            return whole.vector() instanceof StructVector ? whole.rows : null;
        }
    }

    private FieldVector vector() {
        if (!loaded || loadedVector == null) {
            return load();
        }
        return loadedVector;
    }

    private ArrowColumn batchColumn() {
        return source.column();
    }

    private static TimeUnit unit(io.tablestore.types.DataType anyType) {
        if (!(anyType instanceof io.tablestore.types.DataType.Atomic type)) {
            return TimeUnit.MICROS;
        }
        if (type.root() == io.tablestore.types.TypeRoot.TIME) {
            return TimeUnit.MILLIS_OF_DAY;
        }
        if (!type.root().isTimestamp() || type.precision() > 3 && type.precision() <= 6) {
            return TimeUnit.MICROS;
        }
        return type.precision() <= 3 ? TimeUnit.MILLIS : TimeUnit.NANOS_IN_STRUCT;
    }

    private FieldVector load() {
        ArrowColumn column = source.column();
        FieldVector vector = column.vector();
        rows = source.rows();
        nullCount = vector.getNullCount();
        validity = nullCount == 0 ? 0 : vector.getValidityBuffer().memoryAddress();
        FieldVector values = vector;
        if (column.dictionary() != null) {
            indices = vector.getDataBuffer().memoryAddress();
            values = column.dictionary();
        }
        if (unit == TimeUnit.NANOS_IN_STRUCT && values instanceof StructVector struct) {
            data = struct.getChildrenFromFields().get(0).getDataBuffer().memoryAddress();
            nanos = struct.getChildrenFromFields().get(1).getDataBuffer().memoryAddress();
        } else if (children.length == 0 && !(values instanceof StructVector)) {
            data = values.getDataBuffer().memoryAddress();
        }
        if (values instanceof BaseVariableWidthVector || values instanceof ListVector) {
            offsets = values.getOffsetBuffer().memoryAddress();
        }
        loadedVector = vector;
        loaded = true;
        return vector;
    }

    /** Detaches the column from its batch. Later accesses fail with the batch's error instead of returning other rows. */
    void forget() {
        loaded = false;
        loadedVector = null;
        for (SparkColumn child : children) {
            child.forget();
        }
    }

    private int row(int rowId) {
        if (!loaded) {
            load();
        }
        int[] selected = rows;
        return selected == null ? rowId : selected[rowId];
    }

    @Override
    public void close() {
        // Nothing to close: the reader owns the memory.
    }

    @Override
    public boolean hasNull() {
        return numNulls() > 0;
    }

    @Override
    public int numNulls() {
        if (!loaded) {
            load();
        }
        return nullCount;
    }

    @Override
    public boolean isNullAt(int rowId) {
        int row = row(rowId);
        return validity != 0 && (Platform.getByte(null, validity + (row >>> 3)) >>> (row & 7) & 1) == 0;
    }

    @Override
    public boolean getBoolean(int rowId) {
        int row = row(rowId);
        return (Platform.getByte(null, data + (row >>> 3)) >>> (row & 7) & 1) != 0;
    }

    @Override
    public byte getByte(int rowId) {
        int row = row(rowId);
        return Platform.getByte(null, data + row);
    }

    @Override
    public short getShort(int rowId) {
        long row = row(rowId);
        return Platform.getShort(null, data + 2 * row);
    }

    @Override
    public int getInt(int rowId) {
        long row = row(rowId);
        return Platform.getInt(null, data + 4 * row);
    }

    @Override
    public long getLong(int rowId) {
        long row = row(rowId);
        return switch (unit) {
            case MICROS -> Platform.getLong(null, data + 8 * row);
            case MILLIS -> Platform.getLong(null, data + 8 * row) * 1000L;
            case NANOS_IN_STRUCT ->
                Platform.getLong(null, data + 8 * row) * 1000L + Platform.getInt(null, nanos + 4 * row) / 1000;
            case MILLIS_OF_DAY -> Platform.getInt(null, data + 4 * row) * 1_000_000L;
        };
    }

    @Override
    public float getFloat(int rowId) {
        long row = row(rowId);
        return Platform.getFloat(null, data + 4 * row);
    }

    @Override
    public double getDouble(int rowId) {
        long row = row(rowId);
        return Platform.getDouble(null, data + 8 * row);
    }

    @Override
    public @Nullable Decimal getDecimal(int rowId, int precision, int scale) {
        if (isNullAt(rowId)) {
            return null;
        }
        long address = data + 16L * row(rowId);
        long low = Platform.getLong(null, address);
        if (precision <= Decimal.MAX_LONG_DIGITS()) {
            return Decimal.createUnsafe(low, precision, scale);
        }
        BigInteger unscaled =
                BigInteger.valueOf(Platform.getLong(null, address + 8)).shiftLeft(64);
        BigInteger lowPart = BigInteger.valueOf(low);
        unscaled = unscaled.add(low < 0 ? lowPart.add(TWO_TO_64) : lowPart);
        return Decimal.apply(new BigDecimal(unscaled, scale), precision, scale);
    }

    private int entry(int rowId) {
        int row = row(rowId);
        return indices == 0 ? row : Platform.getInt(null, indices + 4L * row);
    }

    @Override
    public @Nullable UTF8String getUTF8String(int rowId) {
        if (isNullAt(rowId)) {
            return null;
        }
        long at = offsets + 4L * entry(rowId);
        int start = Platform.getInt(null, at);
        return UTF8String.fromAddress(null, data + start, Platform.getInt(null, at + 4) - start);
    }

    @Override
    public byte @Nullable [] getBinary(int rowId) {
        if (isNullAt(rowId)) {
            return null;
        }
        long at = offsets + 4L * entry(rowId);
        int start = Platform.getInt(null, at);
        byte[] bytes = new byte[Platform.getInt(null, at + 4) - start];
        Platform.copyMemory(null, data + start, bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length);
        return bytes;
    }

    @Override
    public @Nullable ColumnarArray getArray(int rowId) {
        if (isNullAt(rowId)) {
            return null;
        }
        long at = offsets + 4L * row(rowId);
        int start = Platform.getInt(null, at);
        return new ColumnarArray(children[0], start, Platform.getInt(null, at + 4) - start);
    }

    @Override
    public @Nullable ColumnarMap getMap(int rowId) {
        if (isNullAt(rowId)) {
            return null;
        }
        long at = offsets + 4L * row(rowId);
        int start = Platform.getInt(null, at);
        return new ColumnarMap(children[0], children[1], start, Platform.getInt(null, at + 4) - start);
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        return children[ordinal];
    }

    @Override
    public String toString() {
        return "column " + field.name();
    }
}
