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
package io.tablestore.flink.table;

import io.tablestore.error.TableStoreException;
import org.apache.flink.table.catalog.exceptions.CatalogException;

/**
 * The parsed name of a table in a statement, in Apache Paimon's grammar: {@code t}, {@code t$branch_b}, {@code t$files}
 * or {@code t$branch_b$files}.
 *
 * @param branch empty for the table itself
 * @param systemTable empty for the rows of the table
 */
public record FlinkTableName(String table, String branch, String systemTable) {

    private static final char SEPARATOR = '$';
    private static final String BRANCH = "branch_";

    /** The view of a primary-key table's fully compacted rows. */
    static final String READ_OPTIMIZED = "ro";

    /** @throws TableStoreException if nothing follows {@code $} or {@code $branch_} */
    public static FlinkTableName of(String name) {
        int first = name.indexOf(SEPARATOR);
        if (first <= 0) {
            return new FlinkTableName(name, "", "");
        }
        if (name.endsWith("$") || name.endsWith(SEPARATOR + BRANCH) || name.contains(SEPARATOR + BRANCH + SEPARATOR)) {
            throw new TableStoreException("'" + name
                    + "' names no table: after the $ there must be a system table, as in t$files, or a branch, as in"
                    + " t$branch_b.");
        }
        String table = name.substring(0, first);
        String rest = name.substring(first + 1);
        if (!rest.startsWith(BRANCH)) {
            return new FlinkTableName(table, "", rest);
        }
        int second = rest.indexOf(SEPARATOR);
        return second < 0
                ? new FlinkTableName(table, rest.substring(BRANCH.length()), "")
                : new FlinkTableName(table, rest.substring(BRANCH.length(), second), rest.substring(second + 1));
    }

    /** Whether the name is the table's own. Such a table can be created, altered and written. */
    public boolean isPlain() {
        return branch.isEmpty() && systemTable.isEmpty();
    }

    /** @throws CatalogException if the name is not the table's own */
    public static void checkPlain(String name) {
        if (!of(name).isPlain()) {
            throw new CatalogException("'" + name
                    + "' cannot be created or changed: a name with a $ refers to a branch or a system table, which are"
                    + " read only. Name the table itself.");
        }
    }

    public boolean isReadOptimized() {
        return systemTable.equals(READ_OPTIMIZED);
    }

    /** Whether the name refers to metadata instead of the table's rows. */
    public boolean isSystemTable() {
        return !systemTable.isEmpty() && !isReadOptimized();
    }
}
