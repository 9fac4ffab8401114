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
import io.tablestore.writer.maintenance.OrphanFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.ProcedureHint;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.procedure.ProcedureContext;
import org.apache.flink.table.procedures.Procedure;
import org.jspecify.annotations.Nullable;

/**
 * {@code CALL sys.remove_orphan_files(...)}: deletes unreferenced files that are older than a day or than the given
 * time.
 */
public final class RemoveOrphanFilesProcedure implements Procedure {

    private static final Duration DEFAULT_AGE = Duration.ofDays(1);
    private static final Duration LEAST_AGE = Duration.ofHours(1);

    private final TableLookup tables;

    public RemoveOrphanFilesProcedure(TableLookup tables) {
        this.tables = tables;
    }

    @ProcedureHint(
            argument = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING")),
                @ArgumentHint(name = "older_than", type = @DataTypeHint("TIMESTAMP_LTZ(3)"), isOptional = true),
                @ArgumentHint(name = "dry_run", type = @DataTypeHint("BOOLEAN"), isOptional = true),
                @ArgumentHint(name = "parallelism", type = @DataTypeHint("INT"), isOptional = true),
                @ArgumentHint(name = "mode", type = @DataTypeHint("STRING"), isOptional = true)
            })
    public String[] call(
            ProcedureContext context,
            String table,
            @Nullable Instant olderThan,
            @Nullable Boolean dryRun,
            @Nullable Integer parallelism,
            @Nullable String mode) {
        ProcedureArguments.refuse("remove_orphan_files", "parallelism mode", parallelism, mode);
        Instant limit = olderThan == null ? Instant.now().minus(DEFAULT_AGE) : olderThan;
        if (limit.isAfter(Instant.now().minus(LEAST_AGE))) {
            throw new ValidationException(
                    "Argument older_than is " + limit + "; files of the last hour may belong to commits that"
                            + " are still being made, so choose a time before that.");
        }
        List<String> files = FlinkErrors.innermost(() -> {
            OrphanFiles orphans = new OrphanFiles(tables.table(table));
            return Boolean.TRUE.equals(dryRun)
                    ? orphans.find(limit.toEpochMilli())
                    : orphans.delete(limit.toEpochMilli());
        });
        return files.isEmpty() ? new String[] {"No orphan files"} : files.toArray(String[]::new);
    }
}
