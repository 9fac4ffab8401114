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

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The range of wanted keys; each bound is one row of key columns.
 *
 * @param lower first key, inclusive; null means unbounded
 * @param upper last key, exclusive; null means unbounded
 */
public record KeyBounds(
        @Nullable List<FieldVector> lower, @Nullable List<FieldVector> upper) {

    /** Every key. */
    public static final KeyBounds ALL = new KeyBounds(null, null);
}
