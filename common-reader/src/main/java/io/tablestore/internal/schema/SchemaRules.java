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
package io.tablestore.internal.schema;

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.merge.combine.CombiningEngine;
import io.tablestore.options.CommitOptions;
import io.tablestore.options.FieldOptions;
import io.tablestore.options.FormatOptions;
import io.tablestore.options.KnownOption;
import io.tablestore.options.KnownOptions;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.MergeOptions.MergeEngineName;
import io.tablestore.options.Option;
import io.tablestore.options.OptionSet;
import io.tablestore.options.TableOptions;
import io.tablestore.options.WriteOptions;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which schemas a table can have (format reference, sections 1.2, 2 and 12). */
public final class SchemaRules {

    /** Options that describe how existing data was written (format reference, 2.4). */
    private static final Set<String> FOR_GOOD = Set.of(
            "type",
            "primary-key",
            "partition",
            "partition.default-name",
            "partition.legacy-name",
            "path",
            "bucket-key",
            "bucket-function.type",
            "merge-engine",
            "rowkind.field",
            "partial-update.remove-record-on-delete",
            "partial-update.remove-record-on-sequence-group",
            "aggregation.remove-record-on-delete",
            "force-lookup",
            "data-file.path-directory",
            "index-file-in-data-file-dir",
            "row-tracking.enabled",
            "data-evolution.enabled",
            "dynamic-bucket.initial-buckets",
            "blob-field",
            "sequence.snapshot-ordering",
            "pk-clustering-override");

    /** Names of columns that data files and changelogs have in addition to those of the table (format reference, 6.1). */
    private static final Set<String> SYSTEM_COLUMNS =
            Set.of("_SEQUENCE_NUMBER", "_VALUE_KIND", "_LEVEL", "_ROW_ID", "rowkind");

    private static final String KEY_PREFIX = "_KEY_";
    private static final int DYNAMIC = -1;
    private static final int POSTPONED = -2;

    private final TableSchema schema;
    private final OptionSet options;

    private SchemaRules(TableSchema schema) {
        this.schema = schema;
        this.options = new OptionSet("The table", schema.options());
    }

    /** @throws InvalidTableException describing the problem */
    public static void check(TableSchema schema) {
        SchemaRules rules = new SchemaRules(schema);
        rules.checkRanges();
        rules.checkColumns();
        rules.checkKeys();
        rules.checkBuckets();
        rules.checkMerge();
        rules.checkSnapshots();
    }

    /** @throws InvalidTableException for options on which existing data depends */
    static void checkMayChange(String key, @Nullable String before, @Nullable String after) {
        if (FOR_GOOD.contains(key)) {
            throw new InvalidTableException(
                    "Option '" + key + "' is chosen when a table is created and cannot change.");
        }
        String bucket = LayoutOptions.BUCKET.key();
        String dynamic = "-1";
        if (key.equals(bucket)
                && (dynamic.equals(before == null ? dynamic : before) || after == null || dynamic.equals(after))) {
            throw new InvalidTableException("Option 'bucket' cannot change from " + before + " to " + after
                    + ": only from one number to another.");
        }
    }

    private void checkRanges() {
        schema.options().forEach((key, value) -> {
            KnownOption option = KnownOptions.find(key);
            String expected = option == null ? null : option.option().expectedNumber(value);
            if (expected != null) {
                throw new InvalidTableException(
                        "Option '" + key + "' is '" + value + "', but must be " + expected + ".");
            }
        });
    }

    private void checkColumns() {
        if (schema.fields().isEmpty()) {
            throw new InvalidTableException("A table needs at least one column.");
        }
        checkNames(schema.fields());
        for (DataField field : schema.fields()) {
            if (SYSTEM_COLUMNS.contains(field.name()) || field.name().startsWith(KEY_PREFIX)) {
                throw new InvalidTableException(
                        "The column name " + field.name() + " is reserved by the format. Choose another name.");
            }
        }
    }

    private static void checkNames(List<DataField> fields) {
        Set<String> names = new HashSet<>();
        for (DataField field : fields) {
            if (field.name().isBlank()) {
                throw new InvalidTableException("The name of a column is blank. Give every column a name.");
            }
            if (!names.add(field.name())) {
                throw new InvalidTableException(
                        "There are two columns named " + field.name() + ". Give each its own name.");
            }
            checkNames(field.type());
        }
    }

    private static void checkNames(DataType type) {
        if (type instanceof DataType.Row row) {
            checkNames(row.fields());
        } else if (type instanceof DataType.Collection collection) {
            checkNames(collection.element());
        } else if (type instanceof DataType.Mapping map) {
            checkNames(map.value());
        }
    }

    private void checkKeys() {
        checkKey("primary key", schema.primaryKeys());
        checkKey("partition", schema.partitionKeys());
        if (schema.hasPrimaryKey() && schema.trimmedPrimaryKey().isEmpty()) {
            throw new InvalidTableException(
                    "The primary key has only the partition columns, so that each partition would hold one"
                            + " row. Add a column to the key.");
        }
        if (schema.partitionKeys().size() == schema.fields().size()) {
            throw new InvalidTableException(
                    "All columns are partition columns, so that data files would have none. Leave one of"
                            + " them out of the partition.");
        }
    }

    private void checkKey(String key, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            DataField column = existing(key, name);
            if (!seen.add(name)) {
                throw new InvalidTableException("Column " + name + " is named twice in the " + key + ".");
            }
            TypeRoot root = column.type().root();
            if (!(column.type() instanceof DataType.Atomic) || root == TypeRoot.VARIANT || root == TypeRoot.BLOB) {
                throw new InvalidTableException(
                        "Column " + name + " of the " + key + " is of type " + column.type() + ", which has no order.");
            }
        }
    }

    private DataField existing(String what, String name) {
        return schema.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidTableException("The " + what + " names the column " + name
                        + ", which the table does not have (there are: "
                        + schema.fields().stream().map(DataField::name).collect(Collectors.joining(", ")) + ")."));
    }

    private void checkBuckets() {
        int buckets = get(LayoutOptions.BUCKET);
        List<String> bucketKey = get(LayoutOptions.BUCKET_KEY);
        if (buckets < -2 || buckets == 0) {
            throw new InvalidTableException("Option 'bucket' is " + buckets
                    + ", but must be a number above 0, -1 (dynamic, or none) or -2 (postponed).");
        }
        bucketKey.forEach(name -> existing("option 'bucket-key'", name));
        if (buckets == DYNAMIC && !bucketKey.isEmpty()) {
            throw new InvalidTableException("Option 'bucket-key' is " + bucketKey
                    + ", but 'bucket' is -1, which has none; set 'bucket' to a number above 0, or leave"
                    + " 'bucket-key' out.");
        }
        if (buckets == POSTPONED && !schema.hasPrimaryKey()) {
            throw new InvalidTableException("Option 'bucket' is -2, which is for tables with a primary key.");
        }
        if (!schema.hasPrimaryKey()) {
            if (buckets > 0 && bucketKey.isEmpty() || buckets < 0 && !bucketKey.isEmpty()) {
                throw new InvalidTableException(
                        "A table without a primary key needs both of the options 'bucket', above 0, and"
                                + " 'bucket-key', or neither.");
            }
            return;
        }
        for (String name : bucketKey) {
            if (!schema.primaryKeys().contains(name) || schema.partitionKeys().contains(name)) {
                throw new InvalidTableException("Option 'bucket-key' names " + name
                        + ", which is not a column of the primary key, or is a partition column.");
            }
        }
        if (buckets > 0 && !schema.primaryKeys().containsAll(schema.partitionKeys())) {
            throw new InvalidTableException(
                    "The primary key lacks columns of the partition; set option 'bucket' to -1, so that"
                            + " rows can move between partitions.");
        }
    }

    private void checkMerge() {
        for (Option<?> option : TableOptions.ALL) {
            get(option);
        }
        String format = get(FormatOptions.FILE_FORMAT);
        String formats = FormatOptions.FILE_FORMAT.expected(format);
        if (formats != null) {
            throw new InvalidTableException("Option 'file.format' is '" + format + "', but must be " + formats + ".");
        }
        checkRowKind();
        MergeEngineName engine = get(MergeOptions.MERGE_ENGINE);
        checkRulesOfColumns(engine);
        List<String> sequence = get(MergeOptions.SEQUENCE_FIELD);
        sequence.forEach(name -> existing("option 'sequence.field'", name));
        if (new HashSet<>(sequence).size() < sequence.size()) {
            throw new InvalidTableException(
                    "Option 'sequence.field' names a column twice: " + sequence + ". Name it once.");
        }
        if (!schema.hasPrimaryKey()) {
            if (engine != MergeEngineName.DEDUPLICATE || !sequence.isEmpty()) {
                throw new InvalidTableException(
                        "Options 'merge-engine' and 'sequence.field' are for tables with a primary key.");
            }
            return;
        }
        if (engine == MergeEngineName.FIRST_ROW && !sequence.isEmpty()) {
            throw new InvalidTableException(
                    "A table of merge engine first-row cannot have the option 'sequence.field'; leave it" + " out.");
        }
        if (engine == MergeEngineName.AGGREGATION) {
            sequence.forEach(this::checkNoFunction);
        }
        if (engine == MergeEngineName.PARTIAL_UPDATE) {
            PartialUpdateRules.check(schema);
        }
        checkFunctions();
    }

    private void checkRowKind() {
        String name = get(WriteOptions.ROW_KIND_FIELD);
        if (!name.isEmpty()) {
            DataField column = existing("option 'rowkind.field'", name);
            TypeRoot root = column.type().root();
            if (root != TypeRoot.VARCHAR && root != TypeRoot.CHAR) {
                throw new InvalidTableException("Option 'rowkind.field' names " + name + ", which is of type "
                        + column.type() + ", but must be a text, such as +I or -D.");
            }
        }
    }

    /** Rejects rules of columns under engines that would ignore them. */
    private void checkRulesOfColumns(MergeEngineName engine) {
        boolean takesGroups = engine == MergeEngineName.PARTIAL_UPDATE;
        boolean takesFunctions = takesGroups || engine == MergeEngineName.AGGREGATION;
        for (String key : new TreeSet<>(schema.options().keySet())) {
            if (ColumnOptions.isSequenceGroup(key) && !takesGroups) {
                throw ofOtherEngine(key, "partial-update", engine);
            }
            if (MergeOptions.isAggregateFunction(key) && !takesFunctions) {
                throw ofOtherEngine(key, "aggregation or partial-update", engine);
            }
        }
    }

    private InvalidTableException ofOtherEngine(String key, String engines, MergeEngineName engine) {
        String own = schema.hasPrimaryKey()
                ? "has the merge engine " + Option.spelled(engine)
                : "has no primary key by which rows could be merged";
        return new InvalidTableException("Option '" + key + "' is for tables of merge engine " + engines
                + ", and this table " + own + "; leave the option out.");
    }

    /** A sequence field takes the newest value; an aggregate function would change that. */
    private void checkNoFunction(String sequenceField) {
        String key = FieldOptions.AGGREGATE_FUNCTION.keyOf(sequenceField);
        if (schema.options().containsKey(key)) {
            throw new InvalidTableException(
                    "Option '" + key + "' gives a function to a column of option 'sequence.field',"
                            + " which always has the newest value; leave it out.");
        }
    }

    private void checkSnapshots() {
        int least = get(CommitOptions.SNAPSHOTS_RETAINED_MIN);
        int most = get(CommitOptions.SNAPSHOTS_RETAINED_MAX);
        if (least < 1 || most < least) {
            throw new InvalidTableException("Option 'snapshot.num-retained.min' is " + least
                    + " and 'snapshot.num-retained.max' is " + most
                    + "; the first must be at least 1, and the second not less than the first.");
        }
    }

    private void checkFunctions() {
        try {
            CombiningEngine.check(schema);
        } catch (TableStoreException wrong) {
            throw new InvalidTableException(String.valueOf(wrong.getMessage()));
        }
    }

    private <T> T get(Option<T> option) {
        try {
            return options.get(option);
        } catch (TableStoreException wrong) {
            throw new InvalidTableException(
                    "Option '" + option.key() + "' is '" + options.values().get(option.key()) + "', but must be "
                            + option.type().valid() + ".");
        }
    }
}
