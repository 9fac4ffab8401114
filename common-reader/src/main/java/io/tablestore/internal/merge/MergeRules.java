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

/**
 * The rules by which sorted runs are merged.
 *
 * @param keys the order of the keys
 * @param versions the order of the versions of a key
 * @param bounds rows with other keys take no part
 * @param levels which versions of a key count, by their level
 * @param retractions what retractions do
 */
public record MergeRules(
        RowOrder keys, VersionOrder versions, KeyBounds bounds, Levels levels, Retractions retractions) {

    /** Which versions of a key count (format reference, 7.5). */
    public enum Levels {
        ALL,

        /** Those of level 0 and, of the levels above it, only the one at the lowest level, because it is the full result. */
        LOWEST_ABOVE_ZERO
    }

    /** What the retractions of a key do. */
    public enum Retractions {
        /** They are versions like others: they hide or change older ones. */
        COUNT,

        /** Nothing, as if they had never been written. */
        IGNORED
    }

    /** Merges all stored versions of all keys. */
    public static MergeRules of(RowOrder keys, VersionOrder versions) {
        return new MergeRules(keys, versions, KeyBounds.ALL, Levels.ALL, Retractions.COUNT);
    }
}
