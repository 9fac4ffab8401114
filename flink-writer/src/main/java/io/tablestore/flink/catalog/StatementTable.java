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
package io.tablestore.flink.catalog;

import io.tablestore.catalog.Table;
import io.tablestore.flink.read.FlinkTableSource;
import io.tablestore.flink.table.FlinkColumns;
import io.tablestore.flink.table.FlinkOptions;
import io.tablestore.flink.table.FlinkReadOptions;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.FlinkTableState;
import io.tablestore.flink.table.HintRules;
import io.tablestore.flink.table.SinkSettings;
import io.tablestore.flink.write.FlinkTableSink;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.TableSchema;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableFactory;

/**
 * A table as one statement uses it: with the columns that the statement was planned with, and the options from its hint
 * or from the declaration of a temporary table.
 *
 * @param name for messages
 * @param given options of the statement, without those that the table stores with the same value
 * @param time of {@code FOR SYSTEM_TIME AS OF}, in milliseconds since 1970
 * @param session configuration of the session
 * @param origin of the given options
 */
public record StatementTable(
        String name,
        FlinkTableLoader loader,
        long schemaId,
        Map<String, String> given,
        FlinkColumns planned,
        Optional<Long> time,
        ReadableConfig session,
        HintRules.Origin origin) {

    /**
     * The table of a statement.
     *
     * @param loader of the table, or of the branch in its name
     * @param found the same, opened
     * @param options of the statement and, if a catalog adds them, those that the table stores
     */
    public static StatementTable of(
            DynamicTableFactory.Context context, FlinkTableLoader loader, Table found, Map<String, String> options) {
        String name = context.getObjectIdentifier().asSummaryString();
        TableSchema schema = found.schema();
        Map<String, String> stored = schema.options();
        Map<String, String> given = new HashMap<>(options);
        given.entrySet().removeIf(option -> option.getValue().equals(stored.get(option.getKey())));
        String branch = given.remove(HintRules.BRANCH);
        if (branch != null && branch.isBlank()) {
            throw new ValidationException(
                    "Option 'branch' of the statement on table " + name + " is blank; name a branch, or leave it out.");
        }
        if (branch != null && !loader.branch().isEmpty() && !branch.equals(loader.branch())) {
            throw new ValidationException("Table " + name + " is branch '" + loader.branch()
                    + "', and the statement's option 'branch' is '" + branch + "'; give one of them.");
        }
        boolean isHinted = branch != null && !branch.equals(HintRules.MAIN) && !branch.equals(loader.branch());
        FlinkTableLoader reading = isHinted ? loader.branch(branch) : loader;
        Table read = isHinted ? reading.load() : found;
        TableSchema newest = isHinted ? read.schema() : schema;
        return new StatementTable(
                name,
                reading.withMetadata(read.metadata()),
                newest.id(),
                given,
                FlinkColumns.of(context.getCatalogTable()),
                context.getCatalogTable().getSnapshot(),
                context.getConfiguration(),
                HintRules.Origin.HINT);
    }

    /** The same table, with options from its declaration. */
    public StatementTable declared() {
        return new StatementTable(name, loader, schemaId, given, planned, time, session, HintRules.Origin.DECLARATION);
    }

    /** The source of a {@code SELECT}. */
    public DynamicTableSource source() {
        checkReadsOnce();
        HintRules.checkRead(name, given, origin);
        FlinkTableLoader reading = loader.withOptions(HintRules.changesOfReading(given));
        Table table = reading.load();
        Map<String, String> options = new HashMap<>(table.schema(schemaId).options());
        options.putAll(given);
        return new FlinkTableSource(
                time.isPresent() ? at(reading, table, time.get()) : at(reading, table, options),
                HintRules.parallelism(FlinkOptions.SCAN_PARALLELISM, options));
    }

    private void checkReadsOnce() {
        if (session.get(ExecutionOptions.RUNTIME_MODE) != RuntimeExecutionMode.BATCH) {
            throw new ValidationException(
                    "Table " + name + " cannot be read in streaming mode: the query would read one snapshot and end."
                            + " Streaming reads are not supported yet; SET 'execution.runtime-mode' = 'batch'.");
        }
    }

    /** The state at a time. The catalog returned the columns of that snapshot, not the newest ones. */
    private FlinkTableState at(FlinkTableLoader reading, Table table, long epochMillis) {
        if (FlinkReadOptions.isNamed(given)) {
            throw new ValidationException("Table " + name
                    + " is read FOR SYSTEM_TIME AS OF a time, and the hint names another state; give one of them.");
        }
        SnapshotRef ref = new SnapshotRef.Timestamp(epochMillis);
        TableSchema schema = table.schema(table.pin(ref).schemaId());
        planned.checkEquals(schema, alteredMeanwhile());
        return FlinkTableState.of(reading, table, schema, planned.names(), ref);
    }

    private FlinkTableState at(FlinkTableLoader reading, Table table, Map<String, String> options) {
        TableSchema schema = table.schema(schemaId);
        if (reading.branch().isEmpty()) {
            planned.checkEquals(schema, alteredMeanwhile());
        } else {
            planned.checkSameColumns(
                    schema,
                    "Branch '" + reading.branch() + "' of table " + name
                            + " has other columns than the statement was planned with. Name the branch in the FROM"
                            + " clause, as `<table>$branch_" + reading.branch() + "`.");
        }
        return FlinkTableState.of(reading, table, schema, planned.names(), FlinkReadOptions.of(options, zone()));
    }

    private ZoneId zone() {
        String text = session.get(TableConfigOptions.LOCAL_TIME_ZONE);
        return text.equals(TableConfigOptions.LOCAL_TIME_ZONE.defaultValue())
                ? ZoneId.systemDefault()
                : ZoneId.of(text);
    }

    private String alteredMeanwhile() {
        return "Table " + name
                + " has other columns than the statement was planned with: it was altered meanwhile, or declared"
                + " with other columns. Run the statement again, or correct the declaration.";
    }

    /** The sink of an {@code INSERT} or a {@code TRUNCATE}. */
    public DynamicTableSink sink() {
        if (!loader.branch().isEmpty()) {
            throw new ValidationException("Branch '" + loader.branch() + "' of table " + name
                    + " is not written by this connector; write the table itself, or the branch with Apache Paimon.");
        }
        HintRules.checkWrite(name, given, origin);
        FlinkTableLoader writing = loader.withOptions(HintRules.changesOfWriting(given));
        TableSchema schema = writing.schema(schemaId);
        planned.checkEquals(schema, alteredMeanwhile());
        Map<String, String> options = new HashMap<>(schema.options());
        options.putAll(given);
        return new FlinkTableSink(
                writing,
                schema,
                new SinkSettings(
                        name,
                        HintRules.parallelism(FlinkOptions.SINK_PARALLELISM, options),
                        options.getOrDefault(FlinkOptions.SINK_UID_SUFFIX.key(), ""),
                        session.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL)
                                .isPresent()));
    }
}
