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

/**
 * Which keys of a merge are returned.
 *
 * @param onlyRows whether keys without a resulting row are omitted; otherwise they are returned as retractions, which hide older
 * versions elsewhere
 * @param highestLevel keys with a version in a file at a higher level are omitted
 */
public record ReturnedKeys(boolean onlyRows, int highestLevel) {

    /** Every key; those without a resulting row are returned as retractions. */
    public static final ReturnedKeys ALL = new ReturnedKeys(false, Integer.MAX_VALUE);

    /** The keys that have a resulting row. */
    public static final ReturnedKeys ROWS = new ReturnedKeys(true, Integer.MAX_VALUE);

    /** These keys without those that have a version in a file above a level. */
    public ReturnedKeys upToLevel(int level) {
        return new ReturnedKeys(onlyRows, level);
    }

    /** Whether the level of a key's versions matters. */
    boolean hasHighestLevel() {
        return highestLevel < Integer.MAX_VALUE;
    }
}
