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

import io.tablestore.fs.TablePath;
import io.tablestore.predicate.Predicate;
import io.tablestore.read.SplitReader;
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

/**
 * A table: its schemas, its states, and scans of them. {@link io.tablestore.TableStore} opens one by its location, a {@link
 * Catalog} by its name.
 *
 * <p>A scan takes three steps: {@link #pin} resolves the state to be read, {@link #plan} finds the files and cuts them into
 * splits, {@link #open} reads one split, in this process or another.
 *
 * <p><b>Threads:</b> safe for use by many. The readers that it opens belong to one thread each.
 */
public interface Table {

    /** The directory that holds {@code schema/} and {@code snapshot/}. */
    TablePath location();

    /** The newest schema. */
    TableSchema schema();

    /**
     * A schema by its number.
     *
     * @throws io.tablestore.error.TableStoreException if there is none
     */
    TableSchema schema(long id);

    /**
     * The schema in which the rows of a state are returned: that of the snapshot when travelling in time, otherwise the newest.
     *
     * @throws io.tablestore.error.TableStoreException if there is no such state
     */
    TableSchema schema(SnapshotRef ref);

    /** The schema in which the rows of a split are returned. */
    TableSchema schema(Split split);

    /**
     * Changes the schema: a new version is written, made of the newest at that moment.
     *
     * @throws io.tablestore.error.InvalidTableException if a change is not possible
     * @throws io.tablestore.error.UnsupportedFormatException if the schema's file has members that would get lost
     */
    TableSchema alter(List<SchemaChange> changes);

    /** The same where the changes depend on the newest schema; without any, nothing is written. */
    TableSchema alter(Function<TableSchema, List<SchemaChange>> changes);

    /**
     * A branch of the table, read like a table of its own; {@code main} is the table itself.
     *
     * @throws io.tablestore.error.TableStoreException if there is no such branch
     */
    Table branch(String name);

    /** The branches that are there, ascending, without {@code main}. */
    List<String> branchNames();

    /** The names of the tags. */
    Set<String> tagNames();

    /**
     * The table with options that hold for one statement, in the place of those that its schemas store. Whoever asks for it
     * checks that the options may be changed for a statement; it cannot be altered.
     */
    Table withOptions(Map<String, String> options);

    /**
     * Resolves a reference once, so that all steps of a statement see the same state.
     *
     * @throws io.tablestore.error.TableStoreException if there is no such snapshot
     */
    SnapshotRef.Pinned pin(SnapshotRef ref);

    /** Resolves the snapshot and cuts the scan into splits. */
    ScanPlan plan(Scan scan);

    /**
     * As {@link #plan(Scan)}, handing splits on as soon as no metadata that is still to be read can add to them.
     *
     * @param sink takes the splits, which the plan returned does not have
     */
    ScanPlan plan(Scan scan, Consumer<List<Split>> sink);

    /** As {@link #plan(Scan, Consumer)}, with what the metadata says of the rows, from one pass over it. */
    SummarizedPlan planAndSummarize(Scan scan, Consumer<List<Split>> sink);

    /** Adds up what the metadata says of the rows of a scan and of its columns, without reading any. */
    ScanSummary summarize(Scan scan);

    /**
     * A condition that the first rows of a scan in an order fulfil, found in the metadata alone: fewer files need be read
     * with it. TRUE where nothing is known.
     *
     * @param rows how many rows are the first
     */
    Predicate first(Scan scan, ColumnOrder order, long rows);

    /** Opens a split of a plan of this process. The caller closes the reader, then the allocator. */
    SplitReader open(ScanPlan plan, Split split, BufferAllocator allocator);

    /**
     * Opens a split that was planned elsewhere. The caller closes the reader, then the allocator.
     *
     * @param columns names of the wanted columns in the split's schema; null is all
     * @param predicate rows that do not pass are not returned
     */
    SplitReader open(Split split, @Nullable List<String> columns, Predicate predicate, BufferAllocator allocator);

    /** Reads a system table of the latest state. */
    SystemTable systemTable(SystemTableName name);

    /**
     * Reads a system table of a state.
     *
     * @throws io.tablestore.error.TableStoreException if it is not one of a snapshot's files and another state than the
     *     latest is asked for
     */
    SystemTable systemTable(SystemTableName name, SnapshotRef ref);

    /** The directories {@code k1=v1/k2=v2} of the partitions that have rows, escaped as they are on disk, ascending. */
    List<String> partitionDirectories();
}
