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
package io.tablestore.metastore;

import io.tablestore.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A table as stored in the metastore.
 *
 * <p>Tables of this store are identified by their input format, as in Apache Paimon's own catalog. Tables registered here name
 * Paimon's input and output classes, so that Paimon can open them, and this store's storage handler for Hive.
 */
final class MetastoreTable {

    static final String MANAGED = "MANAGED_TABLE";

    private static final int NAME = 1;
    private static final int DATABASE = 2;
    private static final int OWNER = 3;
    private static final int CREATED = 4;
    private static final int STORAGE = 7;
    private static final int PARTITION_KEYS = 8;
    private static final int PARAMETERS = 9;
    private static final int TYPE = 12;

    private static final int COLUMNS = 1;
    private static final int LOCATION = 2;
    private static final int INPUT_FORMAT = 3;
    private static final int OUTPUT_FORMAT = 4;
    private static final int SERDE = 7;
    private static final int STORAGE_PARAMETERS = 10;
    private static final int SERDE_LIBRARY = 2;
    private static final int SERDE_PARAMETERS = 3;

    private static final String STORAGE_HANDLER = "storage_handler";
    private static final String COMMENT = "comment";

    /** Where Paimon stores the location of a table that the metastore must not know. */
    private static final String HIDDEN_LOCATION = "paimon_location";

    private static final String PAIMON_INPUT = "org.apache.paimon.hive.mapred.PaimonInputFormat";
    private static final String PAIMON_OUTPUT = "org.apache.paimon.hive.mapred.PaimonOutputFormat";
    private static final String OUR_SERDE = "io.tablestore.hive.TableStoreSerDe";
    private static final String OUR_HANDLER = "io.tablestore.hive.TableStoreStorageHandler";

    /** The storage handlers that identify tables of this store: ours, Paimon's, and those of Paimon's predecessor. */
    private static final Set<String> HANDLERS = Set.of(
            OUR_HANDLER,
            "org.apache.paimon.hive.PaimonStorageHandler",
            "org.apache.flink.table.store.hive.TableStoreHiveStorageHandler");

    private static final Set<String> INPUT_FORMATS = Set.of(
            PAIMON_INPUT,
            "io.tablestore.hive.TableStoreInputFormat",
            "org.apache.flink.table.store.mapred.TableStoreInputFormat");

    private final ThriftStruct table;

    MetastoreTable(ThriftStruct table) {
        this.table = table;
    }

    /** Creates the entry of a new table. */
    static MetastoreTable of(String database, String name, String location, String owner, TableSchema schema) {
        MetastoreTable created = new MetastoreTable(new ThriftStruct()
                .set(NAME, name)
                .set(DATABASE, database)
                .set(OWNER, owner)
                .set(CREATED, (int) (System.currentTimeMillis() / 1000))
                .setStructs(PARTITION_KEYS, List.of())
                .set(TYPE, MANAGED)
                .set(
                        STORAGE,
                        new ThriftStruct()
                                .set(LOCATION, location)
                                .set(INPUT_FORMAT, PAIMON_INPUT)
                                .set(OUTPUT_FORMAT, PAIMON_OUTPUT)
                                .setTexts(STORAGE_PARAMETERS, Map.of())
                                .set(
                                        SERDE,
                                        new ThriftStruct()
                                                .set(SERDE_LIBRARY, OUR_SERDE)
                                                .setTexts(SERDE_PARAMETERS, Map.of()))));
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("table_type", "PAIMON");
        parameters.put(STORAGE_HANDLER, OUR_HANDLER);
        created.table.setTexts(PARAMETERS, parameters);
        created.show(schema);
        return created;
    }

    ThriftStruct struct() {
        return table;
    }

    String name() {
        return table.text(NAME);
    }

    String fullName() {
        return table.text(DATABASE) + "." + name();
    }

    private ThriftStruct storage() {
        ThriftStruct storage = table.struct(STORAGE);
        return storage == null ? new ThriftStruct() : storage;
    }

    Map<String, String> parameters() {
        return table.textMap(PARAMETERS);
    }

    /** Whether it is a table of this store. */
    boolean isTableStore() {
        return HANDLERS.contains(parameters().getOrDefault(STORAGE_HANDLER, ""))
                || INPUT_FORMATS.contains(storage().text(INPUT_FORMAT));
    }

    String location() {
        String hidden = parameters().get(HIDDEN_LOCATION);
        return hidden == null ? storage().text(LOCATION) : hidden;
    }

    /** Whether dropping the table deletes its data. */
    boolean isManaged() {
        return table.text(TYPE).equals(MANAGED)
                || Boolean.parseBoolean(parameters().get("external.table.purge"));
    }

    void rename(String database, String name, String location) {
        table.set(DATABASE, database).set(NAME, name);
        storage().set(LOCATION, location);
        Map<String, String> parameters = parameters();
        if (parameters.containsKey(HIDDEN_LOCATION)) {
            parameters.put(HIDDEN_LOCATION, location);
            table.setTexts(PARAMETERS, parameters);
        }
    }

    void hideColumns() {
        storage().setStructs(COLUMNS, List.of());
    }

    /** Sets the columns and the comment of a schema; everything else stays unchanged. */
    void show(TableSchema schema) {
        List<ThriftStruct> columns = new ArrayList<>();
        List<ThriftStruct> partitionKeys = table.structs(PARTITION_KEYS);
        schema.fields().stream()
                .filter(field ->
                        partitionKeys.stream().noneMatch(key -> key.text(1).equalsIgnoreCase(field.name())))
                .forEach(field -> columns.add(new ThriftStruct()
                        .set(1, field.name().toLowerCase(Locale.ROOT))
                        .set(2, HiveTypeNames.of(field.type()))
                        .set(3, field.description())));
        storage().setStructs(COLUMNS, columns);
        Map<String, String> parameters = parameters();
        if (schema.comment() == null || schema.comment().isEmpty()) {
            parameters.remove(COMMENT);
        } else {
            parameters.put(COMMENT, schema.comment());
        }
        table.setTexts(PARAMETERS, parameters);
    }
}
