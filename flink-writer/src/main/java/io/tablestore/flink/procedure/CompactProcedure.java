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
package io.tablestore.flink.procedure;

import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.flink.write.BucketToCompact;
import io.tablestore.flink.write.CompactionSink;
import java.util.List;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.jspecify.annotations.Nullable;

/** {@code CALL sys.compact(...)}: runs a job that compacts a table, each bucket in one task. */
public final class CompactProcedure implements Procedure {

    private final TableLookup tables;

    public CompactProcedure(TableLookup tables) {
        this.tables = tables;
    }

    @ProcedureHint(
            argument = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING")),
                @ArgumentHint(name = "full", type = @DataTypeHint("BOOLEAN"), isOptional = true),
                @ArgumentHint(name = "partitions", type = @DataTypeHint("STRING"), isOptional = true),
                @ArgumentHint(name = "order_strategy", type = @DataTypeHint("STRING"), isOptional = true),
                @ArgumentHint(name = "order_by", type = @DataTypeHint("STRING"), isOptional = true),
                @ArgumentHint(name = "options", type = @DataTypeHint("STRING"), isOptional = true),
                @ArgumentHint(name = "where", type = @DataTypeHint("STRING"), isOptional = true),
                @ArgumentHint(name = "partition_idle_time", type = @DataTypeHint("STRING"), isOptional = true),
                @ArgumentHint(name = "compact_strategy", type = @DataTypeHint("STRING"), isOptional = true)
            })
    public String[] call(
            ProcedureContext context,
            String table,
            @Nullable Boolean full,
            @Nullable String partitions,
            @Nullable String orderStrategy,
            @Nullable String orderBy,
            @Nullable String options,
            @Nullable String where,
            @Nullable String partitionIdleTime,
            @Nullable String compactStrategy)
            throws Exception {
        ProcedureArguments.refuse(
                "compact",
                "partitions order_strategy order_by options where partition_idle_time compact_strategy",
                partitions,
                orderStrategy,
                orderBy,
                options,
                where,
                partitionIdleTime,
                compactStrategy);
        FlinkTableLoader loader = FlinkErrors.innermost(() -> tables.loader(table));
        List<BucketToCompact> buckets = FlinkErrors.innermost(() -> BucketToCompact.of(loader.load()));
        if (buckets.isEmpty()) {
            return new String[] {"The table has no files"};
        }
        StreamExecutionEnvironment environment = context.getExecutionEnvironment();
        environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
        environment
                .fromData(buckets, TypeInformation.of(BucketToCompact.class))
                .rebalance()
                .sinkTo(full == null || full ? CompactionSink.full(loader) : CompactionSink.due(loader))
                .name("Compact " + table)
                // Without this, a batch job would process so few buckets in a single task.
                .setParallelism(Math.min(environment.getParallelism(), buckets.size()));
        JobExecutionResult result = environment.execute("Compact " + table);
        return new String[] {"JobID=" + result.getJobID()};
    }
}
