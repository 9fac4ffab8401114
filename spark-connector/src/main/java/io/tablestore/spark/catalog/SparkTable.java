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
package io.tablestore.spark.catalog;

import io.tablestore.error.TableStoreException;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.scan.Split;
import io.tablestore.spark.read.SparkScanBuilder;
import io.tablestore.spark.table.SparkReadOptions;
import io.tablestore.spark.table.SparkSettings;
import io.tablestore.spark.table.SparkTableState;
import io.tablestore.spark.types.SparkMetadataColumn;
import io.tablestore.spark.types.SparkTypes;
import io.tablestore.spark.types.SparkValues;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsDeleteV2;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsPartitionManagement;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** A table for Spark, at the snapshot that was resolved when the statement first named it. */
public final class SparkTable
        implements SupportsRead, SupportsWrite, SupportsDeleteV2, SupportsMetadataColumns, SupportsPartitionManagement {

    /** The name of the branch that is the table itself. */
    private static final String MAIN = "main";

    private final SparkTableState table;
    private final SnapshotRef asked;
    private final @Nullable Map<String, String> ofProvider;

    /**
     * @param asked the state that the statement names by {@code VERSION} or {@code TIMESTAMP AS OF}, or the latest
     * @param ofProvider the options by which the table was opened, including its path; null if a catalog found it
     */
    public SparkTable(SparkTableState table, SnapshotRef asked, @Nullable Map<String, String> ofProvider) {
        this.table = table;
        this.asked = asked;
        this.ofProvider = ofProvider;
    }

    /** Spark ends its error for a streaming write with this text. */
    @Override
    public String toString() {
        return table.name() + ", which Spark reads and Flink writes";
    }

    @Override
    public String name() {
        return table.name();
    }

    @Override
    @SuppressWarnings("deprecation") // every version of Spark derives columns() from it
    public StructType schema() {
        return SparkTypes.schema(table.schema().fields());
    }

    @Override
    public Transform[] partitioning() {
        return table.schema().partitionKeys().stream()
                .map(name -> Expressions.identity(SparkTypes.quoted(name)))
                .toArray(Transform[]::new);
    }

    @Override
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(table.schema().options());
        properties.remove("path"); // the catalog determines the location
        properties.put("provider", SparkSettings.PROVIDER);
        properties.put(TableCatalog.PROP_LOCATION, table.source().location());
        if (ofProvider == null) { // makes SHOW CREATE TABLE omit the location
            properties.put(TableCatalog.PROP_IS_MANAGED_LOCATION, "true");
        }
        if (!table.schema().primaryKeys().isEmpty()) {
            properties.put(
                    SparkDefinitions.PRIMARY_KEY,
                    String.join(",", table.schema().primaryKeys()));
        }
        String comment = table.schema().comment();
        if (comment != null) {
            properties.put("comment", comment);
        }
        return properties;
    }

    @Override
    public MetadataColumn[] metadataColumns() {
        return SparkMetadataColumn.ALL.toArray(MetadataColumn[]::new);
    }

    @Override
    public Set<TableCapability> capabilities() {
        // Declares writes and streams so that Spark calls the methods that refuse them and say what to do instead.
        EnumSet<TableCapability> declared = EnumSet.of(
                TableCapability.BATCH_READ,
                TableCapability.BATCH_WRITE,
                TableCapability.TRUNCATE,
                TableCapability.OVERWRITE_BY_FILTER,
                TableCapability.OVERWRITE_DYNAMIC);
        if (ofProvider == null) { // for a path, the provider refuses streams earlier
            declared.add(TableCapability.MICRO_BATCH_READ);
        }
        return declared;
    }

    /** @param options may name another state of the table, see {@link SparkReadOptions} */
    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        SparkSettings.check();
        SparkReadOptions read = readOptions(options);
        if (!read.branch().isEmpty() && !read.branch().equals(branch())) {
            throw new TableStoreException("A branch has columns of its own. Read it as " + table.name() + ".branch_"
                    + read.branch() + ", or by its path with the option branch.");
        }
        if (read.snapshot().equals(SnapshotRef.LATEST)) {
            return new SparkScanBuilder(table);
        }
        SparkTableState named = table.at(read.snapshot());
        if (!asked.equals(SnapshotRef.LATEST) && !named.equals(table)) {
            throw new TableStoreException(
                    "Two states of " + table.name()
                            + " are asked for: one by VERSION or TIMESTAMP AS OF, another by options of the read. Leave one out.");
        }
        return new SparkScanBuilder(named);
    }

    private String branch() {
        return table.branch().isEmpty() ? MAIN : table.branch();
    }

    /** Options of the statement override those by which the table was opened. */
    private SparkReadOptions readOptions(CaseInsensitiveStringMap options) {
        String read = "the read of " + table.name();
        if (ofProvider == null) {
            return SparkReadOptions.of(read, options, Set.of());
        }
        Map<String, String> all = new HashMap<>(ofProvider);
        all.keySet().removeIf(options::containsKey);
        all.putAll(options.asCaseSensitiveMap());
        return SparkReadOptions.of(read, new CaseInsensitiveStringMap(all), Set.of(SparkReadOptions.PATH));
    }

    @Override
    public StructType partitionSchema() {
        return SparkTypes.schema(table.schema().partitionFields());
    }

    @Override
    public InternalRow[] listPartitionIdentifiers(String[] names, InternalRow wanted) {
        Set<InternalRow> found = new LinkedHashSet<>();
        table.opened().plan(table.scan().select(List.of()), splits -> {
            for (Split split : splits) {
                InternalRow partition = partition(split);
                if (matches(partition, names, wanted)) {
                    found.add(partition);
                }
            }
        });
        return found.toArray(InternalRow[]::new);
    }

    private InternalRow partition(Split split) {
        return new GenericInternalRow(
                IntStream.range(0, table.schema().partitionKeys().size())
                        .mapToObj(i -> SparkValues.ofPartition(table.schema(), split.partition(), i))
                        .toArray());
    }

    /** Whether a partition has the given values in the given columns. */
    private boolean matches(InternalRow partition, String[] names, InternalRow wanted) {
        StructType types = partitionSchema();
        for (int i = 0; i < names.length; i++) {
            int position = types.fieldIndex(names[i]);
            DataType type = types.apply(position).dataType();
            if (!Objects.equals(wanted.get(i, type), partition.get(position, type))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Map<String, String> loadPartitionMetadata(InternalRow partition) {
        return Map.of();
    }

    @Override
    public void createPartition(InternalRow partition, Map<String, String> properties) {
        throw noWrites(name());
    }

    @Override
    public boolean dropPartition(InternalRow partition) {
        throw noWrites(name());
    }

    @Override
    public boolean truncatePartition(InternalRow partition) {
        throw noWrites(name());
    }

    @Override
    public boolean renamePartition(InternalRow from, InternalRow to) {
        throw noWrites(name());
    }

    @Override
    public void replacePartitionMetadata(InternalRow partition, Map<String, String> properties) {
        throw noWrites(name());
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        throw noWrites(name());
    }

    @Override
    public boolean canDeleteWhere(Predicate[] predicates) {
        throw noWrites(name());
    }

    @Override
    public void deleteWhere(Predicate[] predicates) {
        throw noWrites(name());
    }

    static TableStoreException noWrites(String table) {
        return new TableStoreException("Table " + table
                + " cannot be written by Spark: this connector changes metadata and reads. Write it with Flink.");
    }
}
