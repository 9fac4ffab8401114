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
package io.tablestore.cli;

import io.tablestore.catalog.Table;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.PlanMetrics;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.types.DataField;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tablestore explain}: shows what a scan would read. */
@Command(
        name = "explain",
        description = "Show what a scan would read: what is pruned by which rule, sections, splits, rows to merge.",
        footer = {"", "Example: tablestore explain /warehouse/shop.db/orders --where \"id = 7\" --tag opening"},
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {

    @Mixin
    private TableOption table = new TableOption();

    @Mixin
    private RowsOption rows = new RowsOption();

    @Mixin
    private StateOption state = new StateOption();

    @Option(
            names = "--read-optimized",
            description = "Of a primary-key table read only fully compacted files, which need no merge.")
    private boolean readOptimized;

    @Override
    public Integer call() {
        Predicate predicate = rows.predicate();
        List<String> columns = rows.columns();
        Table opened = table.open();
        Scan scan = readOptimized ? Scan.ALL.readOptimizedView() : Scan.ALL;
        ScanPlan plan = opened.plan(
                scan.at(state.snapshot()).select(columns).where(predicate).limit(rows.limit()));
        PlanMetrics metrics = plan.metrics();
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        line(out, "table", opened.location().toString());
        line(out, "snapshot", plan.snapshotId() == 0 ? "none" : Long.toString(plan.snapshotId()));
        line(out, "schema", Long.toString(plan.schema().id()));
        line(out, "columns", plan.fields().stream().map(DataField::name).collect(Collectors.joining(", ")));
        line(out, "where", predicate.toString());
        line(out, "manifests", metrics.manifests() + ", " + metrics.manifestsSkipped() + " pruned by partition");
        line(out, "files", metrics.files() + " with " + metrics.bytes() + " bytes in wanted partitions and buckets");
        line(out, "pruned by partition", metrics.filesByPartition() + " files");
        line(out, "pruned by bucket", metrics.filesByBucket() + " files");
        line(out, "pruned by key", metrics.filesByKey() + " files");
        line(out, "pruned by value", metrics.filesByValue() + " files");
        line(out, "pruned bytes", Long.toString(metrics.bytesSkipped()));
        line(out, "sections", metrics.sections() + ", overlap depth " + metrics.overlapDepth());
        line(out, "splits", plan.splits().size() + " with " + plan.sizeInBytes() + " bytes");
        line(out, "stored rows", metrics.storedRows() + ", " + metrics.rowsToMerge() + " of them to merge");
        line(out, "planning", metrics.planNanos() / 1_000_000 + " ms");
        out.flush();
        return 0;
    }

    private static void line(PrintStream out, String name, String value) {
        out.printf("%-20s %s%n", name, value);
    }
}
