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
package io.tablestore.flink.read;

import io.tablestore.catalog.SystemTable;
import io.tablestore.catalog.SystemTableName;
import io.tablestore.catalog.Table;
import io.tablestore.flink.table.FlinkOptions;
import io.tablestore.flink.types.FlinkTypes;
import io.tablestore.types.DataField;
import io.tablestore.types.TimestampValue;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.jspecify.annotations.Nullable;

/** The source of a system table. Its rows are those at the time when the statement is planned. */
public final class FlinkSystemTable implements ScanTableSource {

    private final String name;
    private final SystemTable rows;

    private FlinkSystemTable(String name, SystemTable rows) {
        this.name = name;
        this.rows = rows;
    }

    public static FlinkSystemTable of(Table table, String name) {
        return new FlinkSystemTable(name, table.systemTable(SystemTableName.parse(name)));
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        return new Rows(rows);
    }

    private record Rows(SystemTable table) implements DataStreamScanProvider {

        @Override
        public boolean isBounded() {
            return true;
        }

        @Override
        public DataStream<RowData> produceDataStream(ProviderContext context, StreamExecutionEnvironment environment) {
            TypeInformation<RowData> type = InternalTypeInfo.of(FlinkTypes.row(table.columns()));
            List<RowData> rows = table.rows().stream().map(this::row).toList();
            // Flink refuses a source without rows.
            RowData any = new GenericRowData(table.columns().size());
            return rows.isEmpty()
                    ? environment.fromData(List.of(any), type).filter(row -> false)
                    : environment.fromData(rows, type);
        }

        private RowData row(List<@Nullable Object> values) {
            return GenericRowData.of(IntStream.range(0, values.size())
                    .mapToObj(i -> value(table.columns().get(i), values.get(i)))
                    .toArray());
        }

        private static @Nullable Object value(DataField column, @Nullable Object value) {
            if (value == null) {
                return null;
            }
            return switch (column.type().root()) {
                case BIGINT, BOOLEAN -> value;
                case INT -> ((Number) value).intValue();
                case TIMESTAMP, TIMESTAMP_LTZ -> {
                    TimestampValue time = (TimestampValue) value;
                    yield TimestampData.fromEpochMillis(time.epochMillis(), time.nanoOfMilli());
                }
                case CHAR, VARCHAR -> StringData.fromString(value.toString());
                default -> throw new IllegalStateException("a system table has a column of type " + column.type());
            };
        }
    }

    @Override
    public DynamicTableSource copy() {
        return new FlinkSystemTable(name, rows);
    }

    @Override
    public String asSummaryString() {
        return FlinkOptions.IDENTIFIER + " system table " + name;
    }
}
