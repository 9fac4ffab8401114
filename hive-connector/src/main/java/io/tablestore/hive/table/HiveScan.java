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
package io.tablestore.hive.table;

import io.tablestore.error.TableStoreException;
import io.tablestore.hive.types.HiveTypes;
import io.tablestore.scan.SnapshotRef;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.common.type.TimestampTZUtil;
import org.apache.hadoop.hive.ql.exec.SerializationUtilities;
import org.apache.hadoop.hive.ql.exec.TableScanOperator;
import org.apache.hadoop.hive.ql.exec.Utilities;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.ql.plan.MapWork;
import org.apache.hadoop.hive.ql.plan.TableScanDesc;
import org.jspecify.annotations.Nullable;

/**
 * The filter and the version of a table scan in a job. A MapReduce job reads a table once for all of its scans; its
 * settings hold the filter and version of only the last scan, which may be of another table. So they are taken from the
 * job's plan, and from the settings only in queries without a job.
 *
 * @param filter a condition that all required rows pass, or null
 * @param version {@code FOR SYSTEM_VERSION AS OF}: a snapshot id or a tag, or null
 * @param time {@code FOR SYSTEM_TIME AS OF} in epoch milliseconds, or null
 */
public record HiveScan(
        @Nullable ExprNodeDesc filter,
        @Nullable String version,
        @Nullable Long time) {

    /**
     * The scan of a table.
     *
     * @param home location of the table in the metastore
     * @throws TableStoreException if one job would read several versions of the table
     */
    public static HiveScan of(Configuration job, String home) {
        List<TableScanDesc> scans = scans(job, home);
        if (scans.isEmpty()) {
            return ofSettings(job);
        }
        ZoneId zone = HiveTypes.zone(job);
        HiveScan first = of(scans.get(0), zone);
        for (TableScanDesc scan : scans) {
            if (!of(scan, zone).withoutFilter().equals(first.withoutFilter())) {
                throw new TableStoreException("MapReduce reads one version of the table at " + home
                        + " in a job, and this job asks for several. SET hive.execution.engine=tez.");
            }
        }
        return scans.size() == 1 ? first : first.withoutFilter();
    }

    private HiveScan withoutFilter() {
        return new HiveScan(null, version, time);
    }

    private static HiveScan of(TableScanDesc scan, ZoneId zone) {
        return of(scan.getFilterExpr(), scan.getAsOfVersion(), scan.getAsOfTimestamp(), zone);
    }

    /** @param time as written in the query, in this zone */
    public static HiveScan of(
            @Nullable ExprNodeDesc filter, @Nullable String version, @Nullable String time, ZoneId zone) {
        return new HiveScan(
                filter,
                version,
                time == null ? null : TimestampTZUtil.parse(time, zone).toEpochMilli());
    }

    private static HiveScan ofSettings(Configuration job) {
        String filter = job.get(TableScanDesc.FILTER_EXPR_CONF_STR);
        String time = job.get(TableScanDesc.AS_OF_TIMESTAMP);
        return new HiveScan(
                filter == null ? null : SerializationUtilities.deserializeObject(filter, ExprNodeGenericFuncDesc.class),
                job.get(TableScanDesc.AS_OF_VERSION),
                time == null ? null : (Long) Long.parseLong(time));
    }

    private static List<TableScanDesc> scans(Configuration job, String home) {
        MapWork work = Utilities.getMapWork(job);
        List<TableScanDesc> scans = new ArrayList<>();
        if (work != null) {
            for (Map.Entry<Path, List<String>> input : work.getPathToAliases().entrySet()) {
                if (isSame(input.getKey(), new Path(home))) {
                    for (String alias : input.getValue()) {
                        if (work.getAliasToWork().get(alias) instanceof TableScanOperator scan) {
                            scans.add(scan.getConf());
                        }
                    }
                }
            }
        }
        return scans;
    }

    private static boolean isSame(Path path, Path other) {
        return path.equals(other)
                || Path.getPathWithoutSchemeAndAuthority(path).equals(Path.getPathWithoutSchemeAndAuthority(other));
    }

    /** The requested state of the table, or null for the current one. */
    @Nullable
    public SnapshotRef snapshot() {
        if (version != null) {
            return new SnapshotRef.Version(version);
        }
        return time == null ? null : new SnapshotRef.Timestamp(time);
    }
}
