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

/** {@code CALL sys.delete_tag(...)}: deletes a tag, and the files that only the tag retained. */
public final class DeleteTagProcedure implements Procedure {

    private final TableLookup tables;

    public DeleteTagProcedure(TableLookup tables) {
        this.tables = tables;
    }

    @ProcedureHint(
            argument = {
                @ArgumentHint(name = "table", type = @DataTypeHint("STRING")),
                @ArgumentHint(name = "tag", type = @DataTypeHint("STRING"))
            })
    public String[] call(ProcedureContext context, String table, String tag) {
        FlinkErrors.run(() -> new Tags(tables.table(table)).delete(ProcedureArguments.required("tag", tag)));
        return new String[] {"Deleted tag " + tag};
    }
}
