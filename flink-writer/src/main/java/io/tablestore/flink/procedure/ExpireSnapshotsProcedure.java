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

import io.tablestore.catalog.Table;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.options.CommitOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import java.time.Instant;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.jspecify.annotations.Nullable;

/** {@code CALL sys.expire_snapshots(...)}: expires old snapshots. Arguments override the table's options. */
public final class ExpireSnapshotsProcedure implements Procedure {

    private final TableLookup tables;

    public ExpireSnapshotsProcedure(TableLookup tables) {
        this.tables = tables;
    }

    @ProcedureHint(
            argument = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING")),
                @ArgumentHint(name = "retain_max", type = @DataTypeHint("INT"), isOptional = true),
                @ArgumentHint(name = "retain_min", type = @DataTypeHint("INT"), isOptional = true),
                @ArgumentHint(name = "older_than", type = @DataTypeHint("TIMESTAMP_LTZ(3)"), isOptional = true),
                @ArgumentHint(name = "max_deletes", type = @DataTypeHint("INT"), isOptional = true),
                @ArgumentHint(name = "options", type = @DataTypeHint("STRING"), isOptional = true)
            })
    public String[] call(
            ProcedureContext context,
            String table,
            @Nullable Integer retainMax,
            @Nullable Integer retainMin,
            @Nullable Instant olderThan,
            @Nullable Integer maxDeletes,
            @Nullable String options) {
        ProcedureArguments.refuse("expire_snapshots", "max_deletes options", maxDeletes, options);
        int expired = FlinkErrors.innermost(() -> expire(table, retainMax, retainMin, olderThan));
        return new String[] {"Expired " + expired + " snapshots"};
    }

    private int expire(
            String table, @Nullable Integer retainMax, @Nullable Integer retainMin, @Nullable Instant olderThan) {
        Table store = tables.table(table);
        OptionSet options = store.schema().optionSet();
        long youngest = System.currentTimeMillis()
                - options.get(CommitOptions.SNAPSHOT_TIME_RETAINED).toMillis();
        int most = retainMax == null ? options.get(CommitOptions.SNAPSHOTS_RETAINED_MAX) : retainMax;
        int least = retainMin == null ? Math.min(most, options.get(CommitOptions.SNAPSHOTS_RETAINED_MIN)) : retainMin;
        if (least < 1 || most < least) {
            throw new ValidationException("The procedure expire_snapshots would keep at least " + least
                    + " snapshots (retain_min) and at"
                    + " most " + most + " (retain_max); retain_min must be 1 or more, and retain_max not less than"
                    + " retain_min. The table's options provide what is not given.");
        }
        return new SnapshotExpiry(store)
                .run(
                        least,
                        most,
                        olderThan == null ? youngest : olderThan.toEpochMilli(),
                        options.get(CommitOptions.SNAPSHOT_EXPIRE_LIMIT));
    }
}
