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
package io.tablestore.hive.catalog;

import io.tablestore.error.TableStoreException;
import io.tablestore.hive.table.HiveProperties;
import io.tablestore.hive.table.HiveTableState;
import io.tablestore.hive.types.HiveTypes;
import io.tablestore.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaHook;
import org.apache.hadoop.hive.metastore.TableType;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.SkewedInfo;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.hive_metastoreConstants;
import org.apache.hadoop.hive.ql.parse.TransformSpec;
import org.apache.hadoop.hive.ql.session.SessionStateUtil;
import org.jspecify.annotations.Nullable;

/**
 * Checks changes of tables in the metastore. CREATE requires an existing table whose columns and properties match the
 * declaration. DROP keeps the table's files.
 */
public final class HiveCatalogHook implements HiveMetaHook {

    private static final String PURGE = "external.table.purge";

    private final Configuration conf;

    public HiveCatalogHook(Configuration conf) {
        this.conf = conf;
    }

    @Override
    public void preCreateTable(Table table) throws MetaException {
        refusing(() -> check(table));
    }

    private interface Check {
        void run() throws MetaException;
    }

    /** Translates errors to Hive's exception, since Hive shows the messages of its own exceptions only. */
    private static void refusing(Check check) throws MetaException {
        try {
            check.run();
        } catch (TableStoreException failed) {
            MetaException shown = new MetaException(failed.getMessage());
            shown.initCause(failed);
            throw shown;
        }
    }

    private void check(Table table) throws MetaException {
        Map<String, String> parameters = table.getParameters() == null ? Map.of() : table.getParameters();
        boolean external = TableType.EXTERNAL_TABLE.name().equals(table.getTableType())
                || "TRUE".equalsIgnoreCase(parameters.get(EXTERNAL));
        if (!external || parameters.containsKey(TRANSLATED_TO_EXTERNAL)) {
            throw new MetaException(
                    "Table " + table.getTableName()
                            + " must be external, because Hive does not own its data: CREATE EXTERNAL TABLE ... LOCATION '...'.");
        }
        refusePurge(table);
        String location = table.getSd().getLocation();
        if (location == null || location.isEmpty()) {
            throw new MetaException(
                    "Table " + table.getTableName()
                            + " has no location. Give its directory: LOCATION '/path/of/the/table'. New tables are created by Flink, Spark or Trino.");
        }
        TableSchema schema = HiveTableState.of(conf, table).schema(conf);
        checkProperties(table, parameters, schema);
        List<FieldSchema> columns =
                schema.fields().stream().map(HiveTypes::column).toList();
        HiveTypes.names(schema.fields());
        checkColumns(location, table.getSd().getCols(), columns);
        checkPartitions(location, schema);
        table.getSd().setCols(new ArrayList<>(columns));
    }

    private static void checkProperties(Table table, Map<String, String> parameters, TableSchema schema)
            throws MetaException {
        Map<String, String> given = new HashMap<>(parameters);
        given.remove(HiveTableState.HIDDEN_LOCATION);
        HiveProperties.check(table.getTableName(), given, schema);
        SerDeInfo serde = table.getSd().getSerdeInfo();
        if (serde != null && serde.getParameters() != null) {
            HiveProperties.check(table.getTableName(), serde.getParameters(), schema);
        }
        SkewedInfo skew = table.getSd().getSkewedInfo();
        if (skew != null
                && skew.getSkewedColNames() != null
                && !skew.getSkewedColNames().isEmpty()) {
            throw new MetaException("SKEWED BY has no effect on table " + table.getTableName() + "; leave it out.");
        }
    }

    private static void checkColumns(String location, @Nullable List<FieldSchema> declared, List<FieldSchema> columns)
            throws MetaException {
        if (declared == null || declared.isEmpty()) {
            return;
        }
        if (!byName(declared).equals(byName(columns))) {
            throw new MetaException("The columns declared are not those of the table at " + location + ". Declared: "
                    + text(declared) + ". The table has: " + text(columns)
                    + ". Leave the columns out to use those of the table.");
        }
    }

    /** Columns by name, since Hive puts the partition columns last. */
    private static Map<String, String> byName(List<FieldSchema> columns) {
        return columns.stream()
                .collect(Collectors.toMap(
                        column -> column.getName().toLowerCase(Locale.ROOT),
                        column -> column.getType().toLowerCase(Locale.ROOT),
                        (first, second) -> first + ", " + second,
                        TreeMap::new));
    }

    private static String text(List<FieldSchema> columns) {
        return columns.stream()
                .map(column -> column.getName() + " " + column.getType())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Checks the PARTITIONED BY clause, which Hive keeps in the session. */
    private void checkPartitions(String location, TableSchema schema) throws MetaException {
        Object declared = SessionStateUtil.getResource(conf, hive_metastoreConstants.PARTITION_TRANSFORM_SPEC)
                .orElse(null);
        if (!(declared instanceof List<?> specs) || specs.isEmpty()) {
            return;
        }
        List<String> names = specs.stream()
                .map(spec -> ((TransformSpec) spec).getColumnName().toLowerCase(Locale.ROOT))
                .toList();
        List<String> keys = schema.partitionKeys().stream()
                .map(key -> key.toLowerCase(Locale.ROOT))
                .toList();
        if (!names.equals(keys)) {
            throw new MetaException("Declared: PARTITIONED BY (" + String.join(", ", names) + "). The table at "
                    + location + " is partitioned by (" + String.join(", ", keys)
                    + "). Leave PARTITIONED BY out to use these columns.");
        }
    }

    private static void refusePurge(Table table) throws MetaException {
        Map<String, String> parameters = table.getParameters();
        if (parameters != null && Boolean.parseBoolean(parameters.get(PURGE))) {
            throw new MetaException("Table " + table.getTableName() + " has '" + PURGE
                    + "' = 'true', with which DROP TABLE would delete data that others use. Unset it first. Flink drops tables"
                    + " with their data.");
        }
    }

    @Override
    public void preAlterTable(Table table, @Nullable EnvironmentContext context) throws MetaException {
        ChangedTable.refuseView(conf);
        refusePurge(table);
        List<String> keys = changed(context, SET_PROPERTIES);
        if (Stream.concat(keys.stream(), changed(context, UNSET_PROPERTIES).stream())
                        .anyMatch(EXTERNAL::equalsIgnoreCase)
                && !Boolean.parseBoolean(table.getParameters().get(EXTERNAL))) {
            throw new MetaException("Table " + table.getTableName()
                    + " stays external: otherwise DROP TABLE would delete data that others use.");
        }
        Map<String, String> set = new HashMap<>();
        for (String key : keys) {
            String value = table.getParameters().get(key);
            if (value != null) {
                set.put(key, value);
            }
        }
        if (!set.isEmpty()) {
            refusing(() -> HiveProperties.check(
                    table.getTableName(), set, HiveTableState.of(conf, table).schema(conf)));
        }
    }

    /** The keys that ALTER TABLE sets or unsets with SET TBLPROPERTIES or UNSET TBLPROPERTIES. */
    private static List<String> changed(@Nullable EnvironmentContext context, String statement) {
        String keys = context == null || context.getProperties() == null
                ? null
                : context.getProperties().get(statement);
        return keys == null ? List.of() : List.of(keys.split(PROPERTIES_SEPARATOR));
    }

    @Override
    public void preDropTable(Table table) throws MetaException {
        ChangedTable.refuseView(conf);
        refusePurge(table);
        if (TableType.MANAGED_TABLE.name().equals(table.getTableType())) {
            throw new MetaException("Table " + table.getTableName()
                    + " is managed, so DROP TABLE would delete its data. Flink drops tables with their data.");
        }
    }

    @Override
    public void commitCreateTable(Table table) {}

    @Override
    public void rollbackCreateTable(Table table) {}

    @Override
    public void rollbackDropTable(Table table) {}

    @Override
    public void commitDropTable(Table table, boolean deleteData) {}
}
