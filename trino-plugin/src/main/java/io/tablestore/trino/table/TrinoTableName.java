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
package io.tablestore.trino.table;

import io.tablestore.catalog.SystemTableName;
import io.tablestore.catalog.Table;
import io.tablestore.error.InvalidTableException;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The parsed name of a table, with suffixes after dollar signs: {@code t}, {@code t$ro}, {@code t$snapshots}, {@code
 * t$branch_b}, {@code t$branch_b$snapshots}.
 *
 * @param schema of the table
 * @param table its name without suffixes
 * @param branch in lower case, as Trino passes it; empty for the table itself
 * @param view {@code ro}, the name of a system table, or empty
 */
public record TrinoTableName(String schema, String table, String branch, String view) {

    private static final String BRANCH_PREFIX = "branch_";
    private static final String READ_OPTIMIZED = "ro";

    public static TrinoTableName parse(SchemaTableName name) {
        String text = name.getTableName();
        int dollar = text.indexOf('$');
        if (dollar < 1) {
            return new TrinoTableName(name.getSchemaName(), text, "", "");
        }
        String table = text.substring(0, dollar);
        String rest = text.substring(dollar + 1);
        if (!rest.startsWith(BRANCH_PREFIX)) {
            return new TrinoTableName(name.getSchemaName(), table, "", rest);
        }
        int next = rest.indexOf('$');
        String branch = rest.substring(BRANCH_PREFIX.length(), next < 0 ? rest.length() : next);
        if (branch.isEmpty()) {
            throw new TrinoException(
                    StandardErrorCode.INVALID_ARGUMENTS,
                    "'" + text + "' names no branch; write \"" + table + "$branch_<name of the branch>\".");
        }
        return new TrinoTableName(name.getSchemaName(), table, branch, next < 0 ? "" : rest.substring(next + 1));
    }

    public boolean isReadOptimized() {
        return view.equals(READ_OPTIMIZED);
    }

    /** Whether the name refers to rows of the table, not to a system table. */
    public boolean isTable() {
        return view.isEmpty() || isReadOptimized();
    }

    public Optional<SystemTableName> systemTable() {
        return Arrays.stream(SystemTableName.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ENGLISH).equals(view))
                .findFirst();
    }

    /** @throws TrinoException naming the existing system tables */
    public TrinoException unknownView() {
        List<String> known = new ArrayList<>(List.of(READ_OPTIMIZED));
        for (SystemTableName kind : SystemTableName.values()) {
            known.add(kind.name().toLowerCase(Locale.ENGLISH));
        }
        return new TrinoException(
                StandardErrorCode.TABLE_NOT_FOUND,
                "Table " + schema + "." + table + " has no system table '" + view + "'; there are: "
                        + String.join(", ", known) + ".");
    }

    /**
     * The branch in the table's spelling, since Trino passes the name in lower case. Empty for the table itself.
     *
     * @throws InvalidTableException for branches whose names differ in case only
     */
    public String branchOf(Table found) {
        if (branch.isEmpty()) {
            return "";
        }
        List<String> names = found.branchNames().stream()
                .filter(name -> name.toLowerCase(Locale.ENGLISH).equals(branch))
                .toList();
        if (names.size() > 1) {
            throw new InvalidTableException("The branches " + String.join(" and ", names)
                    + " differ in case only, and Trino cannot distinguish them; read them with Flink or Spark.");
        }
        return names.isEmpty() ? branch : names.get(0);
    }
}
