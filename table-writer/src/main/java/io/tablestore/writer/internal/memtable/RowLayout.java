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
package io.tablestore.writer.internal.memtable;

import io.tablestore.internal.merge.RowOrder;
import io.tablestore.internal.merge.VersionOrder;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.List;

/**
 * The columns of a table, and those that determine the order of its rows.
 *
 * @param keyPositions positions of the trimmed primary key, in key order; empty for a table without a key
 * @param sequencePositions positions of the {@code sequence.field} columns
 * @param order order of keys
 * @param versions order of the versions of a key
 */
record RowLayout(
        List<DataField> fields,
        List<Integer> keyPositions,
        List<Integer> sequencePositions,
        RowOrder order,
        VersionOrder versions) {

    static RowLayout of(TableSchema schema) {
        OptionSet options = schema.optionSet();
        List<DataField> keys = schema.hasPrimaryKey() ? schema.trimmedPrimaryKey() : List.of();
        List<DataField> sequence = !schema.hasPrimaryKey()
                ? List.of()
                : options.get(MergeOptions.SEQUENCE_FIELD).stream()
                        .map(schema::field)
                        .toList();
        return new RowLayout(
                schema.fields(),
                positions(schema, keys),
                positions(schema, sequence),
                new RowOrder(keys.stream().map(DataField::type).toList()),
                new VersionOrder(
                        sequence.stream().map(DataField::type).toList(),
                        options.get(MergeOptions.SEQUENCE_SORT_ORDER)));
    }

    private static List<Integer> positions(TableSchema schema, List<DataField> columns) {
        return columns.stream().map(column -> schema.fields().indexOf(column)).toList();
    }
}
