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
package io.tablestore.internal.format;

import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;

/** Columns of data files that are not in the schema (format reference, 6.1 and 6.2). */
public final class SystemColumns {

    public static final DataField SEQUENCE = new DataField(
            2147483646, "_SEQUENCE_NUMBER", DataType.of(TypeRoot.BIGINT).asNotNull());
    public static final DataField KIND = new DataField(
            2147483645, "_VALUE_KIND", DataType.of(TypeRoot.TINYINT).asNotNull());

    private SystemColumns() {}

    /** Whether the column is a system column. */
    public static boolean isOne(DataField column) {
        return column.id() >= KIND.id();
    }
}
