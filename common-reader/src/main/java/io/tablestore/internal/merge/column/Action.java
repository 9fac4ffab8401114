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
package io.tablestore.internal.merge.column;

/** The effect of one version of a key on one column: one byte per entry of a merge plan. */
public final class Action {

    /** Nothing. */
    public static final byte SKIP = 0;

    /** The column is set to the version's value, whatever its old value. */
    public static final byte SET = 1;

    /** The version's value is added to the column's. */
    public static final byte ADD = 2;

    /** The column's value is added to the version's, which is older. */
    public static final byte ADD_REVERSED = 3;

    /** The version's value is retracted. */
    public static final byte RETRACT = 4;

    /** The column is set to the version's value, which is then retracted. */
    public static final byte SET_AND_RETRACT = 5;

    private Action() {}
}
