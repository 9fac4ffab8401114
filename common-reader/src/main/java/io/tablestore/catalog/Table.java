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

/**
 * A table: its schemas, its snapshots, and scans of them. Open it by location with {@link io.tablestore.TableStore}, or by name
 * with a {@link Catalog}.
 *
 * <p>A scan takes three steps: {@link #pin} resolves the snapshot, {@link #plan} finds the files and groups them into splits,
 * {@link #open} reads one split, in this process or another.
 *
 * <p><b>Threads:</b> safe for concurrent use. Each reader that it opens belongs to one thread.
 */
public interface Table {

    /** The directory that contains {@code schema/} and {@code snapshot/}. */
    TablePath location();

    /** The newest schema. */
    TableSchema schema();

    /**
     * The schema with this id.
     *
     * @throws io.tablestore.error.TableStoreException if there is none
     */
    TableSchema schema(long id);

    /**
     * The schema of the rows that a scan of {@code ref} returns: the snapshot's schema for time travel, otherwise the newest.
     *
     * @throws io.tablestore.error.TableStoreException if there is no such snapshot
     */
    TableSchema schema(SnapshotRef ref);

    /** The schema of the rows that a split returns. */
    TableSchema schema(Split split);

    /**
     * Changes the schema: applies the changes to the newest schema and writes the result as a new version.
     *
     * @throws io.tablestore.error.InvalidTableException if a change is not possible
     * @throws io.tablestore.error.UnsupportedFormatException if the schema file has members that would be lost
     */
    TableSchema alter(List<SchemaChange> changes);

    /** As {@link #alter(List)}, with changes computed from the newest schema. If there are none, nothing is written. */
    TableSchema alter(Function<TableSchema, List<SchemaChange>> changes);

    /**
     * A branch of the table, which is read like a separate table. {@code main} is the table itself.
     *
     * @throws io.tablestore.error.TableStoreException if there is no such branch
     */
    Table branch(String name);

    /** Names of the existing branches, ascending, without {@code main}. */
    List<String> branchNames();

    /** Names of the tags. */
    Set<String> tagNames();

    /**
     * The table with some options overridden for one statement. The caller checks that a statement may set these options. The
     * returned table cannot be altered.
     */
    Table withOptions(Map<String, String> options);

    /** The same table with caches for a process that reads the same tables repeatedly. */
    Table withCaches(TableCaches caches);

    /**
     * The schemas and the pinned snapshot that this table has read so far, for {@link #withMetadata} in other processes of the
     * same statement.
     */
    byte[] metadata();

    /**
     * The same table, which does not read again what {@link #metadata} contains.
     *
     * @param metadata of this table, or of this branch, in the same version of the reader
     * @throws io.tablestore.error.TableStoreException if the bytes are damaged or of another version
     */
    Table withMetadata(byte[] metadata);

    /**
     * Resolves a reference once, so that all steps of a statement see the same snapshot.
     *
     * @throws io.tablestore.error.TableStoreException if there is no such snapshot
     */
    SnapshotRef.Pinned pin(SnapshotRef ref);

    /** As {@link #pin(SnapshotRef)}, with the rows in the columns of a schema that is known already. */
    SnapshotRef.Pinned pin(SnapshotRef ref, long schemaId);

    /** Resolves the snapshot and groups the files to read into splits. */
    ScanPlan plan(Scan scan);

    /**
     * As {@link #plan(Scan)}, but passes on each split as soon as the remaining metadata cannot add files to it.
     *
     * @param sink receives the splits; the returned plan has none
     */
    ScanPlan plan(Scan scan, Consumer<List<Split>> sink);

    /** As {@link #plan(Scan, Consumer)}, and {@link #summarize(Scan)} in the same pass over the metadata. */
    SummarizedPlan planAndSummarize(Scan scan, Consumer<List<Split>> sink);

    /** Summarizes the rows and columns of a scan from metadata only; reads no rows. */
    ScanSummary summarize(Scan scan);

    /**
     * Returns a condition that the first {@code rows} rows of a scan in an order satisfy. Adding it to the scan lets planning
     * skip files. It is found in the metadata alone, and TRUE if nothing is known.
     *
     * @param rows number of rows wanted
     */
    Predicate first(Scan scan, ColumnOrder order, long rows);

    /** Opens a split that was planned in this process. Close the reader before the allocator. */
    SplitReader open(ScanPlan plan, Split split, BufferAllocator allocator);

    /**
     * Opens a split that was planned elsewhere. Close the reader before the allocator.
     *
     * @param columns names of the wanted columns in the split's schema; null means all
     * @param predicate rows that do not satisfy it are not returned
     */
    SplitReader open(Split split, @Nullable List<String> columns, Predicate predicate, BufferAllocator allocator);

    /**
     * Opens several splits one after the other, for one thread or for several that share them. The parameters are those of
     * {@link #open(Split, List, Predicate, BufferAllocator)}.
     */
    SplitReaders open(
            List<Split> splits, @Nullable List<String> columns, Predicate predicate, BufferAllocator allocator);

    /** Reads a system table of the latest snapshot. */
    SystemTable systemTable(SystemTableName name);

    /**
     * Reads a system table of a snapshot.
     *
     * @throws io.tablestore.error.TableStoreException if {@code ref} is not the latest snapshot and the system table does not
     *     describe the files of one snapshot
     */
    SystemTable systemTable(SystemTableName name, SnapshotRef ref);

    /** The directories {@code k1=v1/k2=v2} of the partitions that contain rows, escaped as on disk, ascending. */
    List<String> partitionDirectories();
}
