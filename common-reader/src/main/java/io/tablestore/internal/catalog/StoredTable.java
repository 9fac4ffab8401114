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
package io.tablestore.internal.catalog;

import io.tablestore.catalog.SystemTable;
import io.tablestore.catalog.SystemTableName;
import io.tablestore.catalog.Table;
import io.tablestore.catalog.TableCaches;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.planning.FallbackBranch;
import io.tablestore.internal.planning.ScanPlanner;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.read.PlanCheck;
import io.tablestore.internal.read.ReadersAhead;
import io.tablestore.internal.read.SectionSplitReader;
import io.tablestore.internal.read.SurvivorCache;
import io.tablestore.internal.schema.SchemaEvolution;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.internal.systemtable.SystemTables;
import io.tablestore.options.ReadOptions;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.SplitReader;
import io.tablestore.read.SplitReaders;
import io.tablestore.scan.ColumnOrder;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.ScanSummary;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.scan.Split;
import io.tablestore.scan.SummarizedPlan;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A table on a file system, with its metadata files. */
public final class StoredTable implements Table {

    private final TableFiles files;
    private final SurvivorCache survivors;

    private StoredTable(TableFiles files, SurvivorCache survivors) {
        this.files = files;
        this.survivors = survivors;
    }

    public static StoredTable open(TableFileSystem fileSystem, TablePath location, StoredTableCaches caches) {
        return new StoredTable(new TableFiles(fileSystem, location, caches.manifests()), caches.survivors());
    }

    /** Opens a table whose directory of schemas was listed just now, so that the newest schema is found without another listing. */
    static StoredTable open(TableFileSystem fileSystem, TablePath location, List<TableFileSystem.Entry> schemas) {
        StoredTableCaches none = StoredTableCaches.NONE;
        return new StoredTable(
                new TableFiles(fileSystem, location, none.manifests()).listed(schemas), none.survivors());
    }

    /** Casts a table, from a catalog or opened by its location; there is no other kind. */
    public static StoredTable of(Table table) {
        return (StoredTable) table;
    }

    @Override
    public Table branch(String name) {
        return new StoredTable(files.branch(name), survivors);
    }

    @Override
    public Table withOptions(Map<String, String> options) {
        return options.isEmpty() ? this : new StoredTable(files.withOptions(options), survivors);
    }

    @Override
    public Table withCaches(TableCaches caches) {
        StoredTableCaches stored = (StoredTableCaches) caches;
        return new StoredTable(files.withCache(stored.manifests()), stored.survivors());
    }

    @Override
    public byte[] metadata() {
        return files.known();
    }

    @Override
    public Table withMetadata(byte[] metadata) {
        return new StoredTable(files.withKnown(metadata), survivors);
    }

    @Override
    public TablePath location() {
        return files.root();
    }

    public TableFiles files() {
        return files;
    }

    @Override
    public TableSchema schema() {
        return files.schemas().latest();
    }

    @Override
    public TableSchema alter(List<SchemaChange> changes) {
        return alter(schema -> changes);
    }

    @Override
    public TableSchema alter(Function<TableSchema, List<SchemaChange>> changes) {
        while (true) {
            TableSchema newest = files.schemas().latest();
            List<SchemaChange> made = changes.apply(newest);
            if (!made.isEmpty()) {
                files.schemas().checkKnown(newest);
            }
            TableSchema next = made.isEmpty() ? newest : SchemaEvolution.apply(newest, made);
            FallbackBranch.checkChange(files, newest, next);
            if (made.isEmpty() || files.schemas().create(next)) {
                return next;
            }
        }
    }

    @Override
    public SnapshotRef.Pinned pin(SnapshotRef ref) {
        Snapshot snapshot = files.resolve(ref);
        return pinned(ref, snapshot, files.schemaFor(ref, snapshot));
    }

    @Override
    public SnapshotRef.Pinned pin(SnapshotRef ref, long schemaId) {
        return pinned(ref, files.resolve(ref), files.schemas().get(schemaId));
    }

    private SnapshotRef.Pinned pinned(SnapshotRef ref, @Nullable Snapshot snapshot, TableSchema schema) {
        files.keepPinned(snapshot);
        return new SnapshotRef.Pinned(
                snapshot == null ? 0 : snapshot.id(),
                schema.id(),
                snapshot == null ? "" : files.tags().nameOf(snapshot),
                FallbackBranch.pin(files, schema, ref, snapshot));
    }

    @Override
    public ScanPlan plan(Scan scan) {
        ScanPlan plan = ScanPlanner.plan(files, scan);
        new PlanCheck(files, scan).check(plan.splits());
        return plan;
    }

    @Override
    public ScanPlan plan(Scan scan, Consumer<List<Split>> sink) {
        return ScanPlanner.plan(files, scan, checked(scan, sink));
    }

    @Override
    public SummarizedPlan planAndSummarize(Scan scan, Consumer<List<Split>> sink) {
        return ScanPlanner.planAndSummarize(files, scan, checked(scan, sink));
    }

    private Consumer<List<Split>> checked(Scan scan, Consumer<List<Split>> sink) {
        PlanCheck check = new PlanCheck(files, scan);
        return splits -> {
            check.check(splits);
            sink.accept(splits);
        };
    }

    @Override
    public Predicate first(Scan scan, ColumnOrder order, long rows) {
        return ScanPlanner.first(files, scan, order, rows);
    }

    @Override
    public ScanSummary summarize(Scan scan) {
        return ScanPlanner.summarize(files, scan);
    }

    @Override
    public SplitReader open(ScanPlan plan, Split split, BufferAllocator allocator) {
        return open(split, plan.scan().columns(), plan.scan().predicate(), allocator);
    }

    @Override
    public TableSchema schema(Split split) {
        return filesOf(split).schemas().get(split.schemaId());
    }

    private TableFiles filesOf(Split split) {
        return split.branch().isEmpty() ? files : files.branch(split.branch());
    }

    @Override
    public SplitReader open(
            Split split, @Nullable List<String> columns, Predicate predicate, BufferAllocator allocator) {
        return reader(split, columns, predicate, allocator);
    }

    @Override
    public SplitReaders open(
            List<Split> splits, @Nullable List<String> columns, Predicate predicate, BufferAllocator allocator) {
        boolean fetchesAhead = !splits.isEmpty() && files.fileSystem().isObjectStore(files.root());
        int depth = fetchesAhead ? schema(splits.get(0)).optionSet().get(ReadOptions.AHEAD_FILES) : 0;
        return ReadersAhead.of(splits, split -> reader(split, columns, predicate, allocator), depth, allocator);
    }

    private SectionSplitReader reader(
            Split split, @Nullable List<String> columns, Predicate predicate, BufferAllocator allocator) {
        TableFiles from = filesOf(split);
        TableSchema schema = from.schemas().get(split.schemaId());
        return new SectionSplitReader(
                from,
                DataSplit.of(split),
                schema.select(columns),
                BoundPredicate.bind(predicate, schema.fields()),
                survivors,
                allocator);
    }

    @Override
    public TableSchema schema(long id) {
        return files.schemas().get(id);
    }

    @Override
    public TableSchema schema(SnapshotRef ref) {
        return files.schemaFor(ref, files.resolve(ref));
    }

    @Override
    public List<String> branchNames() {
        return files.branchNames();
    }

    @Override
    public Set<String> tagNames() {
        return files.tags().names().keySet();
    }

    @Override
    public SystemTable systemTable(SystemTableName name) {
        return SystemTables.read(name, files);
    }

    @Override
    public SystemTable systemTable(SystemTableName name, SnapshotRef ref) {
        return SystemTables.read(name, files, ref);
    }

    @Override
    public List<String> partitionDirectories() {
        return SystemTables.partitionDirectories(files);
    }
}
