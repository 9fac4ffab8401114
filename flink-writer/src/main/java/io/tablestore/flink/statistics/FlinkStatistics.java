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
package io.tablestore.flink.statistics;

import io.tablestore.scan.ScanSummary;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.TypeRoot;
import java.sql.Date;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.table.plan.stats.ColumnStats;
import org.apache.flink.table.plan.stats.TableStats;
import org.jspecify.annotations.Nullable;

/** Statistics of a scan's rows from table metadata, in Flink's form. */
public final class FlinkStatistics {

    private FlinkStatistics() {}

    /** @param columns to read; null for all */
    public static TableStats of(ScanSummary summary, TableSchema schema, @Nullable List<String> columns) {
        Map<String, ColumnStats> known = new HashMap<>();
        for (DataField field : schema.fields()) {
            ScanSummary.Column column = summary.column(field);
            if (column != null && (columns == null || columns.contains(field.name()))) {
                boolean unique = schema.primaryKeys().equals(List.of(field.name()));
                known.put(field.name(), of(column, unique ? summary.rowCount() : column.distinctCount()));
            }
        }
        return new TableStats(summary.rowCount(), known);
    }

    private static ColumnStats of(ScanSummary.Column column, long distinct) {
        ColumnStats.Builder stats = ColumnStats.Builder.builder();
        if (column.nullCount() >= 0) {
            stats.setNullCount(column.nullCount());
        }
        if (distinct >= 0) {
            stats.setNdv(distinct);
        }
        TypeRoot root = column.field().type().root();
        return stats.setMin(bound(column.min(), root))
                .setMax(bound(column.max(), root))
                .build();
    }

    /** A lower or upper bound. Flink's planner uses those of numbers and dates only. */
    private static @Nullable Comparable<?> bound(@Nullable Object value, TypeRoot root) {
        return switch (root) {
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, DECIMAL -> (Comparable<?>) value;
            case DATE -> value instanceof Long day ? Date.valueOf(LocalDate.ofEpochDay(day)) : null;
            default -> null;
        };
    }
}
