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

import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.writer.maintenance.Tags;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.jspecify.annotations.Nullable;

/** {@code CALL sys.create_tag(...)}: tags a snapshot, by default the newest. */
public final class CreateTagProcedure implements Procedure {

    private final TableLookup tables;

    public CreateTagProcedure(TableLookup tables) {
        this.tables = tables;
    }

    @ProcedureHint(
            argument = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING")),
                @ArgumentHint(name = "tag", type = @DataTypeHint("STRING")),
                @ArgumentHint(name = "snapshot_id", type = @DataTypeHint("BIGINT"), isOptional = true),
                @ArgumentHint(name = "time_retained", type = @DataTypeHint("STRING"), isOptional = true)
            })
    public String[] call(
            ProcedureContext context,
            String table,
            String tag,
            @Nullable Long snapshotId,
            @Nullable String timeRetained) {
        ProcedureArguments.refuse("create_tag", "time_retained", timeRetained);
        FlinkErrors.run(
                () -> new Tags(tables.table(table)).create(ProcedureArguments.required("tag", tag), snapshotId));
        return new String[] {"Created tag " + tag};
    }
}
