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
package io.tablestore.trino.catalog;

import io.tablestore.trino.types.TrinoTypes;
import io.tablestore.trino.types.TrinoValues;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.InMemoryRecordSet;
import io.trino.spi.connector.RecordCursor;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A system table such as {@code "t$snapshots"}. */
final class TrinoSystemTable implements SystemTable {

    private final SchemaTableName name;
    private final io.tablestore.catalog.SystemTable rows;

    TrinoSystemTable(SchemaTableName name, io.tablestore.catalog.SystemTable rows) {
        this.name = name;
        this.rows = rows;
    }

    @Override
    public Distribution getDistribution() {
        return Distribution.SINGLE_COORDINATOR;
    }

    @Override
    public ConnectorTableMetadata getTableMetadata() {
        return new ConnectorTableMetadata(
                name,
                rows.columns().stream()
                        .map(column -> new ColumnMetadata(column.name(), TrinoTypes.of(column)))
                        .toList());
    }

    @Override
    public RecordCursor cursor(
            ConnectorTransactionHandle transaction, ConnectorSession session, TupleDomain<Integer> constraint) {
        List<DataField> columns = rows.columns();
        List<Type> types = columns.stream().map(TrinoTypes::of).toList();
        InMemoryRecordSet.Builder builder = InMemoryRecordSet.builder(types);
        for (List<@Nullable Object> row : rows.rows()) {
            @Nullable Object[] values = new Object[types.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(columns.get(i).type(), types.get(i), row.get(i));
            }
            builder.addRow(values);
        }
        return builder.build().cursor();
    }

    private static @Nullable Object value(DataType column, Type type, @Nullable Object value) {
        if (value instanceof TimestampValue) {
            return TrinoValues.of(type, value);
        }
        return column.root() == TypeRoot.INT && value instanceof Long number ? (Object) number.intValue() : value;
    }
}
