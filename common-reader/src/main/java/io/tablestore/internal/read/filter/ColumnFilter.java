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
package io.tablestore.internal.read.filter;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.And;
import io.tablestore.internal.predicate.BoundPredicate.Constant;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.predicate.BoundPredicate.Or;
import io.tablestore.types.DataField;
import java.util.Arrays;
import java.util.function.Function;

/** Finds the rows of a batch that pass a predicate. */
public final class ColumnFilter {

    /**
     * The column that a leaf tests.
     *
     * @param field the field that the column holds
     */
    public record Tested(DataField field, ArrowColumn column) {}

    private final LeafFilter leafFilter = new LeafFilter();

    /**
     * Keeps the passing rows.
     *
     * @param columns returns the column of a leaf, decoded on first use
     * @param rows the rows to test, ascending; the passing ones are moved to its front
     * @param count only the first {@code count} entries of {@code rows} are valid
     * @return how many passed
     */
    public int filter(BoundPredicate predicate, Function<Leaf, Tested> columns, int[] rows, int count) {
        if (count == 0) {
            return 0;
        }
        if (predicate instanceof Leaf leaf) {
            Tested tested = columns.apply(leaf);
            return leaf.isNested()
                    ? leafFilter.filterNested(leaf, tested.field(), tested.column(), rows, count)
                    : leafFilter.filter(leaf, tested.column(), rows, count);
        }
        if (predicate instanceof And and) {
            int left = count;
            for (BoundPredicate child : and.children()) {
                left = filter(child, columns, rows, left);
            }
            return left;
        }
        if (predicate instanceof Or or) {
            return filterAny(or, columns, rows, count);
        }
        return ((Constant) predicate).value() ? count : 0;
    }

    /** Each child tests only the rows that no child before it has passed. */
    private int filterAny(Or or, Function<Leaf, Tested> columns, int[] rows, int count) {
        int[] open = Arrays.copyOf(rows, count);
        int openCount = count;
        int passed = 0;
        int[] passing = new int[count];
        for (BoundPredicate child : or.children()) {
            int[] tried = Arrays.copyOf(open, openCount);
            int hits = filter(child, columns, tried, openCount);
            System.arraycopy(tried, 0, passing, passed, hits);
            passed += hits;
            openCount = without(open, openCount, tried, hits);
        }
        Arrays.sort(passing, 0, passed);
        System.arraycopy(passing, 0, rows, 0, passed);
        return passed;
    }

    private static int without(int[] rows, int count, int[] removed, int removedCount) {
        int kept = 0;
        int next = 0;
        for (int i = 0; i < count; i++) {
            if (next < removedCount && removed[next] == rows[i]) {
                next++;
            } else {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }
}
