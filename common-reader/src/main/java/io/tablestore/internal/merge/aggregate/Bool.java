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
import io.tablestore.types.TypeRoot;

/** {@code bool_and} and {@code bool_or}. */
final class Bool implements AggregateFunction {

    private final String name;
    private final int deciding;

    /** @param deciding the value that decides the result, whatever the other values are */
    Bool(String name, int deciding) {
        this.name = name;
        this.deciding = deciding;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return (deciding == 0 ? "Whether all values are true" : "Whether some value is true")
                + "; nulls are passed over.";
    }

    @Override
    public boolean accepts(DataType type) {
        return type.root() == TypeRoot.BOOLEAN;
    }

    @Override
    public boolean retracts() {
        return false;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        return new PickMerge(field) {
            @Override
            protected int add(int held, int value, VersionColumn versions) {
                if (held == NULL || value == NULL) {
                    return held == NULL ? value : held;
                }
                return versions.bit(held) == deciding ? held : value;
            }
        };
    }
}
