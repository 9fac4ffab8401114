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
package io.tablestore.internal.merge;

import io.tablestore.types.DataType;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** The order of primary keys, over the vectors of the key columns. Keys are never null. */
public final class RowOrder {

    private final ColumnOrder[] columns;

    /** @param types types of the key columns, in key order */
    public RowOrder(List<DataType> types) {
        columns = types.stream().map(ColumnOrder::of).toArray(ColumnOrder[]::new);
    }

    /** Compares two keys. */
    public int compare(List<FieldVector> left, int leftRow, List<FieldVector> right, int rightRow) {
        for (int i = 0; i < columns.length; i++) {
            int order = columns[i].compare(left.get(i), leftRow, right.get(i), rightRow);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /**
     * Prefixes of the keys as numbers that sort like the keys. Keys with equal prefixes need {@link #compare} unless {@link
     * #prefixIsWhole}.
     */
    public void prefixes(List<FieldVector> keys, int count, long[] target) {
        columns[0].prefixes(keys.get(0), count, target);
    }

    /** Whether equal prefixes mean equal keys. */
    public boolean prefixIsWhole() {
        return columns.length == 1 && columns[0].prefixIsWhole();
    }
}
