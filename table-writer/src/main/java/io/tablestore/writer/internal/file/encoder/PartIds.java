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
package io.tablestore.writer.internal.file.encoder;

/** Ids in data files for elements, keys and values, which have no id in the schema (format reference, 6.2). */
public final class PartIds {

    private static final int BASE = 536_870_911;
    private static final int PER_FIELD = 1024;

    private PartIds() {}

    /** @param depth nesting depth below the field; 1 directly below it */
    public static int elementOrValue(int fieldId, int depth) {
        return BASE + PER_FIELD * fieldId + depth;
    }

    public static int key(int fieldId, int depth) {
        return BASE - PER_FIELD * fieldId - depth;
    }
}
