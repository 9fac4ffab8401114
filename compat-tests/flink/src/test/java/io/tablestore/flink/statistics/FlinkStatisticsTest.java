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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.catalog.Table;
import io.tablestore.flink.read.FlinkTableSource;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.FlinkTableState;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.types.DataField;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.plan.stats.ColumnStats;
import org.apache.flink.table.plan.stats.TableStats;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the planner hears of a table that nobody has analyzed. */
class FlinkStatisticsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path warehouse;

    private static ColumnStats column(TableStats stats, String name) {
        return Objects.requireNonNull(stats.getColumnStats().get(name));
    }

    @Test
    void metadataTellsCountsAndBounds() throws Exception {
        TableEnvironment flink = TableEnvironment.create(
                EnvironmentSettings.newInstance().inBatchMode().build());
        flink.executeSql("CREATE CATALOG store WITH ('type' = 'tablestore', 'warehouse' = '" + warehouse + "')");
        flink.useCatalog("store");
        flink.executeSql("CREATE TABLE t (k INT, t TINYINT, s SMALLINT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(10, 2),"
                + " w DECIMAL(30, 2), a DATE, x STRING, ts TIMESTAMP(3), b BOOLEAN, PRIMARY KEY (k) NOT ENFORCED)"
                + " WITH ('bucket' = '1')");
        flink.executeSql("INSERT INTO t VALUES (1, CAST(1 AS TINYINT), CAST(2 AS SMALLINT), 3, CAST(4.5 AS FLOAT),"
                        + " 5.5E0, 6.25, 7.5, DATE '2026-01-02',  'a', TIMESTAMP '2026-01-02 03:04:05', TRUE), (9, CAST(11 AS"
                        + " TINYINT), CAST(12 AS SMALLINT), 13, CAST(14.5 AS FLOAT), 15.5E0, 16.25, 17.5,  DATE '2026-11-12',"
                        + " CAST(NULL AS STRING), TIMESTAMP '2026-11-12 03:04:05', FALSE)")
                .await();
        FlinkTableLoader loader = new FlinkTableLoader(
                warehouse.resolve("default.db").resolve("t").toString(), Map.of());
        Table table = loader.load();
        List<String> columns =
                table.schema().fields().stream().map(DataField::name).toList();
        FlinkTableState scan = FlinkTableState.of(loader, table, table.schema(), columns, SnapshotRef.LATEST);
        TableStats stats = new FlinkTableSource(scan, null).reportStatistics();
        assertThat(stats.getRowCount()).isEqualTo(2);
        assertThat(column(stats, "k").getNdv()).isEqualTo(2);
        assertThat(column(stats, "k").getMin()).isEqualTo(1L);
        assertThat(column(stats, "t").getMax()).isEqualTo(11L);
        assertThat(column(stats, "f").getMax()).isEqualTo(14.5);
        assertThat(column(stats, "n").getMin()).isEqualTo(new BigDecimal("6.25"));
        assertThat(column(stats, "a").getMax()).isEqualTo(Date.valueOf("2026-11-12"));
        assertThat(column(stats, "x").getNullCount()).isEqualTo(1);
        assertThat(column(stats, "x").getMax()).isNull();
        // The planner computes with them: conditions between columns, which are not the source's.
        for (String column : List.of("k", "t", "s", "l", "f", "d", "n", "w", "a", "x", "ts")) {
            String query = "SELECT COUNT(*) FROM t AS p JOIN t AS q ON p.k < q.k AND p." + column + " < q." + column
                    + " OR p." + column + " = q." + column + " AND NOT p." + column + " <> q." + column;
            try (CloseableIterator<Row> rows = flink.executeSql(query).collect()) {
                long expected = column.equals("x") ? 1 : 3;
                assertThat(rows.next().getField(0)).as(query).isEqualTo(expected);
            }
        }
    }
}
