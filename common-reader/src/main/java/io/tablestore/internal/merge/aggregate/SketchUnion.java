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
import java.util.function.BinaryOperator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.theta.SetOperation;
import org.apache.datasketches.theta.Union;
import org.jspecify.annotations.Nullable;

/** {@code hll_sketch} and {@code theta_sketch}: unions of sketches that count distinct values. */
final class SketchUnion implements AggregateFunction {

    private final String name;
    private final String description;
    private final BinaryOperator<byte[]> union;

    private SketchUnion(String name, String description, BinaryOperator<byte[]> union) {
        this.name = name;
        this.description = description;
        this.union = union;
    }

    static SketchUnion hll() {
        return new SketchUnion(
                "hll_sketch", "The union of DataSketches HLL sketches, compact, of type HLL_4.", (a, b) -> {
                    org.apache.datasketches.hll.Union both = org.apache.datasketches.hll.Union.heapify(b);
                    both.update(HllSketch.heapify(a));
                    return both.getResult(TgtHllType.HLL_4).toCompactByteArray();
                });
    }

    static SketchUnion theta() {
        return new SketchUnion("theta_sketch", "The union of DataSketches theta sketches.", (a, b) -> {
            Union both = SetOperation.builder().buildUnion();
            both.union(Memory.wrap(a));
            both.union(Memory.wrap(b));
            return both.getResult().toByteArray();
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
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
        return new ObjectMerge<byte[]>(field) {
            @Override
            protected byte[] read(FieldVector vector, int row) {
                return ((VarBinaryVector) vector).get(row);
            }

            @Override
            protected void write(FieldVector target, int slot, byte[] value) {
                ((VarBinaryVector) target).setSafe(slot, value);
            }

            @Override
            protected byte @Nullable [] add(byte @Nullable [] held, byte @Nullable [] value) {
                if (held == null || value == null) {
                    return held == null ? value : held;
                }
                try {
                    return union.apply(held, value);
                } catch (RuntimeException malformed) { // the library has no exception of its own for this
                    throw new AggregateFailure("a value is no sketch for " + name + ": " + malformed.getMessage());
                }
            }
        };
    }
}
