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
package io.tablestore.format;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.options.OptionSet;
import io.tablestore.options.TableOptions;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One version of a table's schema: {@code schema/schema-<id>} (format reference, section 2).
 *
 * @param file the schema file, for messages
 * @param fields the columns in table order
 * @param highestFieldId greatest id ever given to a column or field of the table
 * @param partitionKeys names of the partition columns, in the order of the directories
 * @param primaryKeys names of the primary-key columns in declared order, partition columns included where declared
 */
public record TableSchema(
        String file,
        long id,
        List<DataField> fields,
        int highestFieldId,
        List<String> partitionKeys,
        List<String> primaryKeys,
        Map<String, String> options,
        @Nullable String comment,
        long timeMillis) {

    /** The version that is written. */
    static final int NEWEST_VERSION = 3;

    public TableSchema {
        fields = List.copyOf(fields);
        partitionKeys = List.copyOf(partitionKeys);
        primaryKeys = List.copyOf(primaryKeys);
        options = Map.copyOf(options);
    }

    /**
     * Reads a schema file.
     *
     * @throws CorruptFileException if a required key is missing or malformed
     * @throws UnsupportedFormatException for a newer version or an unknown type
     */
    public static TableSchema parse(String file, byte[] content) {
        JsonFile json = JsonFile.parse(file, content);
        int version = json.intValue("version", 1);
        if (version < 1 || version > NEWEST_VERSION) {
            throw new UnsupportedFormatException(
                    file,
                    "schema version " + version,
                    "Versions 1 to " + NEWEST_VERSION + " are; upgrade this reader.");
        }
        TypeGrammar grammar = new TypeGrammar();
        List<DataField> fields = new ArrayList<>();
        for (JsonFile field : json.objects("fields")) {
            fields.add(grammar.field(field));
        }
        TypeGrammar.checkDistinct(file, fields);
        Map<String, String> options = new HashMap<>(json.textMap("options"));
        if (version <= 1) {
            options.putIfAbsent("bucket", "1");
        }
        if (version <= 2) {
            options.putIfAbsent("file.format", "orc");
        }
        TableSchema schema = new TableSchema(
                file,
                json.longValue("id"),
                fields,
                Math.max(json.intValue("highestFieldId", -1), FieldIds.highest(fields)),
                json.texts("partitionKeys"),
                json.texts("primaryKeys"),
                options,
                json.optionalText("comment"),
                json.longValue("timeMillis", 0));
        schema.checkColumns("partitionKeys", schema.partitionKeys);
        schema.checkColumns("primaryKeys", schema.primaryKeys);
        return schema;
    }

    /** Members of the schema file as JSON without white space. */
    public record JsonParts(String fields, String partitionKeys, String primaryKeys, String options) {}

    /** The members of the schema file that are not plain values, as they are written. */
    public JsonParts jsonParts() {
        return SchemaWriter.parts(this);
    }

    /** The schema file's content; {@link #parse} reads it back. */
    public byte[] toJson() {
        return SchemaWriter.write(this);
    }

    /** Members of a schema file, by their path, that {@link #toJson} does not write again. */
    public static List<String> unknownMembers(String file, byte[] content) {
        return JsonFile.parse(file, content).missingIn(SchemaWriter.json(parse(file, content)));
    }

    private void checkColumns(String key, List<String> names) {
        for (String name : names) {
            if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                throw new CorruptFileException(file, key, "names of columns", "'" + name + "'");
            }
        }
    }

    public boolean hasPrimaryKey() {
        return !primaryKeys.isEmpty();
    }

    /**
     * The column of that name.
     *
     * @throws TableStoreException if there is none, as where an option names a column that is not there
     */
    public DataField field(String name) {
        for (DataField field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        throw new TableStoreException(file + ": there is no column '" + name
                + "', which a key or an option names. Correct it with the engine that writes the table.");
    }

    /** The column of that identity, or null if this version does not have it. */
    public @Nullable DataField fieldById(int fieldId) {
        for (DataField field : fields) {
            if (field.id() == fieldId) {
                return field;
            }
        }
        return null;
    }

    public List<DataField> partitionFields() {
        return partitionKeys.stream().map(this::field).toList();
    }

    /** The primary key without the partition columns, in declared order: what data files are sorted by. */
    public List<DataField> trimmedPrimaryKey() {
        return primaryKeys.stream()
                .filter(name -> !partitionKeys.contains(name))
                .map(this::field)
                .toList();
    }

    /** The columns whose values give the bucket of a row: those of 'bucket-key', else the trimmed primary key. */
    public List<DataField> bucketKey() {
        List<String> declared = optionSet().get(TableOptions.BUCKET_KEY);
        return declared.isEmpty()
                ? trimmedPrimaryKey()
                : declared.stream().map(this::field).toList();
    }

    /** The same version with some options changed, as a statement may ask for. */
    public TableSchema withOptions(Map<String, String> changed) {
        if (changed.isEmpty()) {
            return this;
        }
        Map<String, String> merged = new HashMap<>(options);
        merged.putAll(changed);
        return new TableSchema(
                file, id, fields, highestFieldId, partitionKeys, primaryKeys, merged, comment, timeMillis);
    }

    public OptionSet optionSet() {
        return new OptionSet(file, options);
    }
}
