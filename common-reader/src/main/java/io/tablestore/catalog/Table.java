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
package io.tablestore.catalog;

import io.tablestore.format.Snapshot;
import io.tablestore.format.TableSchema;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.metadata.ManifestCache;
import io.tablestore.metadata.TableFiles;
import io.tablestore.planning.FallbackBranch;
import io.tablestore.planning.FirstRows;
import io.tablestore.planning.ScanPlanner;
import io.tablestore.predicate.BoundPredicate;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.PlanCheck;
import io.tablestore.read.SectionSplitReader;
import io.tablestore.read.SplitReader;
import io.tablestore.read.SurvivorCache;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.ScanSummary;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.scan.Split;
import io.tablestore.scan.SummarizedPlan;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.SchemaEvolution;
import io.tablestore.types.DataField;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A table, opened by its location: the entry to everything else.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public final class Table {

    private final TableFiles files;
    private final SurvivorCache survivors;

    private Table(TableFiles files, SurvivorCache survivors) {
        this.files = files;
        this.survivors = survivors;
    }

    /**
     * Opens a table by its bare location; nothing is read yet.
     *
     * @param location the directory that holds {@code schema/} and {@code snapshot/}
     */
    public static Table open(TableFileSystem fileSystem, TablePath location) {
        return open(fileSystem, location, ManifestCache.NONE, SurvivorCache.NONE);
    }

    /** The same, for a process that plans and reads its tables again and again. */
    public static Table open(
            TableFileSystem fileSystem, TablePath location, ManifestCache manifests, SurvivorCache survivors) {
        return new Table(new TableFiles(fileSystem, location, manifests), survivors);
    }

    /**
     * A branch of the table, read like a table of its own; {@code main} is the table itself.
     *
     * @throws io.tablestore.error.TableStoreException if there is no such branch
     */
    public Table branch(String name) {
        return new Table(files.branch(name), survivors);
    }

    /**
     * The table with options that hold for one statement, in the place of those that its schemas store. Whoever asks for it
     * checks that the options may be changed for a statement; it cannot be altered.
     */
    public Table withOptions(Map<String, String> options) {
        return options.isEmpty() ? this : new Table(files.withOptions(options), survivors);
    }

    public TablePath location() {
        return files.root();
    }

    /** The table's metadata files. */
    public TableFiles files() {
        return files;
    }

    /** The newest schema. */
    public TableSchema schema() {
        return files.schemas().latest();
    }

    /**
     * Changes the schema: a new version is written, made of the newest at that moment.
     *
     * @throws io.tablestore.error.InvalidTableException if a change is not possible
     * @throws io.tablestore.error.UnsupportedFormatException if the schema's file has members that would get lost
     */
    public TableSchema alter(List<SchemaChange> changes) {
        return alter(schema -> changes);
    }

    /** The same where the changes depend on the newest schema; without any, nothing is written. */
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

    /**
     * Resolves a reference once, so that all steps of a statement see the same state.
     *
     * @throws io.tablestore.error.TableStoreException if there is no such snapshot
     */
    public SnapshotRef.Pinned pin(SnapshotRef ref) {
        Snapshot snapshot = files.resolve(ref);
        TableSchema schema = files.schemaFor(ref, snapshot);
        return new SnapshotRef.Pinned(
                snapshot == null ? 0 : snapshot.id(),
                schema.id(),
                snapshot == null ? "" : files.tags().nameOf(snapshot),
                FallbackBranch.pin(files, schema, ref, snapshot));
    }

    /** Resolves the snapshot and cuts the scan into splits. */
    public ScanPlan plan(Scan scan) {
        ScanPlan plan = ScanPlanner.plan(files, scan);
        new PlanCheck(files, scan).check(plan.splits());
        return plan;
    }

    /**
     * As {@link #plan(Scan)}, handing splits on as soon as no metadata that is still to be read can add to them.
     *
     * @param sink takes the splits, which the plan returned does not have
     */
    public ScanPlan plan(Scan scan, Consumer<List<Split>> sink) {
        return ScanPlanner.plan(files, scan, checked(scan, sink));
    }

    /** As {@link #plan(Scan, Consumer)}, with what the metadata says of the rows, from one pass over it. */
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

    /**
     * A condition that the first rows of a scan in an order meet, told by metadata alone: fewer files need be read with
     * it. TRUE where nothing is known.
     *
     * @param rows how many rows are the first
     */
    public Predicate first(Scan scan, FirstRows.Order order, long rows) {
        return ScanPlanner.first(files, scan, order, rows);
    }

    /** Adds up what the metadata says of the rows of a scan and of its columns, without reading any. */
    public ScanSummary summarize(Scan scan) {
        return ScanPlanner.summarize(files, scan);
    }

    /** Opens a split of a plan of this process. The caller closes the reader, then the allocator. */
    public SplitReader open(ScanPlan plan, Split split, BufferAllocator allocator) {
        return split.branch().isEmpty()
                ? open(files, split, plan.fields(), plan.predicate(), allocator)
                : open(split, plan.scan().columns(), plan.scan().predicate(), allocator);
    }

    /** The schema that the rows of a split are returned in. */
    public TableSchema schema(Split split) {
        return filesOf(split).schemas().get(split.schemaId());
    }

    private TableFiles filesOf(Split split) {
        return split.branch().isEmpty() ? files : files.branch(split.branch());
    }

    /**
     * Opens a split that came from elsewhere.
     *
     * @param columns names of the wanted columns in the split's schema; null is all
     * @param predicate rows that do not pass are not returned
     */
    public SplitReader open(
            Split split, @Nullable List<String> columns, Predicate predicate, BufferAllocator allocator) {
        TableFiles from = filesOf(split);
        TableSchema schema = from.schemas().get(split.schemaId());
        List<DataField> fields = ScanPlanner.select(schema, columns);
        return open(from, split, fields, BoundPredicate.bind(predicate, schema.fields()), allocator);
    }

    private SplitReader open(
            TableFiles from, Split split, List<DataField> fields, BoundPredicate predicate, BufferAllocator allocator) {
        TableSchema schema = from.schemas().get(split.schemaId());
        return new SectionSplitReader(from, split, schema, fields, predicate, survivors, allocator);
    }
}
