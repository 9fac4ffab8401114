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
 * What a name means: a table, {@code db.t}; a branch of it, {@code db.t.branch_b}; its fully compacted rows, {@code
 * db.t.ro}; or a view of its metadata, {@code db.t.snapshots}. Instead of the dot behind the table there may be a dollar sign.
 *
 * @param branch or empty
 * @param view of the metadata, or null
 */
public record SparkTableName(
        String database,
        String table,
        String branch,
        boolean readOptimized,
        @Nullable SystemTableName view) {

    private static final String BRANCH_PREFIX = "branch_";

    /** Null for what cannot be the name of a table. */
    public static @Nullable SparkTableName of(Identifier identifier) {
        SparkTableName name = withoutView(identifier);
        List<String> steps = steps(identifier);
        for (String suffix : steps.subList(Math.min(2, steps.size()), steps.size())) {
            name = name == null ? null : name.with(suffix);
        }
        return name;
    }

    /** The table itself, whatever follows its name; null for what cannot be the name of a table. */
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

    /** Whether it is the table itself. */
    public boolean isWhole() {
        return branch.isEmpty() && !readOptimized && view == null;
    }
}
