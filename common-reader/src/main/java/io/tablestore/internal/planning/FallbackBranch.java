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
package io.tablestore.internal.planning;

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.options.ReadOptions;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.scan.Split;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code scan.fallback-branch}: partitions that the table does not have are read from a branch (format reference, 10.6). */
public final class FallbackBranch {

    private FallbackBranch() {}

    private static String name(TableFiles files, TableSchema schema) {
        return files.isMain() ? schema.optionSet().get(ReadOptions.FALLBACK_BRANCH) : "";
    }

    /**
     * The branch's snapshot for one of the table: its latest for the latest, otherwise the one at the same time. The caller has
     * checked that the branch exists.
     *
     * @param ref the reference by which the table's snapshot was requested
     * @return null if the table names no branch, or the branch has no such snapshot
     * @throws InvalidTableException if the branch did not exist when the state was pinned
     */
    static @Nullable Snapshot snapshot(
            TableFiles files, TableSchema schema, SnapshotRef ref, @Nullable Snapshot snapshot) {
        String name = name(files, schema);
        if (name.isEmpty()) {
            return null;
        }
        TableFiles branch = files.branch(name);
        if (ref instanceof SnapshotRef.Pinned pinned) {
            if (pinned.fallbackSnapshotId() == SnapshotRef.Pinned.MISSING) {
                throw new InvalidTableException("The branch " + name + ", which option '"
                        + ReadOptions.FALLBACK_BRANCH.key() + "' names, was not there when the statement began, and is"
                        + " now; run the statement again.");
            }
            return pinned.fallbackSnapshotId() == 0 ? null : branch.snapshots().get(pinned.fallbackSnapshotId());
        }
        if (ref instanceof SnapshotRef.Timestamp timestamp) {
            return branch.snapshots().atOrBefore(timestamp.epochMillis());
        }
        return ref instanceof SnapshotRef.Latest || snapshot == null
                ? branch.snapshots().latest()
                : branch.snapshots().atOrBefore(snapshot.timeMillis());
    }

    /** The id of that snapshot, for a state that is resolved now and scanned later; 0 means none. */
    public static long pin(TableFiles files, TableSchema schema, SnapshotRef ref, @Nullable Snapshot snapshot) {
        String name = name(files, schema);
        if (!name.isEmpty() && isMissing(files, name)) {
            return SnapshotRef.Pinned.MISSING;
        }
        Snapshot fallback = snapshot(files, schema, ref, snapshot);
        return fallback == null ? 0 : fallback.id();
    }

    private static boolean isMissing(TableFiles files, String name) {
        return !name.equals("main") && !files.branchNames().contains(name);
    }

    /** @throws InvalidTableException if the table names a branch that does not exist */
    static void checkPresent(TableFiles files, TableSchema schema) {
        String name = name(files, schema);
        if (!name.isEmpty() && isMissing(files, name)) {
            throw new InvalidTableException("Option '" + ReadOptions.FALLBACK_BRANCH.key() + "' names the branch "
                    + name + ", which the table does not have any more; remove the option (UNSET TBLPROPERTIES in"
                    + " Spark, RESET in Flink, SET PROPERTIES scan_fallback_branch = DEFAULT in Trino), or create the"
                    + " branch again.");
        }
    }

    /**
     * Checks a schema change. A table whose branch is missing cannot be read and, in some engines, cannot be altered.
     *
     * @throws InvalidTableException if the change names a branch that the table does not have
     */
    public static void checkChange(TableFiles files, TableSchema before, TableSchema after) {
        String name = name(files, after);
        if (!name.isEmpty()
                && !name.equals(name(files, before))
                && !files.branchNames().contains(name)) {
            throw new InvalidTableException("Option '" + ReadOptions.FALLBACK_BRANCH.key() + "' names the branch "
                    + name + ", which the table does not have; set the option once the branch is there.");
        }
    }

    /** Adds the splits of the branch, for partitions that the table does not have, to the table's plan. */
    static ScanPlan complete(ScanPlan plan, @Nullable Snapshot planned, TableFiles files, Consumer<List<Split>> sink) {
        String name = name(files, plan.schema());
        Snapshot snapshot = snapshot(files, plan.schema(), plan.scan().snapshot(), planned);
        if (snapshot == null) {
            return plan;
        }
        TableFiles branch = files.branch(name);
        TableSchema schema = branch.schemas().latest();
        checkSameColumns(plan.schema(), schema);
        Scan scan = plan.scan().at(new SnapshotRef.Pinned(snapshot.id(), schema.id(), "", 0));
        Set<BinaryRow> served = ScanPlanner.partitions(files, plan.schema(), planned, plan.scan());
        ScanPlan added = ScanPlanner.plan(
                branch,
                scan,
                splits -> sink.accept(splits.stream()
                        .filter(split -> !served.contains(split.partition()))
                        .map(split -> (Split) DataSplit.of(split).onBranch(name))
                        .toList()));
        return plan.with(plan.metrics().plus(added.metrics()));
    }

    private static void checkSameColumns(TableSchema table, TableSchema branch) {
        boolean same = table.fields().size() == branch.fields().size()
                && table.partitionKeys().equals(branch.partitionKeys());
        for (int i = 0; same && i < table.fields().size(); i++) {
            DataField ours = table.fields().get(i);
            DataField theirs = branch.fields().get(i);
            same = ours.name().equals(theirs.name()) && ours.type().sameIgnoringNullability(theirs.type());
        }
        if (!same) {
            throw new UnsupportedFormatException(
                    branch.file(),
                    "a fallback branch with other columns or partitions than the table's " + table.file(),
                    "Give both the same, or unset 'scan.fallback-branch'.");
        }
    }
}
