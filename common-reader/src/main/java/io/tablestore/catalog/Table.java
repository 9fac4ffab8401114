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
import io.tablestore.predicate.BoundPredicate;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.SectionSplitReader;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.FallbackBranch;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.ScanPlanner;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.scan.Split;
import io.tablestore.scan.TableFiles;
import io.tablestore.types.DataField;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A table, opened by its location: the entry to everything else.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public final class Table {

    private final TableFiles files;

    private Table(TableFiles files) {
        this.files = files;
    }

    /**
     * Opens a table by its bare location; nothing is read yet.
     *
     * @param location the directory that holds {@code schema/} and {@code snapshot/}
     */
    public static Table open(TableFileSystem fileSystem, TablePath location) {
        return new Table(new TableFiles(fileSystem, location));
    }

    /**
     * A branch of the table, read like a table of its own; {@code main} is the table itself.
     *
     * @throws io.tablestore.error.TableStoreException if there is no such branch
     */
    public Table branch(String name) {
        return new Table(files.branch(name));
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
        return files.latestSchema();
    }

    /**
     * Resolves a reference once, so that all steps of a statement see the same state.
     *
     * @throws io.tablestore.error.TableStoreException if there is no such snapshot
     */
    public SnapshotRef.Pinned pin(SnapshotRef ref) {
        Snapshot snapshot = files.resolve(ref);
        TableSchema schema = files.schemaFor(ref, snapshot);
        Snapshot fallback = FallbackBranch.snapshot(files, schema, ref, snapshot);
        return new SnapshotRef.Pinned(
                snapshot == null ? 0 : snapshot.id(),
                schema.id(),
                snapshot != null && snapshot.file().startsWith("tag/")
                        ? snapshot.file().substring("tag/tag-".length())
                        : "",
                fallback == null ? 0 : fallback.id());
    }

    /** Resolves the snapshot and cuts the scan into splits. */
    public ScanPlan plan(Scan scan) {
        return ScanPlanner.plan(files, scan);
    }

    /** Opens a split of a plan of this process. The caller closes the reader, then the allocator. */
    public SplitReader open(ScanPlan plan, Split split, BufferAllocator allocator) {
        return split.branch().isEmpty()
                ? open(files, split, plan.fields(), plan.predicate(), allocator)
                : open(split, plan.scan().columns(), plan.scan().predicate(), allocator);
    }

    /**
     * Opens a split that came from elsewhere.
     *
     * @param columns names of the wanted columns in the split's schema; null is all
     * @param predicate rows that do not pass are not returned
     */
    public SplitReader open(
            Split split, @Nullable List<String> columns, Predicate predicate, BufferAllocator allocator) {
        TableFiles from = split.branch().isEmpty() ? files : files.branch(split.branch());
        TableSchema schema = from.schema(split.schemaId());
        List<DataField> fields = ScanPlanner.select(schema, columns);
        return open(from, split, fields, BoundPredicate.bind(predicate, schema.fields()), allocator);
    }

    private static SplitReader open(
            TableFiles files,
            Split split,
            List<DataField> fields,
            BoundPredicate predicate,
            BufferAllocator allocator) {
        TableSchema schema = files.schema(split.schemaId());
        return new SectionSplitReader(files, split, schema, fields, predicate, allocator);
    }
}
