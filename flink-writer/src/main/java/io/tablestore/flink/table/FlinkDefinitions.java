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
package io.tablestore.flink.table;

import io.tablestore.catalog.SystemTable;
import io.tablestore.catalog.Table;
import io.tablestore.error.InvalidTableException;
import io.tablestore.flink.types.FlinkTypes;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.table.catalog.CatalogTable;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogTable;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.TableDistribution;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.catalog.WatermarkSpec;
import org.apache.flink.table.types.utils.TypeConversions;
import org.jspecify.annotations.Nullable;

/**
 * Translates table definitions from and to Flink. Computed columns and watermarks exist only in Flink. They are stored
 * in options under the names that Apache Paimon's catalog uses, so that either catalog can read the other's.
 */
public final class FlinkDefinitions {

    private static final String SCHEMA = "schema.";
    private static final String NAME = ".name";
    private static final String TYPE = ".data-type";
    private static final String EXPRESSION = ".expr";
    private static final String WATERMARK = "schema.watermark.0";
    private static final String ROWTIME = WATERMARK + ".rowtime";
    private static final String STRATEGY = WATERMARK + ".strategy.expr";
    private static final String STRATEGY_TYPE = WATERMARK + ".strategy.data-type";

    public static final List<String> WATERMARK_KEYS = List.of(ROWTIME, STRATEGY, STRATEGY_TYPE);

    private FlinkDefinitions() {}

    /**
     * The definition of a new table.
     *
     * @throws InvalidTableException naming a part of the statement that tables do not support
     */
    public static TableDefinition definition(ResolvedCatalogTable table) {
        table.getDistribution().ifPresent(FlinkDefinitions::refuseDistribution);
        ResolvedSchema resolved = table.getResolvedSchema();
        Map<String, String> options = new HashMap<>(table.getOptions());
        List<DataField> fields = new ArrayList<>();
        List<Column> columns = resolved.getColumns();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            if (column instanceof Column.PhysicalColumn) {
                fields.add(field(column));
            } else {
                putComputed(column, i, options);
            }
        }
        for (WatermarkSpec watermark : resolved.getWatermarkSpecs()) {
            putWatermark(watermark, options);
        }
        List<String> primaryKeys =
                resolved.getPrimaryKey().map(UniqueConstraint::getColumns).orElse(List.of());
        String comment = table.getComment();
        return new TableDefinition(
                fields,
                table.getPartitionKeys(),
                primaryKeys,
                options,
                comment == null || comment.isEmpty() ? null : comment);
    }

    private static void refuseDistribution(TableDistribution distribution) {
        throw new InvalidTableException("DISTRIBUTED BY " + distribution.getBucketKeys()
                + " is not supported: buckets are set by options. Leave the clause out and give the options 'bucket' and"
                + " 'bucket-key', WITH ('bucket' = '"
                + distribution.getBucketCount().orElse(4) + "'"
                + (distribution.getBucketKeys().isEmpty()
                        ? ""
                        : ", 'bucket-key' = '" + String.join(",", distribution.getBucketKeys()) + "'")
                + ").");
    }

    public static DataField field(Column column) {
        return new DataField(
                -1,
                column.getName(),
                FlinkTypes.fromFlink(column.getName(), column.getDataType().getLogicalType()),
                column.getComment().orElse(null));
    }

    private static void putComputed(Column column, int position, Map<String, String> options) {
        if (!(column instanceof Column.ComputedColumn computed)) {
            throw new InvalidTableException(
                    "Column " + column.getName() + " is a metadata column, which tables do not have; leave it out.");
        }
        options.put(SCHEMA + position + NAME, column.getName());
        options.put(
                SCHEMA + position + TYPE, column.getDataType().getLogicalType().asSerializableString());
        options.put(SCHEMA + position + EXPRESSION, computed.getExpression().asSerializableString());
    }

    public static void putWatermark(WatermarkSpec watermark, Map<String, String> options) {
        options.put(ROWTIME, watermark.getRowtimeAttribute());
        options.put(STRATEGY, watermark.getWatermarkExpression().asSerializableString());
        options.put(
                STRATEGY_TYPE,
                watermark
                        .getWatermarkExpression()
                        .getOutputDataType()
                        .getLogicalType()
                        .asSerializableString());
    }

    /** Whether the option stores a computed column or a watermark. Users do not see these options. */
    public static boolean isHidden(String key) {
        return key.startsWith(WATERMARK) || key.matches("schema\\.\\d+\\.(name|data-type|expr)");
    }

    /** The current definition of a table, with its location as an option. */
    public static CatalogTable catalogTable(TableSchema schema, String location) {
        return catalogTable(schema, schema.options(), location, null);
    }

    /**
     * The definition of a table at an earlier time: its columns at that time, with its current options, which apply to
     * reads of every state. An earlier option would look like a hint of the statement.
     *
     * @param schema at that time
     * @param epochMillis the time that a query requests
     */
    public static CatalogTable earlierTable(TableSchema schema, Table table, long epochMillis) {
        return catalogTable(schema, table.schema().options(), table.location().location(), epochMillis);
    }

    private static CatalogTable catalogTable(
            TableSchema schema, Map<String, String> visible, String location, @Nullable Long time) {
        org.apache.flink.table.api.Schema.Builder builder = org.apache.flink.table.api.Schema.newBuilder();
        Map<Integer, String> computed = computed(schema.options());
        int position = 0;
        for (DataField field : schema.fields()) {
            position = addComputed(builder, computed, schema.options(), position);
            builder.column(field.name(), TypeConversions.fromLogicalToDataType(FlinkTypes.toFlink(field.type())));
            if (field.description() != null) {
                builder.withComment(field.description());
            }
            position++;
        }
        // If columns were dropped, a computed column's position may be past the end.
        for (int last : computed.keySet()) {
            if (last >= position) {
                position = addComputed(builder, computed, schema.options(), last);
            }
        }
        String rowtime = schema.options().get(ROWTIME);
        if (rowtime != null) {
            builder.watermark(rowtime, schema.options().get(STRATEGY));
        }
        if (schema.hasPrimaryKey()) {
            builder.primaryKey(schema.primaryKeys());
        }
        Map<String, String> options = new HashMap<>();
        visible.forEach((key, value) -> {
            if (!isHidden(key) && !key.equals("connector")) { // set by another engine, and would look like a hint
                options.put(key, value);
            }
        });
        options.put(FlinkOptions.PATH.key(), location);
        return CatalogTable.newBuilder()
                .schema(builder.build())
                .comment(schema.comment())
                .partitionKeys(schema.partitionKeys())
                .options(options)
                .snapshot(time)
                .build();
    }

    /** The definition of a system table, which has no options. */
    public static CatalogTable systemTable(SystemTable table, FlinkTableName name) {
        org.apache.flink.table.api.Schema.Builder builder = org.apache.flink.table.api.Schema.newBuilder();
        for (DataField column : table.columns()) {
            builder.column(column.name(), TypeConversions.fromLogicalToDataType(FlinkTypes.toFlink(column.type())));
        }
        return CatalogTable.newBuilder()
                .schema(builder.build())
                .comment("The " + name.systemTable() + " of table " + name.table())
                .build();
    }

    /** Expressions of computed columns, by position among all columns. */
    private static Map<Integer, String> computed(Map<String, String> options) {
        Map<Integer, String> computed = new TreeMap<>();
        options.forEach((key, value) -> {
            if (key.startsWith(SCHEMA) && key.endsWith(EXPRESSION) && isHidden(key) && !key.startsWith(WATERMARK)) {
                computed.put(
                        Integer.valueOf(key.substring(SCHEMA.length(), key.length() - EXPRESSION.length())), value);
            }
        });
        return computed;
    }

    private static int addComputed(
            org.apache.flink.table.api.Schema.Builder builder,
            Map<Integer, String> computed,
            Map<String, String> options,
            int start) {
        int position = start;
        @Nullable String expression = computed.get(position);
        while (expression != null) {
            builder.columnByExpression(options.getOrDefault(SCHEMA + position + NAME, "c" + position), expression);
            position++;
            expression = computed.get(position);
        }
        return position;
    }
}
