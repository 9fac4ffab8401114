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
package io.tablestore.hive.statistics;

import io.tablestore.catalog.Table;
import io.tablestore.hive.table.HiveTableState;
import io.tablestore.hive.types.HiveTypes;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanSummary;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.common.StatsSetupConst;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Date;
import org.apache.hadoop.hive.metastore.api.DateColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Decimal;
import org.apache.hadoop.hive.metastore.api.DecimalColumnStatsData;
import org.apache.hadoop.hive.metastore.api.DoubleColumnStatsData;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Timestamp;
import org.apache.hadoop.hive.metastore.api.TimestampColumnStatsData;
import org.apache.hadoop.hive.ql.session.SessionStateUtil;
import org.jspecify.annotations.Nullable;

/** Statistics of a scan's rows from table metadata, in Hive's form. They do not need ANALYZE. */
public final class HiveStatistics {

    private final ScanSummary summary;
    private final TableSchema schema;

    private HiveStatistics(ScanSummary summary, TableSchema schema) {
        this.summary = summary;
        this.schema = schema;
    }

    /** The statistics, computed once per query. */
    public static HiveStatistics of(HiveTableState scanned, Configuration conf) {
        String key = "tablestore.statistics:" + scanned;
        Object known = SessionStateUtil.getResource(conf, key).orElse(null);
        if (known instanceof HiveStatistics statistics) {
            return statistics;
        }
        Table table = scanned.open(conf);
        HiveStatistics statistics =
                new HiveStatistics(table.summarize(Scan.ALL.at(scanned.snapshot())), scanned.schema(table));
        SessionStateUtil.addResource(conf, key, statistics);
        return statistics;
    }

    public Map<String, String> basic() {
        return Map.of(
                StatsSetupConst.ROW_COUNT, Long.toString(summary.rowCount()),
                StatsSetupConst.TOTAL_SIZE, Long.toString(summary.sizeInBytes()));
    }

    /** Statistics of the columns for which metadata suffices. */
    public List<ColumnStatisticsObj> columns() {
        List<ColumnStatisticsObj> columns = new ArrayList<>();
        for (DataField field : schema.fields()) {
            ScanSummary.Column known = summary.column(field);
            double distinct = summary.distinctCount(schema, field);
            if (known != null && distinct >= 0 && field.type() instanceof DataType.Atomic type) {
                ColumnStatisticsData data = data(type, known, Math.max(0, known.nullCount()), (long) distinct);
                if (data != null) {
                    FieldSchema column = HiveTypes.column(field);
                    columns.add(new ColumnStatisticsObj(column.getName(), column.getType(), data));
                }
            }
        }
        return columns;
    }

    private static @Nullable ColumnStatisticsData data(
            DataType.Atomic type, ScanSummary.Column known, long nulls, long distinct) {
        Object min = known.min();
        Object max = known.max();
        return switch (type.root()) {
            case TINYINT, SMALLINT, INT, BIGINT -> {
                LongColumnStatsData data = new LongColumnStatsData(nulls, distinct);
                if (min instanceof Long low && max instanceof Long high) {
                    data.setLowValue(low);
                    data.setHighValue(high);
                }
                yield ColumnStatisticsData.longStats(data);
            }
            case FLOAT, DOUBLE -> {
                DoubleColumnStatsData data = new DoubleColumnStatsData(nulls, distinct);
                if (min instanceof Double low && max instanceof Double high && !low.isNaN() && !high.isNaN()) {
                    data.setLowValue(low);
                    data.setHighValue(high);
                }
                yield ColumnStatisticsData.doubleStats(data);
            }
            case DECIMAL -> {
                DecimalColumnStatsData data = new DecimalColumnStatsData(nulls, distinct);
                if (min instanceof BigDecimal low && max instanceof BigDecimal high) {
                    data.setLowValue(decimal(low));
                    data.setHighValue(decimal(high));
                }
                yield ColumnStatisticsData.decimalStats(data);
            }
            case DATE -> {
                DateColumnStatsData data = new DateColumnStatsData(nulls, distinct);
                if (min instanceof Long low && max instanceof Long high) {
                    data.setLowValue(new Date(low));
                    data.setHighValue(new Date(high));
                }
                yield ColumnStatisticsData.dateStats(data);
            }
            case TIMESTAMP -> {
                TimestampColumnStatsData data = new TimestampColumnStatsData(nulls, distinct);
                if (min instanceof TimestampValue low && max instanceof TimestampValue high) {
                    data.setLowValue(new Timestamp(Math.floorDiv(low.epochMillis(), 1000L)));
                    data.setHighValue(new Timestamp(Math.floorDiv(high.epochMillis(), 1000L)));
                }
                yield ColumnStatisticsData.timestampStats(data);
            }
            case BOOLEAN,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    BLOB,
                    TIME,
                    TIMESTAMP_LTZ,
                    VARIANT,
                    ARRAY,
                    MULTISET,
                    MAP,
                    ROW,
                    VECTOR -> null; // Hive needs lengths or counts that metadata does not have
        };
    }

    private static Decimal decimal(BigDecimal value) {
        return new Decimal(
                (short) value.scale(), ByteBuffer.wrap(value.unscaledValue().toByteArray()));
    }
}
