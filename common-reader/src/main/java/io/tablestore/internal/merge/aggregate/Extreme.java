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

import io.tablestore.internal.merge.ColumnOrder;
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.PickMerge;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;

/** {@code max} and {@code min}. */
final class Extreme implements AggregateFunction {

    private final String name;
    private final int sign;

    /** @param sign the sign of the comparison for which a new value replaces the current one */
    Extreme(String name, int sign) {
        this.name = name;
        this.sign = sign;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return (sign > 0 ? "The greatest" : "The smallest") + " value; nulls are passed over.";
    }

    @Override
    public boolean accepts(DataType type) {
        TypeRoot root = type.root();
        return type instanceof DataType.Atomic
                && root != TypeRoot.BOOLEAN
                && root != TypeRoot.VARIANT
                && root != TypeRoot.BLOB;
    }

    @Override
    public boolean retracts() {
        return false;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        ColumnOrder order = ColumnOrder.of(field.type());
        return new PickMerge(field) {
            @Override
            protected int add(int held, int value, VersionColumn versions) {
                if (held == NULL || value == NULL) {
                    return held == NULL ? value : held;
                }
                int comparison = order.compare(
                        versions.vector(value), versions.row(value), versions.vector(held), versions.row(held));
                return Integer.signum(comparison) == sign || comparison == 0 && sign < 0 ? value : held;
            }
        };
    }
}
