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

/** Reads part of a split batch by batch: a single file, or a section whose versions are combined. */
interface BatchSource extends AutoCloseable {

    /** The next batch, or null at the end. Invalidates the previous batch. */
    @Nullable
    DecodedBatch next();

    /** Adds a condition that further rows must satisfy. */
    void narrow(BoundPredicate more);

    @Override
    void close();
}
