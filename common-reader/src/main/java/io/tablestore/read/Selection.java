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
package io.tablestore.read;

import org.jspecify.annotations.Nullable;

/**
 * The valid rows of a batch: all, or ascending positions.
 *
 * @param positions rows of the vectors, of which the first {@code count} are valid; null means {@code 0} to {@code count - 1}
 */
public record Selection(int @Nullable [] positions, int count) {

    public static Selection all(int count) {
        return new Selection(null, count);
    }

    /** A selection of some of these rows. The result owns {@code newPositions}. */
    public Selection narrowed(int[] newPositions, int newCount) {
        if (newCount < 0 || newCount > newPositions.length || newCount > count) {
            throw new IllegalArgumentException("a selection of " + newCount + " of " + count + " rows");
        }
        return new Selection(newPositions, newCount);
    }

    public boolean isAll() {
        return positions == null;
    }

    /** The row of the vectors at position {@code index} of the selection. */
    public int row(int index) {
        return positions == null ? index : positions[index];
    }
}
