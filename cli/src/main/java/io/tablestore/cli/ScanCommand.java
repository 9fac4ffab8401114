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
import io.tablestore.read.ReadMetrics;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.vector.ArrowMemory;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tablestore scan}: prints the rows of a table. */
@Command(name = "scan", description = "Print the rows of a table, in no order.", mixinStandardHelpOptions = true)
final class ScanCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private TableOption table = new TableOption();

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "a,b",
            description = "Columns to print, fields of rows as a.b; all if left out.")
    private @Nullable List<String> columns;

    @Option(
            names = "--where",
            paramLabel = "SQL",
            description = "Rows to print: comparisons, IN, BETWEEN, LIKE 'x%%', IS NULL, AND, OR, NOT.")
    private @Nullable String where;

    @ArgGroup
    private @Nullable Version version;

    /** Which state of the table; at most one of them. */
    static final class Version {
        @Option(names = "--snapshot", paramLabel = "N", description = "Read this snapshot.")
        private @Nullable Long snapshot;

        @Option(names = "--tag", paramLabel = "T", description = "Read this tag.")
        private @Nullable String tag;

        @Option(
                names = "--timestamp",
                paramLabel = "ISO",
                description = "Read the newest snapshot committed at or before this time; UTC if it has no offset.")
        private @Nullable String timestamp;
    }

    @Option(
            names = "--read-optimized",
            description = "Of a primary-key table read only fully compacted files, which need no merge.")
    private boolean readOptimized;

    @Option(names = "--limit", paramLabel = "N", description = "Print at most N rows.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--threads", paramLabel = "N", description = "Read with N threads (default: one per processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "table, jsonl, csv or arrow (an Arrow IPC stream); default: ${DEFAULT-VALUE}.")
    private RowFormat format = RowFormat.TABLE;

    @Option(names = "--metrics", description = "Print what was read, merged and skipped to standard error.")
    private boolean metrics;

    @Option(names = "--output", paramLabel = "FILE", description = "Write to FILE instead of standard output.")
    private @Nullable String output;

    @Override
    public Integer call() throws IOException {
        if (threads < 1 || limit < 0) {
            throw usage("--threads must be 1 or more, --limit 0 or more.");
        }
        Predicate predicate = where == null ? Predicate.TRUE : SqlPredicateParser.parse(where);
        Table opened = table.open();
        SnapshotRef.Pinned pinned = opened.pin(snapshot());
        ScanPlan plan = opened.plan(scan().at(pinned)
                .select(printedColumns(opened, pinned))
                .where(predicate)
                .limit(limit));
        try (BufferAllocator allocator = ArrowMemory.newRoot(Long.MAX_VALUE);
                OutputStream out = openOutput();
                RowSink sink = format == RowFormat.ARROW
                        ? new ArrowSink(plan.fields(), out, allocator)
                        : new TextSink(format, plan.fields(), out)) {
            ParallelScan scan = new ParallelScan(opened, plan, allocator, threads, limit);
            scan.run(sink);
            if (metrics) {
                printMetrics(scan.metrics());
            }
        }
        return 0;
    }

    /** JSON objects have their keys in schema order, whatever the order of {@code --columns}. */
    private @Nullable List<String> printedColumns(Table opened, SnapshotRef.Pinned pinned) {
        List<String> asked = columns;
        if (asked == null || format != RowFormat.JSONL) {
            return asked;
        }
        List<DataField> fields = opened.files().schema(pinned.schemaId()).fields();
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

    private OutputStream openOutput() throws IOException {
        FileOutputStream target =
                output == null ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(output);
        return new BufferedOutputStream(target, 1 << 16);
    }

    private SnapshotRef snapshot() {
        if (version == null) {
            return SnapshotRef.LATEST;
        }
        if (version.snapshot != null) {
            return new SnapshotRef.Id(version.snapshot);
        }
        if (version.tag != null) {
            return new SnapshotRef.Tag(version.tag);
        }
        return new SnapshotRef.Timestamp(epochMillis(String.valueOf(version.timestamp)));
    }

    private long epochMillis(String text) {
        String iso = text.strip().replaceFirst("(?<=\\d) (?=\\d)", "T");
        try {
            if (iso.indexOf('T') < 0) {
                return LocalDate.parse(iso)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
            }
            return iso.matches(".*T.*([zZ]|[+-]\\d\\d(:?\\d\\d)?)")
                    ? OffsetDateTime.parse(iso).toInstant().toEpochMilli()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeException malformed) {
            throw usage("--timestamp '" + text + "' is not a time in ISO-8601, as in 2024-01-31T12:00:00+01:00.");
        }
    }

    private Scan scan() {
        return readOptimized ? Scan.ALL.readOptimizedView() : Scan.ALL;
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
