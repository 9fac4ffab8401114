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
package io.tablestore.systemtable;

import io.tablestore.types.DataField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A view of a table's metadata as rows.
 *
 * @param columns of BIGINT, INT, STRING, TIMESTAMP(3), or TIMESTAMP(3) WITH LOCAL TIME ZONE
 * @param rows values by column: {@link Long} for numbers, {@link String}, {@link io.tablestore.types.TimestampValue}
 *     for both kinds of times; null is null
 */
public record SystemTable(List<DataField> columns, List<List<@Nullable Object>> rows) {

    public SystemTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }
}
