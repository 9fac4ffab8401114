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
package io.tablestore.internal.merge.column;

import io.tablestore.arrow.MemoryBits;
import io.tablestore.internal.merge.MergePlan;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * One column of the rows that a merge plan names: one vector per run.
 *
 * <p><b>Ownership:</b> the vectors stay with their owners.
 */
public final class VersionColumn {

    private final MergePlan plan;
    private final @Nullable FieldVector[] vectors;
    private final int[] firstRows;
    private final long[] validity;
    private final long[] data;

    /**
     * @param vectors by run; null for a run without rows in the plan
     * @param firstRows by run: the row of the plan that is row 0 of the vector
     */
    public VersionColumn(MergePlan plan, @Nullable FieldVector[] vectors, int[] firstRows) {
        this.plan = plan;
        this.vectors = vectors;
        this.firstRows = firstRows;
        this.validity = new long[vectors.length];
        this.data = new long[vectors.length];
        for (int run = 0; run < vectors.length; run++) {
            FieldVector vector = vectors[run];
            if (vector == null) {
                continue;
            }
            validity[run] =
                    vector.getNullCount() == 0 ? 0 : vector.getValidityBuffer().memoryAddress();
            // Structs and lists have no data buffer of their own.
            data[run] = vector.getField().getChildren().isEmpty()
                    ? vector.getDataBuffer().memoryAddress()
                    : 0;
        }
    }

    /** The vector that holds an entry's value. */
    public FieldVector vector(int entry) {
        FieldVector vector = vectors[plan.run(entry)];
        if (vector == null) {
            throw new IllegalStateException("no column of run " + plan.run(entry));
        }
        return vector;
    }

    /** The vectors by run. */
    public @Nullable FieldVector[] vectors() {
        return vectors;
    }

    public int run(int entry) {
        return plan.run(entry);
    }

    /** The entry's row in {@link #vector}. */
    public int row(int entry) {
        return plan.row(entry) - firstRows[plan.run(entry)];
    }

    public boolean isNull(int entry) {
        int run = plan.run(entry);
        if (validity[run] == 0) {
            return false;
        }
        int row = plan.row(entry) - firstRows[run];
        return MemoryBits.get(validity[run], row) == 0;
    }

    /** Address of the entry's value in a vector whose values are {@code width} bytes wide. */
    public long address(int entry, int width) {
        int run = plan.run(entry);
        return data[run] + (long) width * (plan.row(entry) - firstRows[run]);
    }

    /** The bit of an entry in a vector of booleans. */
    public int bit(int entry) {
        int run = plan.run(entry);
        int row = plan.row(entry) - firstRows[run];
        return MemoryBits.get(data[run], row);
    }
}
