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

import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.PickMerge;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;

/** {@code first_value}. */
final class FirstValue implements AggregateFunction {

    @Override
    public String name() {
        return "first_value";
    }

    @Override
    public String description() {
        return "The value of the first version, null or not.";
    }

    @Override
    public boolean accepts(DataType type) {
        return true;
    }

    @Override
    public boolean retracts() {
        return false;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        return new Merge(field);
    }

    static class Merge extends PickMerge {

        private boolean found;

        Merge(DataField field) {
            super(field);
        }

        @Override
        protected void startGroup() {
            found = false;
        }

        @Override
        protected int add(int held, int value, VersionColumn versions) {
            if (found) {
                return held;
            }
            found = true;
            return value;
        }
    }
}
