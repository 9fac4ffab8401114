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
package io.tablestore.internal.read;

import io.tablestore.internal.merge.RowBits;
import org.jspecify.annotations.Nullable;

/**
 * The stored rows of a file that count, before any predicate is applied.
 *
 * @param start first row, inclusive
 * @param end last row, exclusive
 * @param survivors bits of the rows that the merge or a deletion vector keeps, or null if every row counts
 * @param survivorOffset the bit of row 0; that of row {@code r} is {@code survivorOffset + r}
 * @param dropRetracts whether row kinds must be checked
 */
record WantedRows(long start, long end, @Nullable RowBits survivors, long survivorOffset, boolean dropRetracts) {}
