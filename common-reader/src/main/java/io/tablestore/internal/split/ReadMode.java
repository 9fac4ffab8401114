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
package io.tablestore.internal.split;

/** How the rows of a split's files become rows of the table. */
public enum ReadMode {
    /** Append table: every stored row is a row of the table. */
    APPEND(0),
    /** Primary-key table: runs are merged and retractions dropped. */
    MERGE(1);

    private final int code;

    ReadMode(int code) {
        this.code = code;
    }

    /** The number of the mode in a serialized split; never reused. */
    int code() {
        return code;
    }
}
