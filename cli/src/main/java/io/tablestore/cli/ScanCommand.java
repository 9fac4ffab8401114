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

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.ReadMetrics;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tablestore scan}: prints the rows of a table. */
@Command(
        name = "scan",
        description = "Print the rows of a table, in no order.",
        footer = {
            "",
            "Examples:",
            "  tablestore scan /warehouse/shop.db/orders --where \"amount > 9000 AND id < 2000\" --limit 5",
            "  tablestore scan shop.orders --warehouse /warehouse --tag opening --columns id,amount --format jsonl",
            "  tablestore scan shop.orders --warehouse /warehouse --format arrow --output orders.arrows",
            "  tablestore scan s3://lake/shop.db/orders --s3 endpoint=https://store:9000 --limit 5"
        },
        mixinStandardHelpOptions = true)
final class ScanCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

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

    @Option(names = "--threads", paramLabel = "N", description = "Read with N threads (default: one per processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "table, jsonl, csv or arrow (an Arrow IPC stream); default: ${DEFAULT-VALUE}.")
    private RowFormat format = RowFormat.TABLE;

    @Option(names = "--metrics", description = "Print what was read, merged and skipped to standard error.")
    private boolean metrics;

    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() throws IOException {
        if (threads < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--threads is " + threads + "; it must be 1 or more.");
        }
        long limit = rows.limit();
        List<String> columns = rows.columns();
        Predicate predicate = rows.predicate();
        Table opened = table.open();
        SnapshotRef.Pinned pinned = opened.pin(state.snapshot());
        ScanPlan plan = opened.plan(scan().at(pinned)
                .select(printedColumns(columns, opened, pinned))
                .where(predicate)
                .limit(limit));
        try (BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE);
                OutputOption.Target out = output.open()) {
            ParallelScan scan = new ParallelScan(opened, plan, allocator, threads, limit);
            try (RowSink sink = format == RowFormat.ARROW
                    ? new ArrowSink(plan.fields(), out, allocator)
                    : new TextSink(format, plan.fields(), out)) {
                scan.run(sink);
                sink.finish();
            }
            out.complete();
            if (metrics) {
                printMetrics(scan.metrics());
            }
        }
        return 0;
    }

    /** The columns to print. JSON objects have their keys in schema order, whatever the order of {@code --columns}. */
    private @Nullable List<String> printedColumns(
            @Nullable List<String> asked, Table opened, SnapshotRef.Pinned pinned) {
        if (asked == null || format != RowFormat.JSONL) {
            return asked;
        }
        List<DataField> fields = opened.schema(pinned.schemaId()).fields();
        return asked.stream()
                .sorted(Comparator.comparing(path -> ColumnPath.position(
                        fields, ColumnPath.of(path, fields).column().id())))
                .toList();
    }

    private static void printMetrics(ReadMetrics read) {
        System.err.printf(
                "%d rows; %d stored rows merged, %d of them old versions or retractions; %d rows skipped by statistics, %d"
                        + " dropped by the condition; %d bytes of %d files; key pass %d ms, decoding %d ms%n",
                read.rowsReturned(),
                read.rowsMerged(),
                read.rowsDropped(),
                read.rowsSkipped(),
                read.rowsFiltered(),
                read.bytesRead(),
                read.files(),
                read.keyNanos() / 1_000_000,
                read.decodeNanos() / 1_000_000);
    }

    private Scan scan() {
        return readOptimized ? Scan.ALL.readOptimizedView() : Scan.ALL;
    }
}
