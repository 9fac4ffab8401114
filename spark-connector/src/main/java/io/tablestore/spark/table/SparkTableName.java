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
package io.tablestore.spark.table;

import io.tablestore.catalog.SystemTableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * The parsed name of a table {@code db.t}, of a branch {@code db.t.branch_b}, of the table's fully compacted rows
 * {@code db.t.ro}, or of a system table {@code db.t.snapshots}. A dollar sign may replace the dot after the table's
 * name.
 *
 * @param branch empty for the table itself
 * @param view name of the system table, or null
 */
public record SparkTableName(
        String database,
        String table,
        String branch,
        boolean readOptimized,
        @Nullable SystemTableName view) {

    private static final String BRANCH_PREFIX = "branch_";

    /** The parsed name, or null if it cannot be a table's. */
    public static @Nullable SparkTableName of(Identifier identifier) {
        SparkTableName name = withoutView(identifier);
        List<String> steps = steps(identifier);
        for (String suffix : steps.subList(Math.min(2, steps.size()), steps.size())) {
            name = name == null ? null : name.with(suffix);
        }
        return name;
    }

    /** The name of the base table, without branch or view; null if it cannot be a table's. */
    public static @Nullable SparkTableName withoutView(Identifier identifier) {
        List<String> steps = steps(identifier);
        return identifier.namespace().length == 0 || steps.size() < 2
                ? null
                : new SparkTableName(steps.get(0), steps.get(1), "", false, null);
    }

    public static String lastStep(Identifier identifier) {
        List<String> steps = steps(identifier);
        return steps.get(steps.size() - 1);
    }

    private static List<String> steps(Identifier identifier) {
        List<String> steps = new ArrayList<>(Arrays.asList(identifier.namespace()));
        steps.addAll(Arrays.asList(identifier.name().split("\\$", -1)));
        return steps;
    }

    private @Nullable SparkTableName with(String suffix) {
        if (readOptimized || view != null) {
            return null;
        }
        if (suffix.startsWith(BRANCH_PREFIX) && branch.isEmpty()) {
            return new SparkTableName(database, table, suffix.substring(BRANCH_PREFIX.length()), false, null);
        }
        if (suffix.equalsIgnoreCase("ro")) {
            return new SparkTableName(database, table, branch, true, null);
        }
        for (SystemTableName known : SystemTableName.values()) {
            if (known.name().equals(suffix.toUpperCase(Locale.ENGLISH))) {
                return new SparkTableName(database, table, branch, false, known);
            }
        }
        return null;
    }

    /** Whether the name is the table's own, without branch or view. */
    public boolean isWhole() {
        return branch.isEmpty() && !readOptimized && view == null;
    }
}
