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

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.flink.table.procedures.Procedure;
import org.jspecify.annotations.Nullable;

/** The procedures by the names that CALL takes. */
public final class Procedures {

    private static final Map<String, Function<TableLookup, Procedure>> BY_NAME = Map.of(
            "compact", CompactProcedure::new,
            "expire_snapshots", ExpireSnapshotsProcedure::new,
            "create_tag", CreateTagProcedure::new,
            "delete_tag", DeleteTagProcedure::new,
            "rollback_to", RollbackToProcedure::new,
            "remove_orphan_files", RemoveOrphanFilesProcedure::new);

    /** In alphabetical order. */
    public static final List<String> NAMES = BY_NAME.keySet().stream().sorted().toList();

    private Procedures() {}

    /** The procedure of a name, or null if there is none. */
    public static @Nullable Procedure of(String name, TableLookup tables) {
        Function<TableLookup, Procedure> found = BY_NAME.get(name);
        return found == null ? null : found.apply(tables);
    }
}
