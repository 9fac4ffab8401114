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

import io.tablestore.types.DataField;

/**
 * A function has no result for a key, for example because of an overflow. A caller that knows the keys turns this into an error.
 */
@SuppressWarnings("serial") // never leaves the reader
public final class AggregateFailure extends RuntimeException {

    private final int group;
    private final String column;
    private final String reason;

    /** A failure whose column and key are added by whoever knows them. */
    public AggregateFailure(String message) {
        this(message, "", -1);
    }

    private AggregateFailure(String message, String column, int group) {
        super(message, null, false, false);
        this.column = column;
        this.group = group;
        this.reason = message;
    }

    /** This failure, of a column and a group of the plan. */
    public AggregateFailure of(DataField field, int failedGroup) {
        return new AggregateFailure(reason, field.name(), failedGroup);
    }

    /** A failure of the key rather than of one column. */
    public static AggregateFailure ofKey(int group, String message) {
        return new AggregateFailure(message, "", group);
    }

    /** The failure of a function that takes no retractions. */
    public static AggregateFailure noRetraction() {
        return new AggregateFailure(
                "its aggregate function takes no retractions; set 'fields.<column>.ignore-retract' = 'true' to pass over"
                        + " them");
    }

    /** The group of the plan that was being merged. */
    public int group() {
        return group;
    }

    /** The column, or empty if the failure concerns the key. */
    public String column() {
        return column;
    }
}
