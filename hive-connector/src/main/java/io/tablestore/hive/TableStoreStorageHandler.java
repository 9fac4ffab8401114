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
package io.tablestore.hive;

import io.tablestore.catalog.SystemTableName;
import io.tablestore.error.TableStoreException;
import io.tablestore.hive.catalog.HiveCatalogHook;
import io.tablestore.hive.statistics.HiveStatistics;
import io.tablestore.hive.table.HiveProperties;
import io.tablestore.hive.table.HiveScan;
import io.tablestore.hive.table.HiveTableState;
import io.tablestore.hive.types.HiveTypes;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.types.TypeRoot;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaHook;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.ql.QueryState;
import org.apache.hadoop.hive.ql.ddl.DDLOperationContext;
import org.apache.hadoop.hive.ql.ddl.table.AlterTableType;
import org.apache.hadoop.hive.ql.metadata.DefaultStorageHandler;
import org.apache.hadoop.hive.ql.metadata.HiveStoragePredicateHandler;
import org.apache.hadoop.hive.ql.parse.SemanticException;
import org.apache.hadoop.hive.ql.parse.TransformSpec;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.ql.plan.FileSinkDesc;
import org.apache.hadoop.hive.ql.plan.TableDesc;
import org.apache.hadoop.hive.ql.session.SessionStateUtil;
import org.apache.hadoop.hive.ql.stats.Partish;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.Deserializer;
import org.apache.hadoop.mapred.InputFormat;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;

/**
 * Reads a table-store table as an external table of Hive 4:
 *
 * <pre>CREATE EXTERNAL TABLE t STORED BY 'io.tablestore.hive.TableStoreStorageHandler' LOCATION '/path/of/the/table'</pre>
 *
 * The columns are those of the table. The table is read-only in Hive; Flink writes it.
 */
public class TableStoreStorageHandler extends DefaultStorageHandler implements HiveStoragePredicateHandler {

    static final String READ_ONLY =
            "Hive reads table-store tables and does not write them; use Flink for INSERT, UPDATE, DELETE, MERGE, LOAD"
                    + " and TRUNCATE.";

    private static final Pattern CHANGES_ROWS =
            Pattern.compile("\\s*(update|delete|merge)\\b", Pattern.CASE_INSENSITIVE);

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends InputFormat> getInputFormatClass() {
        return TableStoreInputFormat.class;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends OutputFormat> getOutputFormatClass() {
        return TableStoreOutputFormat.class;
    }

    @Override
    public Class<? extends AbstractSerDe> getSerDeClass() {
        return TableStoreSerDe.class;
    }

    @Override
    public HiveMetaHook getMetaHook() {
        return new HiveCatalogHook(getConf());
    }

    /**
     * Pins the snapshot, so that all processes of the query read the same one. Turns vectorization off for the query if
     * a column has a type that Hive would vectorize but has no vectors for.
     */
    @Override
    public void configureInputJobProperties(TableDesc table, Map<String, String> jobProperties) {
        HiveProperties.checkSession(getConf());
        Properties properties = table.getProperties();
        HiveTableState scanned = HiveTableState.of(getConf(), properties);
        scanned.addTo(properties);
        scanned.addTo(jobProperties);
        boolean isSystemTable = !scanned.systemTable().isEmpty();
        if (scanned.columns(getConf()).stream()
                .anyMatch(column -> HiveTypes.isNeverVectorized(column)
                        || isSystemTable && column.type().root() == TypeRoot.TIMESTAMP_LTZ)) {
            SessionStateUtil.getQueryState(getConf())
                    .ifPresent(query ->
                            HiveConf.setBoolVar(query.getConf(), HiveConf.ConfVars.HIVE_VECTORIZATION_ENABLED, false));
        }
    }

    /** Hive keeps the complete predicate too, since parts of it may not be translated. */
    @Override
    public DecomposedPredicate decomposePredicate(JobConf job, Deserializer deserializer, ExprNodeDesc predicate) {
        DecomposedPredicate decomposed = new DecomposedPredicate();
        decomposed.pushedPredicate = (ExprNodeGenericFuncDesc) predicate;
        decomposed.residualPredicate = (ExprNodeGenericFuncDesc) predicate;
        return decomposed;
    }

    /** The table manages its partitions. To Hive, partition columns are ordinary columns. */
    @Override
    public boolean alwaysUnpartitioned() {
        return true;
    }

    @Override
    public boolean supportsPartitionTransform() {
        return true;
    }

    @Override
    public List<TransformSpec> getPartitionTransformSpec(org.apache.hadoop.hive.ql.metadata.Table table) {
        return scanned(table).schema(getConf()).partitionKeys().stream()
                .map(key -> new TransformSpec(
                        key.toLowerCase(Locale.ROOT), TransformSpec.TransformType.IDENTITY, Optional.empty()))
                .toList();
    }

    @Override
    public List<FieldSchema> getPartitionKeys(org.apache.hadoop.hive.ql.metadata.Table table) {
        return scanned(table).schema(getConf()).partitionFields().stream()
                .map(HiveTypes::column)
                .toList();
    }

    @Override
    public List<String> showPartitions(DDLOperationContext context, org.apache.hadoop.hive.ql.metadata.Table table) {
        HiveTableState scanned = scanned(table);
        boolean isPartitioned = !scanned.schema(getConf()).partitionKeys().isEmpty();
        return isPartitioned ? scanned.open(getConf()).partitionDirectories() : List.of();
    }

    /** Called for each scan of a version. */
    @Override
    public boolean isTimeTravelAllowed() {
        HiveTableVersions.keepApart(getConf());
        return true;
    }

    /** Called if a statement names partitions, as {@code INSERT INTO t PARTITION (...)} does. */
    @Override
    public void validatePartSpec(org.apache.hadoop.hive.ql.metadata.Table table, Map<String, String> partition)
            throws SemanticException {
        throw new SemanticException("PARTITION (...) is not supported for " + table.getFullyQualifiedName()
                + ": in Hive its partition columns are ordinary columns. " + READ_ONLY);
    }

    @Override
    public boolean isTableMetaRefSupported() {
        return true;
    }

    @Override
    public boolean isValidMetadataTable(String name) {
        return HiveTableState.isSystemTable(name);
    }

    /** Resolves {@code db.t.snapshots} and other system tables, {@code db.t.tag_x} and {@code db.t.branch_x}. */
    @Override
    public org.apache.hadoop.hive.ql.metadata.Table checkAndSetTableMetaRef(
            org.apache.hadoop.hive.ql.metadata.Table table, String ref) throws SemanticException {
        if (!HiveTableState.isRef(ref)) {
            throw new SemanticException("There is no " + table.getFullyQualifiedName() + "." + ref
                    + ". " + SystemTableName.whyMissing(ref)
                    + " A tag is named tag_<tag>, a branch branch_<branch>.");
        }
        HiveTableVersions.keepApart(getConf());
        org.apache.hadoop.hive.ql.metadata.Table copy =
                new org.apache.hadoop.hive.ql.metadata.Table(table.getTTable().deepCopy());
        copy.getTTable().putToParameters(HiveTableState.REF, ref);
        if (HiveTableState.isSystemTable(ref)) {
            copy.setMetaTable(ref);
        } else {
            copy.setSnapshotRef(ref);
        }
        return copy;
    }

    private HiveTableState scanned(org.apache.hadoop.hive.ql.metadata.Table table) {
        HiveTableState scanned = HiveTableState.of(getConf(), table.getTTable());
        SnapshotRef asked = HiveScan.of(
                        null, table.getAsOfVersion(), table.getAsOfTimestamp(), HiveTypes.zone(getConf()))
                .snapshot();
        return asked == null ? scanned : scanned.at(getConf(), asked);
    }

    @Override
    public boolean canProvideBasicStatistics() {
        return true;
    }

    @Override
    public Map<String, String> getBasicStatistics(Partish partish) {
        return HiveStatistics.of(scanned(partish.getTable()), getConf()).basic();
    }

    @Override
    public boolean canProvideColStatistics(org.apache.hadoop.hive.ql.metadata.Table table) {
        return true;
    }

    @Override
    public List<ColumnStatisticsObj> getColStatistics(org.apache.hadoop.hive.ql.metadata.Table table) {
        return HiveStatistics.of(scanned(table), getConf()).columns();
    }

    @Override
    public boolean isAllowedAlterOperation(AlterTableType operation) {
        return switch (operation) {
            case ADDPROPS, DROPPROPS, RENAME, UPDATESTATS -> true;
            default ->
                throw new TableStoreException("ALTER TABLE ... " + operation.getName()
                        + " is not supported: Hive keeps no more than the name and the place of the table. Alter the table"
                        + " itself with Flink, Spark or Trino; Hive shows what they change.");
        };
    }

    /** The first method that UPDATE, DELETE and MERGE call. Other statements call it too and are not refused. */
    @Override
    public AcidSupportType supportsAcidOperations() {
        boolean changesRows = SessionStateUtil.getQueryState(getConf())
                .map(QueryState::getQueryString)
                .filter(query -> CHANGES_ROWS.matcher(query).lookingAt())
                .isPresent();
        if (changesRows) {
            throw new TableStoreException(READ_ONLY);
        }
        return super.supportsAcidOperations();
    }

    /** Called before all rows of a table are deleted, as by TRUNCATE. */
    @Override
    public boolean supportsTruncateOnNonNativeTables() {
        throw new TableStoreException(READ_ONLY);
    }

    /** Called before files are loaded into the table, as by LOAD DATA. */
    @Override
    public boolean supportsAppendData(org.apache.hadoop.hive.metastore.api.Table table, boolean intoPartition)
            throws SemanticException {
        throw new SemanticException(READ_ONLY);
    }

    @Override
    public void validateSinkDesc(FileSinkDesc sink) throws SemanticException {
        throw new SemanticException(READ_ONLY);
    }
}
