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
import io.tablestore.writer.maintenance.Rollback;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.jspecify.annotations.Nullable;

/** {@code CALL sys.rollback_to(...)}: rolls the table back to a snapshot, or to the snapshot of a tag. */
public final class RollbackToProcedure implements Procedure {

    private final TableLookup tables;

    public RollbackToProcedure(TableLookup tables) {
        this.tables = tables;
    }

    @ProcedureHint(
            argument = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING")),
                @ArgumentHint(name = "snapshot_id", type = @DataTypeHint("BIGINT"), isOptional = true),
                @ArgumentHint(name = "tag", type = @DataTypeHint("STRING"), isOptional = true)
            })
    public String[] call(ProcedureContext context, String table, @Nullable Long snapshotId, @Nullable String tag) {
        if ((snapshotId == null) == (tag == null)) {
            throw new ValidationException(
                    "The procedure rollback_to takes either snapshot_id or tag; give one of them.");
        }
        FlinkErrors.run(() -> rollBack(new Rollback(tables.table(table)), snapshotId, tag));
        return new String[] {"Rolled back to " + (tag == null ? "snapshot " + snapshotId : "tag " + tag)};
    }

    private static void rollBack(Rollback rollback, @Nullable Long snapshotId, @Nullable String tag) {
        if (tag != null) {
            rollback.toTag(tag);
        } else if (snapshotId != null) {
            rollback.toSnapshot(snapshotId);
        }
    }
}
