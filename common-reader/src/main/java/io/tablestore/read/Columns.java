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

import io.tablestore.vector.ArrowColumn;
import io.tablestore.vector.BufferPool;
import io.tablestore.vector.VectorGather;

/** Small operations on columns. */
final class Columns {

    private Columns() {}

    /** The values of some rows, in a column of their own. */
    static ArrowColumn picked(ArrowColumn column, int[] rows, int count, BufferPool pool) {
        ArrowColumn picked = new VectorGather(pool).gather(column.vector(), rows, count);
        return picked.withDictionary(column.dictionary());
    }
}
