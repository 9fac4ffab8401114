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

import io.tablestore.error.InvalidTableException;
import io.tablestore.options.LayoutOptions;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.SchemaChange.Position;
import io.tablestore.schema.TableDefinition;
import io.tablestore.spark.types.SparkTypes;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Translates Spark's table definitions and table changes to the reader's. */
final class SparkDefinitions {

    /** The table property that lists the primary-key columns, separated by commas. */
    static final String PRIMARY_KEY = "primary-key";

    /** The property in which Spark 4 passes DEFAULT COLLATION. */
    private static final String COLLATION = "collation";

    private static final String USUAL_COLLATION = "UTF8_BINARY";

    /** Properties that belong to Spark, not to the table. */
    private static final Set<String> SPARKS_OWN = Set.of(
            TableCatalog.PROP_PROVIDER,
            TableCatalog.PROP_COMMENT,
            TableCatalog.PROP_OWNER,
            TableCatalog.PROP_IS_MANAGED_LOCATION,
            "table_type",
            COLLATION);

    /** Prefix of the properties in which Spark passes ROW FORMAT and STORED AS. */
    private static final String HIVES = "hive.";

    private SparkDefinitions() {}

    /** @throws InvalidTableException if the definition has something that tables do not support */
    static TableDefinition of(StructType schema, Transform[] partitioning, Map<String, String> properties) {
        if (properties.containsKey(TableCatalog.PROP_LOCATION) || properties.containsKey(TableCatalog.PROP_EXTERNAL)) {
            throw new InvalidTableException(
                    "A table of this catalog is stored below its database; leave LOCATION and EXTERNAL out.");
        }
        List<DataField> columns = new ArrayList<>();
        for (StructField field : schema.fields()) {
            columns.add(SparkTypes.toTable(field));
        }
        Map<String, String> options = new HashMap<>();
        properties.forEach((key, value) -> {
            if (!SPARKS_OWN.contains(key) && !isCopy(key, properties)) {
                options.put(key, value);
            }
        });
        checkCollation(properties.getOrDefault(COLLATION, USUAL_COLLATION));
        List<String> partitionKeys = new ArrayList<>();
        for (Transform transform : partitioning) {
            add(transform, partitionKeys, options);
        }
        return new TableDefinition( // the primary key is among the options
                columns, partitionKeys, List.of(), options, properties.get(TableCatalog.PROP_COMMENT));
    }

    private static void checkCollation(String collation) {
        if (!collation.equalsIgnoreCase(USUAL_COLLATION)) {
            throw new InvalidTableException("DEFAULT COLLATION " + collation + " is not supported: texts are compared"
                    + " byte by byte. Leave it out, and compare with COLLATE in queries.");
        }
    }

    /**
     * Whether a property repeats another one, as Spark does for OPTIONS.
     *
     * @throws InvalidTableException for a property that defines how Hive stores tables
     */
    private static boolean isCopy(String key, Map<String, String> properties) {
        if (key.startsWith(TableCatalog.OPTION_PREFIX)
                && properties.containsKey(key.substring(TableCatalog.OPTION_PREFIX.length()))) {
            return true;
        }
        if (key.startsWith(TableCatalog.OPTION_PREFIX) || key.startsWith(HIVES)) {
            throw new InvalidTableException("Property '" + key
                    + "' has no effect on a table of this catalog: leave ROW FORMAT, STORED AS and SERDEPROPERTIES out."
                    + " The format of data files is the option 'file.format'.");
        }
        return false;
    }

    private static void add(Transform transform, List<String> partitionKeys, Map<String, String> options) {
        List<String> columns = Arrays.stream(transform.references())
                .map(NamedReference::fieldNames)
                .map(path -> String.join(".", path))
                .toList();
        if (transform.name().equals("identity")) {
            partitionKeys.addAll(columns);
        } else if (transform.name().equals("bucket")) {
            Expression count = transform.arguments()[0];
            set(options, LayoutOptions.BUCKET.key(), String.valueOf(((Literal<?>) count).value()));
            set(options, LayoutOptions.BUCKET_KEY.key(), String.join(",", columns));
        } else {
            throw new InvalidTableException("PARTITIONED BY " + transform.describe()
                    + " is not supported. Partition by columns, and by bucket(n, key).");
        }
    }

    private static void set(Map<String, String> options, String key, String value) {
        String other = options.put(key, value);
        if (other != null && !other.equals(value)) {
            throw new InvalidTableException("Option '" + key + "' is given twice, as '" + other + "' and as '" + value
                    + "'. Give it once; bucket(n, key) after PARTITIONED BY sets it too.");
        }
    }

    /** @throws InvalidTableException for a change that tables do not support */
    static List<SchemaChange> changes(TableChange... changes) {
        return Arrays.stream(changes).map(SparkDefinitions::change).toList();
    }

    private static SchemaChange change(TableChange change) {
        if (change instanceof TableChange.SetProperty set) {
            return option(set.property(), set.value());
        }
        if (change instanceof TableChange.RemoveProperty removed) {
            return option(removed.property(), null);
        }
        if (change instanceof TableChange.AddColumn added) {
            return add(added);
        }
        if (change instanceof TableChange.RenameColumn renamed) {
            return new SchemaChange.Rename(List.of(renamed.fieldNames()), renamed.newName());
        }
        if (change instanceof TableChange.UpdateColumnType retyped) {
            String name = String.join(".", retyped.fieldNames());
            return new SchemaChange.Retype(
                    List.of(retyped.fieldNames()), SparkTypes.toTable(name, retyped.newDataType()));
        }
        if (change instanceof TableChange.UpdateColumnNullability nulls && nulls.nullable()) {
            return new SchemaChange.AllowNulls(List.of(nulls.fieldNames()));
        }
        if (change instanceof TableChange.UpdateColumnComment described) {
            return new SchemaChange.Describe(List.of(described.fieldNames()), described.newComment());
        }
        if (change instanceof TableChange.UpdateColumnPosition moved) {
            return new SchemaChange.Move(List.of(moved.fieldNames()), position(moved.position()));
        }
        if (change instanceof TableChange.DeleteColumn dropped) {
            return new SchemaChange.Drop(List.of(dropped.fieldNames()));
        }
        throw new InvalidTableException(refusal(change.getClass().getSimpleName()));
    }

    /**
     * The reason why a change is refused. Changes are identified by class name, since some classes exist only in newer
     * Spark versions.
     */
    private static String refusal(String change) {
        return switch (change) {
            case "UpdateColumnNullability" -> "SET NOT NULL is not supported, because existing rows cannot be checked.";
            case "UpdateColumnDefaultValue" ->
                "SET DEFAULT and DROP DEFAULT are not supported: they are for writers, so set them with Flink.";
            case "ClusterBy" ->
                "CLUSTER BY is not supported: rows are in the buckets that are set by the options 'bucket' and 'bucket-key'.";
            case "AddConstraint", "DropConstraint" ->
                "Constraints are not supported, except the primary key, which is chosen when a table is created.";
            default -> change + " is not supported by tables of this catalog.";
        };
    }

    private static SchemaChange option(String key, @Nullable String value) {
        if (key.equals(TableCatalog.PROP_COMMENT)) {
            return new SchemaChange.DescribeTable(value);
        }
        if (key.equals(PRIMARY_KEY) || SPARKS_OWN.contains(key) || key.equals(TableCatalog.PROP_LOCATION)) {
            throw new InvalidTableException(
                    "Property '" + key + "' is chosen when a table is created and cannot change.");
        }
        return new SchemaChange.SetOption(key, value);
    }

    private static SchemaChange add(TableChange.AddColumn added) {
        List<String> path = List.of(added.fieldNames());
        String name = path.get(path.size() - 1);
        if (!added.isNullable()) {
            throw new InvalidTableException("Column " + name
                    + " cannot be added as NOT NULL, because existing rows have no value. Leave NOT NULL out.");
        }
        if (added.defaultValue() != null) {
            throw new InvalidTableException(
                    "Column " + name + " cannot be added with a default value; set it with Flink.");
        }
        DataField column = new DataField(-1, name, SparkTypes.toTable(name, added.dataType()), added.comment());
        return new SchemaChange.Add(path.subList(0, path.size() - 1), column, position(added.position()));
    }

    private static Position position(TableChange.@Nullable ColumnPosition position) {
        if (position instanceof TableChange.After after) {
            return Position.after(after.column());
        }
        return position == null ? Position.LAST : Position.FIRST;
    }
}
