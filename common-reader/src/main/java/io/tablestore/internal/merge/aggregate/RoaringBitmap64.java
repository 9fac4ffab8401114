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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** {@code rbm64}: the union of 64-bit Roaring bitmaps, as serialized by {@link Roaring64Bitmap}. */
final class RoaringBitmap64 implements AggregateFunction {

    @Override
    public String name() {
        return "rbm64";
    }

    @Override
    public String description() {
        return "The union of 64-bit Roaring bitmaps, in and out as Java's Roaring64Bitmap serializes them.";
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

    private static final class Merge extends ObjectMerge<Roaring64Bitmap> {

        Merge(DataField field) {
            super(field);
        }

        @Override
        protected Roaring64Bitmap read(FieldVector vector, int row) {
            Roaring64Bitmap bitmap = new Roaring64Bitmap();
            byte[] bytes = ((VarBinaryVector) vector).get(row);
            try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
                bitmap.deserialize(in);
            } catch (IOException | RuntimeException malformed) { // the library has no exception of its own for this
                throw new AggregateFailure("a value is no 64-bit Roaring bitmap: " + malformed.getMessage());
            }
            return bitmap;
        }

        @Override
        protected void write(FieldVector target, int slot, Roaring64Bitmap value) {
            value.runOptimize();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                value.serialize(out);
            } catch (IOException impossible) {
                throw new UncheckedIOException("writing to memory failed", impossible);
            }
            ((VarBinaryVector) target).setSafe(slot, bytes.toByteArray());
        }

        @Override
        protected @Nullable Roaring64Bitmap add(@Nullable Roaring64Bitmap held, @Nullable Roaring64Bitmap value) {
            if (held == null || value == null) {
                return held == null ? value : held;
            }
            held.or(value);
            return held;
        }
    }
}
