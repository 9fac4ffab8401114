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
package io.tablestore.flink.write;

import io.tablestore.error.InvalidTableException;
import io.tablestore.flink.table.FlinkOptions;
import io.tablestore.flink.table.FlinkPartitionFilter;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.OverwriteMode;
import io.tablestore.flink.table.SinkSettings;
import io.tablestore.flink.types.FlinkErrors;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.options.WriteOptions;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.RowLevelModificationScanContext;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.abilities.SupportsOverwrite;
import org.apache.flink.table.connector.sink.abilities.SupportsPartitioning;
import org.apache.flink.table.connector.sink.abilities.SupportsRowLevelDelete;
import org.apache.flink.table.connector.sink.abilities.SupportsRowLevelUpdate;
import org.apache.flink.table.connector.sink.abilities.SupportsTruncate;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/**
 * The sink of {@code INSERT INTO}, {@code INSERT OVERWRITE} and {@code TRUNCATE TABLE}. DELETE and UPDATE are implemented only
 * to refuse them with a remedy.
 */
public final class FlinkTableSink
        implements DynamicTableSink,
                SupportsOverwrite,
                SupportsPartitioning,
                SupportsTruncate,
                SupportsRowLevelDelete,
                SupportsRowLevelUpdate {

    private final FlinkTableLoader loader;
    private final TableSchema schema;
    private final SinkSettings settings;
    private boolean overwrites;
    private Map<String, String> partition = Map.of();

    /** @param schema that the statement is planned with */
    public FlinkTableSink(FlinkTableLoader loader, TableSchema schema, SinkSettings settings) {
        this.loader = loader;
        this.schema = schema;
        this.settings = settings;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requested) {
        if (!schema.hasPrimaryKey()) {
            return ChangelogMode.insertOnly();
        }
        OptionSet options = schema.optionSet();
        boolean takesUpdateBefore = MergeOptions.usesUpdateBefore(options)
                || !options.get(WriteOptions.ROW_KIND_FIELD).isEmpty();
        ChangelogMode.Builder kinds = ChangelogMode.newBuilder();
        for (RowKind kind : requested.getContainedKinds()) {
            if (takesUpdateBefore || kind != RowKind.UPDATE_BEFORE) {
                kinds.addContainedKind(kind);
            }
        }
        return kinds.build();
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
        if (overwrites && !context.isBounded()) {
            throw new ValidationException(
                    "INSERT OVERWRITE needs an input that ends; set 'execution.runtime-mode' =" + " 'batch'.");
        }
        FlinkErrors.run(() -> TableWrite.checkWritable(schema));
        Boundedness input = context.isBounded() ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
        return new FlinkSinkTopology(new FlinkSink(loader, schema.id(), input, overwriteMode()), settings);
    }

    private OverwriteMode overwriteMode() {
        if (!overwrites) {
            return OverwriteMode.NONE;
        }
        boolean touchedOnly = partition.size() < schema.partitionKeys().size()
                && schema.optionSet().get(WriteOptions.DYNAMIC_PARTITION_OVERWRITE);
        return new OverwriteMode(true, touchedOnly, partition);
    }

    @Override
    public void applyOverwrite(boolean overwrite) {
        overwrites = overwrite;
    }

    @Override
    public void applyStaticPartition(Map<String, String> values) {
        FlinkErrors.run(() -> checkStaticPartition(values));
        partition = values;
    }

    /**
     * Refuses invalid partition values before the job starts. Instants are refused because Flink's cast of their text
     * accepts no offset.
     */
    private void checkStaticPartition(Map<String, String> values) {
        for (DataField column : schema.partitionFields()) {
            if (column.type().root() == TypeRoot.TIMESTAMP_LTZ && values.containsKey(column.name())) {
                throw new InvalidTableException("PARTITION (" + column.name() + " = '" + values.get(column.name())
                        + "') is not supported, because " + column.name() + " is of type " + column.type()
                        + ". Leave it out and have the query return the value; INSERT OVERWRITE replaces the partitions"
                        + " that get rows.");
            }
        }
        FlinkPartitionFilter.of(schema, values);
    }

    @Override
    public void executeTruncation() {
        FlinkErrors.run(() -> new TableCommit(loader.load(), "flink-" + UUID.randomUUID()).truncate(TableCommit.BATCH));
    }

    @Override
    public RowLevelDeleteInfo applyRowLevelDelete(@Nullable RowLevelModificationScanContext context) {
        throw new ValidationException("DELETE is not supported yet for table " + settings.table()
                + ". Insert a changelog that has the deletes, or rows whose 'rowkind.field' says '-D';"
                + " ALTER TABLE ... DROP PARTITION, INSERT OVERWRITE and TRUNCATE TABLE work.");
    }

    @Override
    public RowLevelUpdateInfo applyRowLevelUpdate(
            List<Column> updated, @Nullable RowLevelModificationScanContext context) {
        throw new ValidationException("UPDATE is not supported yet for table " + settings.table() + ". "
                + (schema.hasPrimaryKey()
                        ? "INSERT INTO the table the changed rows; they replace those of the same primary key."
                        : "INSERT OVERWRITE the table, or its partition, with the changed rows."));
    }

    @Override
    public DynamicTableSink copy() {
        FlinkTableSink copy = new FlinkTableSink(loader, schema, settings);
        copy.overwrites = overwrites;
        copy.partition = partition;
        return copy;
    }

    @Override
    public String asSummaryString() {
        return FlinkOptions.IDENTIFIER;
    }
}
