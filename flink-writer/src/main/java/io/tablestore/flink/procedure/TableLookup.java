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

import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.Table;
import io.tablestore.error.InvalidTableException;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.TableAccess;
import org.jspecify.annotations.Nullable;

/** Looks up the table of a procedure call, by {@code database.table}. */
public record TableLookup(Catalog catalog, TableAccess access) {

    Table table(@Nullable String name) {
        String[] parts = parts(name);
        return catalog.table(parts[0], parts[1]);
    }

    private static String[] parts(@Nullable String name) {
        if (name == null) {
            throw new InvalidTableException("The procedure's argument 'table' is NULL; write 'database.table'.");
        }
        String[] parts = name.split("\\.", -1);
        if (parts.length != 2) {
            throw new InvalidTableException("'" + name + "' is not the name of a table; write 'database.table'.");
        }
        return parts;
    }

    FlinkTableLoader loader(@Nullable String name) {
        String[] parts = parts(name);
        return new FlinkTableLoader(table(name).location().location(), parts[0], parts[1], access);
    }
}
