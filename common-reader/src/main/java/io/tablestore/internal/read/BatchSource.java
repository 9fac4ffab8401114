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

import io.tablestore.internal.predicate.BoundPredicate;
import org.jspecify.annotations.Nullable;

/** Part of a split, read batch after batch: a file on its own, or a section whose versions are combined. */
interface BatchSource extends AutoCloseable {

    /** The next batch, or null at the end. The batch before it is no longer valid. */
    @Nullable
    DecodedBatch next();

    /** From now on rows must pass this as well. */
    void narrow(BoundPredicate more);

    @Override
    void close();
}
