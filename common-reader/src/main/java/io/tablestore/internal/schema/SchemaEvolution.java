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
import io.tablestore.internal.format.FieldIds;
import io.tablestore.options.KnownOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.options.SchemaOptions;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.SchemaChange.Add;
import io.tablestore.schema.SchemaChange.AllowNulls;
import io.tablestore.schema.SchemaChange.Describe;
import io.tablestore.schema.SchemaChange.DescribeTable;
import io.tablestore.schema.SchemaChange.Drop;
import io.tablestore.schema.SchemaChange.Move;
import io.tablestore.schema.SchemaChange.Position;
import io.tablestore.schema.SchemaChange.Rename;
import io.tablestore.schema.SchemaChange.Retype;
import io.tablestore.schema.SchemaChange.SetOption;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Applies changes to a schema in order. Existing field ids stay; new columns get new ids (format reference, 2.4). */
public final class SchemaEvolution {

    private static final String ELEMENT = "element";
    private static final String KEY = "key";
    private static final String VALUE = "value";

    private final FieldIds ids;
    private final Map<String, String> options;
    private final Set<String> setOptions = new HashSet<>();
    private List<DataField> fields;
    private List<String> partitionKeys;
    private List<String> primaryKeys;
    private @Nullable String comment;

    private SchemaEvolution(TableSchema old) {
        this.ids = new FieldIds(old.highestFieldId());
        this.options = new HashMap<>(old.options());
        this.fields = old.fields();
        this.partitionKeys = old.partitionKeys();
        this.primaryKeys = old.primaryKeys();
        this.comment = old.comment();
    }

    /**
     * The next schema of the table.
     *
     * @throws InvalidTableException if a change is not possible
     */
    public static TableSchema apply(TableSchema old, List<SchemaChange> changes) {
        SchemaEvolution evolution = new SchemaEvolution(old);
        changes.forEach(evolution::apply);
        OptionRules.check(evolution.fields, evolution.options, evolution.setOptions);
        TableSchema schema = new TableSchema(
                "schema/schema-" + (old.id() + 1),
                old.id() + 1,
                evolution.fields,
                evolution.ids.highest(),
                evolution.partitionKeys,
                evolution.primaryKeys,
                evolution.options,
                evolution.comment,
                System.currentTimeMillis());
        SchemaRules.check(schema);
        return schema;
    }

    private void apply(SchemaChange change) {
        if (change instanceof Add add) {
            add(add);
        } else if (change instanceof Drop drop) {
            checkFree(drop.path(), "dropped");
            fields = edited(fields, drop.path(), field -> null);
        } else if (change instanceof Rename rename) {
            rename(rename);
        } else if (change instanceof Move move) {
            move(move);
        } else if (change instanceof Retype retype) {
            checkFree(retype.path(), "given another type");
            fields = edited(fields, retype.path(), field -> retyped(field, retype.newType()));
        } else if (change instanceof AllowNulls allow) {
            checkNotKey(allow.path(), primaryKeys, "a column of the primary key, which cannot hold nulls");
            fields = edited(fields, allow.path(), DataField::asNullable);
        } else if (change instanceof Describe describe) {
            fields = edited(
                    fields,
                    describe.path(),
                    field -> new DataField(
                            field.id(), field.name(), field.type(), describe.comment(), field.defaultValue()));
        } else if (change instanceof DescribeTable describe) {
            comment = describe.comment();
        } else if (change instanceof SetOption option) {
            setOption(option);
        }
    }

    private void add(Add add) {
        DataField column = add.column();
        if (!column.type().nullable()) {
            throw new InvalidTableException("Column " + column.name()
                    + " cannot be added as NOT NULL: existing rows have no value for it. Add it without NOT NULL.");
        }
        DataField numbered = ids.number(column);
        Position position = add.parent().isEmpty() ? placeOfColumn(add.position()) : add.position();
        fields = within(add.parent(), siblings -> inserted(siblings, numbered, position));
    }

    /**
     * The position of a new column. With option 'add-column-before-partition', a column without an explicit position is added
     * before the partition columns.
     */
    private Position placeOfColumn(Position wanted) {
        OptionSet set = new OptionSet("The table", options);
        if (!wanted.equals(Position.LAST)
                || partitionKeys.isEmpty()
                || !set.get(SchemaOptions.ADD_COLUMN_BEFORE_PARTITION)) {
            return wanted;
        }
        int first = 0;
        while (!partitionKeys.contains(fields.get(first).name())) {
            first++;
        }
        return first == 0
                ? Position.FIRST
                : Position.after(fields.get(first - 1).name());
    }

    /**
     * The columns after an edit of some fields.
     *
     * @param parent path of the row that has the fields; empty for the columns themselves
     */
    private List<DataField> within(List<String> parent, UnaryOperator<List<DataField>> edit) {
        return parent.isEmpty() ? edit.apply(fields) : edited(fields, parent, field -> withRowFields(field, edit));
    }

    private void move(Move move) {
        int last = move.path().size() - 1;
        String name = move.path().get(last);
        fields = within(move.path().subList(0, last), siblings -> moved(siblings, name, move.position()));
    }

    private static List<DataField> moved(List<DataField> fields, String name, Position position) {
        if (name.equals(position.after())) {
            throw new InvalidTableException("Column " + name + " cannot follow itself.");
        }
        List<DataField> others = new ArrayList<>(fields);
        DataField column = others.remove(index(fields, name));
        return inserted(others, column, position);
    }

    private static List<DataField> inserted(List<DataField> fields, DataField added, Position position) {
        checkNew(fields, added.name());
        List<DataField> inserted = new ArrayList<>(fields);
        String after = position.after();
        inserted.add(position.first() ? 0 : after == null ? fields.size() : index(fields, after) + 1, added);
        return inserted;
    }

    private static void checkNew(List<DataField> fields, String name) {
        if (fields.stream().anyMatch(field -> field.name().equals(name))) {
            throw new InvalidTableException("There is a column " + name + " already.");
        }
    }

    private void rename(Rename rename) {
        List<String> path = rename.path();
        String name = path.get(path.size() - 1);
        checkNotKey(path, partitionKeys, "a partition column, whose name is in the paths of files,");
        fields = edited(
                fields,
                path,
                field -> new DataField(
                        field.id(), rename.newName(), field.type(), field.description(), field.defaultValue()));
        if (path.size() == 1) {
            primaryKeys = primaryKeys.stream()
                    .map(key -> key.equals(name) ? rename.newName() : key)
                    .toList();
            ColumnOptions.rename(options, name, rename.newName());
        }
    }

    private static DataField retyped(DataField field, DataType type) {
        DataType wanted = type.withNullabilityOf(field.type());
        if (!TypeWidening.keepsValues(field.type(), wanted)) {
            throw new InvalidTableException("Column " + field.name() + " of type " + field.type() + " cannot become "
                    + type + ", which does not hold all of its values.");
        }
        return field.withType(wanted);
    }

    private void setOption(SetOption option) {
        String before = options.get(option.key());
        if (before == null && option.value() == null) {
            takeAwayOtherName(option.key());
            return;
        }
        if (Objects.equals(before, option.value())) {
            return;
        }
        SchemaRules.checkMayChange(option.key(), before, option.value());
        if (option.value() == null) {
            options.remove(option.key());
        } else {
            options.put(option.key(), option.value());
            setOptions.add(option.key());
        }
    }

    /** Removes an option that the table stores under another of its names. An unknown key is assumed to be a typing error. */
    private void takeAwayOtherName(String key) {
        if (KnownOptions.find(key) == null) {
            throw new InvalidTableException(
                    "Unknown option '" + key + "'" + KnownOptions.didYouMean(key, options.keySet()));
        }
        KnownOptions.otherKeys(key).stream()
                .filter(options::containsKey)
                .forEach(stored -> setOption(new SetOption(stored, null)));
    }

    /** Rejects changes to columns that keys or options name. */
    private void checkFree(List<String> path, String what) {
        checkNotKey(path, partitionKeys, "a partition column, which cannot be " + what + ";");
        checkNotKey(path, primaryKeys, "a column of the primary key, which cannot be " + what + ";");
        if (path.size() == 1) {
            String option = ColumnOptions.naming(options, path.get(0));
            if (option != null && what.equals("dropped")) {
                throw new InvalidTableException(
                        "Column " + path.get(0) + " is named by option '" + option + "'; change the option first.");
            }
        }
    }

    private void checkNotKey(List<String> path, List<String> keys, String what) {
        if (path.size() == 1 && keys.contains(path.get(0))) {
            throw new InvalidTableException("Column " + path.get(0) + " is " + what + " leave it as it is.");
        }
    }

    /** The fields after an edit of the one that the path leads to; a null result removes it. */
    private static List<DataField> edited(
            List<DataField> fields, List<String> path, UnaryOperator<@Nullable DataField> edit) {
        int position = index(fields, path.get(0));
        DataField field = fields.get(position);
        DataField changed = path.size() == 1
                ? edit.apply(field)
                : field.withType(edited(field.type(), path.subList(1, path.size()), edit));
        List<DataField> all = new ArrayList<>(fields);
        if (changed == null) {
            all.remove(position);
            if (all.isEmpty()) {
                throw new InvalidTableException(field.name() + " is the only one left and cannot be dropped.");
            }
        } else {
            if (!changed.name().equals(field.name())) {
                checkNew(fields, changed.name());
            }
            all.set(position, changed);
        }
        return all;
    }

    private static DataType edited(DataType type, List<String> path, UnaryOperator<@Nullable DataField> edit) {
        if (type instanceof DataType.Row row) {
            return new DataType.Row(edited(row.fields(), path, edit), row.nullable());
        }
        String step = path.get(0);
        if (type instanceof DataType.Collection list && step.equals(ELEMENT)) {
            DataType element = part(list.element(), path, edit);
            return new DataType.Collection(list.root(), element, list.length(), list.nullable());
        }
        if (type instanceof DataType.Mapping map && step.equals(VALUE)) {
            return new DataType.Mapping(map.key(), part(map.value(), path, edit), map.nullable());
        }
        if (type instanceof DataType.Mapping && step.equals(KEY)) {
            throw new InvalidTableException("The keys of a map cannot be changed: different keys could become equal.");
        }
        throw new InvalidTableException("There is no " + step + " in a column of type " + type + ".");
    }

    /** The part of an array or map: the path ends here, or continues inside. */
    private static DataType part(DataType part, List<String> path, UnaryOperator<@Nullable DataField> edit) {
        if (path.size() > 1) {
            return edited(part, path.subList(1, path.size()), edit);
        }
        DataField changed = edit.apply(new DataField(-1, path.get(0), part));
        if (changed == null || !changed.name().equals(path.get(0))) {
            throw new InvalidTableException("The " + path.get(0) + " of a column can only be given another type.");
        }
        return changed.type();
    }

    private static DataField withRowFields(DataField field, UnaryOperator<List<DataField>> edit) {
        if (!(field.type() instanceof DataType.Row row)) {
            throw new InvalidTableException(
                    "Column " + field.name() + " is of type " + field.type() + ", which has no fields.");
        }
        return field.withType(new DataType.Row(edit.apply(row.fields()), row.nullable()));
    }

    private static int index(List<DataField> fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new InvalidTableException("There is no column " + name + " (there are: "
                + String.join(", ", fields.stream().map(DataField::name).toList()) + ").");
    }
}
