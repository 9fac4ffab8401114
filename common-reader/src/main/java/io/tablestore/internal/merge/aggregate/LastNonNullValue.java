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
package io.tablestore.internal.merge.aggregate;

import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.PickMerge;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;

/** {@code last_non_null_value}: the last value that is not null; the retraction of a value sets null. */
final class LastNonNullValue implements AggregateFunction {

    @Override
    public String name() {
        return "last_non_null_value";
    }

    @Override
    public String description() {
        return "The last value that is not null. The retraction of a value leaves null.";
    }

    @Override
    public boolean accepts(DataType type) {
        return true;
    }

    @Override
    public boolean retracts() {
        return true;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        return new Merge(field);
    }

    static final class Merge extends PickMerge {

        Merge(DataField field) {
            super(field);
        }

        @Override
        protected void addAll(MergePlan plan, VersionColumn versions, int[] target) {
            for (int group = 0; group < plan.groupCount(); group++) {
                int entry = plan.end(group) - 1;
                int start = plan.start(group);
                while (entry > start && versions.isNull(entry)) {
                    entry--;
                }
                target[group] = entry;
            }
        }

        @Override
        protected int add(int held, int value, VersionColumn versions) {
            return value == NULL ? held : value;
        }

        @Override
        protected int retract(int held, int value) {
            return value == NULL ? held : NULL;
        }
    }
}
