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
package io.tablestore.internal.file.decoder;

import io.tablestore.internal.vector.Coverage;
import org.jspecify.annotations.Nullable;

/**
 * Maps rows of a unit to slots of a vector.
 *
 * @param start first row of the range, counted from the start of the unit
 * @param count rows in the range
 * @param rows the wanted rows, ascending, relative to {@code start}; null means all {@code count}
 * @param slots the slot of each wanted row, ascending; null means {@code 0, 1, 2, ...}. Slots without a row are null.
 * @param wanted only the first {@code wanted} entries of {@code rows} and {@code slots} are valid
 * @param slotCount slots of the vector
 */
public record RowSet(long start, int count, int @Nullable [] rows, int @Nullable [] slots, int wanted, int slotCount) {

    /** A range without gaps. */
    public static RowSet all(long start, int count) {
        return new RowSet(start, count, null, null, count, count);
    }

    /** Which slots of the vector have a row. */
    public Coverage coverage() {
        return slots == null ? Coverage.EVERY_SLOT : Coverage.SOME_SLOTS;
    }
}
