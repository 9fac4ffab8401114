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
package io.tablestore.internal.merge.aggregate;

import io.tablestore.internal.merge.column.AggregateFailure;
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.ObjectMerge;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.InvalidRoaringFormat;
import org.roaringbitmap.RoaringBitmap;

/** {@code rbm32}: the union of 32-bit Roaring bitmaps in their portable format. */
final class RoaringBitmap32 implements AggregateFunction {

    @Override
    public String name() {
        return "rbm32";
    }

    @Override
    public String description() {
        return "The union of 32-bit Roaring bitmaps, in and out in the portable format.";
    }

    @Override
    public boolean accepts(DataType type) {
        return type.root() == TypeRoot.VARBINARY;
    }

    @Override
    public boolean retracts() {
        return false;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        return new Merge(field);
    }

    private static final class Merge extends ObjectMerge<RoaringBitmap> {

        Merge(DataField field) {
            super(field);
        }

        @Override
        protected RoaringBitmap read(FieldVector vector, int row) {
            RoaringBitmap bitmap = new RoaringBitmap();
            try {
                bitmap.deserialize(ByteBuffer.wrap(((VarBinaryVector) vector).get(row)));
            } catch (IOException | InvalidRoaringFormat | IndexOutOfBoundsException malformed) {
                throw new AggregateFailure("a value is no 32-bit Roaring bitmap: " + malformed.getMessage());
            }
            return bitmap;
        }

        @Override
        protected void write(FieldVector target, int slot, RoaringBitmap value) {
            value.runOptimize();
            ByteBuffer bytes = ByteBuffer.allocate(value.serializedSizeInBytes());
            value.serialize(bytes);
            ((VarBinaryVector) target).setSafe(slot, bytes.array());
        }

        @Override
        protected @Nullable RoaringBitmap add(@Nullable RoaringBitmap held, @Nullable RoaringBitmap value) {
            if (held == null || value == null) {
                return held == null ? value : held;
            }
            held.or(value);
            return held;
        }
    }
}
