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
package io.tablestore.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.catalog.DropBehavior;
import io.tablestore.catalog.Table;
import io.tablestore.compat.HiveServers.HiveSession;
import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.metastore.MetastoreCatalog;
import io.tablestore.metastore.MetastoreOptions;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metastore catalog against a metastore of Hive's, beside Hive itself. */
class MetastoreCatalogTest {

    @TempDir
    static Path directory;

    private static HiveServers servers;
    private MetastoreCatalog ours;
    private HiveSession hive;

    @BeforeAll
    static void start() throws Exception {
        servers = new HiveServers(Files.createDirectory(directory.resolve("hive")), Map.of(), "UTC", true);
    }

    @AfterAll
    static void stop() throws Exception {
        if (servers != null) {
            servers.close();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        ours = catalog(Map.of());
        hive = servers.connect();
    }

    private static MetastoreCatalog catalog(Map<String, String> more) {
        Map<String, String> options = new java.util.HashMap<>(more);
        options.put("uri", servers.metastoreUri());
        return new MetastoreCatalog(MetastoreOptions.of(options), location -> new LocalFileSystem());
    }

    @AfterEach
    void disconnect() throws Exception {
        hive.close();
        ours.close();
    }

    private static void write(Table table, long from, long to) throws Exception {
        SmallRows.write(table.location().location(), from, to);
    }

    @Test
    void databasesComeAndGo() throws Exception {
        ours.createDatabase("first");
        assertThat(ours.databases()).contains("default", "first");
        assertThat(hive.rows("SHOW DATABASES")).contains("[first]");
        assertThatThrownBy(() -> ours.createDatabase("first")).isInstanceOf(InvalidTableException.class);
        assertThatThrownBy(() -> ours.createTable("nowhere", "t", SmallRows.definition()))
                .hasMessageContaining("There is no database nowhere");
        ours.createTable("first", "t", SmallRows.definition());
        assertThatThrownBy(() -> ours.dropDatabase("first", DropBehavior.RESTRICT))
                .hasMessageContaining("has the tables t");
        Path location = Path.of(java.net.URI.create(ours.databaseLocation("first")));
        assertThat(Files.exists(location.resolve("t/schema/schema-0"))).isTrue();
        ours.dropDatabase("first", DropBehavior.CASCADE);
        assertThat(ours.databases()).doesNotContain("first");
        assertThat(Files.exists(location.resolve("t"))).isFalse();
    }

    @Test
    void tablesOfOursAreTablesOfHive() throws Exception {
        Table table = ours.createTable("default", "born_here", SmallRows.definition());
        assertThat(ours.tables("default")).contains("born_here");
        write(table, 0, 10);
        assertThat(hive.query("DESCRIBE born_here").stream().map(row -> row.get(0) + " " + row.get(1)))
                .startsWith("k bigint", "word string", "at timestamp");
        assertThat(hive.rows("SELECT count(*), max(word) FROM born_here")).containsExactly("[10, word 9]");
    }

    /** Who looks at the metastore's columns, and who asks Hive, sees the same types. */
    @Test
    void typesAreThoseThatHiveDerives() throws Exception {
        List<DataType> types = List.of(
                DataType.of(TypeRoot.BOOLEAN),
                DataType.of(TypeRoot.TINYINT),
                DataType.of(TypeRoot.SMALLINT),
                DataType.of(TypeRoot.INT),
                DataType.of(TypeRoot.FLOAT),
                DataType.of(TypeRoot.DOUBLE),
                DataType.decimal(38, 10),
                DataType.of(TypeRoot.CHAR, 255),
                DataType.of(TypeRoot.CHAR, 256),
                DataType.of(TypeRoot.VARCHAR, 65_535),
                DataType.of(TypeRoot.VARCHAR, 65_536),
                DataType.string(),
                DataType.of(TypeRoot.BINARY, 3),
                DataType.of(TypeRoot.VARBINARY, 7),
                DataType.of(TypeRoot.DATE),
                DataType.of(TypeRoot.TIME, 3),
                DataType.of(TypeRoot.TIMESTAMP, 9),
                DataType.of(TypeRoot.TIMESTAMP_LTZ, 6),
                DataType.of(TypeRoot.VARIANT));
        List<DataField> fields = new ArrayList<>(List.of(new DataField(0, "k", DataType.of(TypeRoot.BIGINT))));
        for (DataType type : types) {
            fields.add(new DataField(fields.size(), "c" + fields.size(), type));
        }
        int id = fields.size();
        DataType row = new DataType.Row(List.of(new DataField(id + 1, "Inner", DataType.of(TypeRoot.DATE))), true);
        fields.add(new DataField(id, "r", row));
        fields.add(new DataField(id + 2, "m", new DataType.Mapping(DataType.string(), row, true)));
        fields.add(new DataField(id + 3, "a", new DataType.Collection(TypeRoot.ARRAY, row, 0, true)));
        fields.add(new DataField(
                id + 4, "ms", new DataType.Collection(TypeRoot.MULTISET, DataType.of(TypeRoot.INT), 0, true)));
        ours.createTable(
                "default",
                "all_types",
                new TableDefinition(fields, List.of(), List.of("k"), Map.of("bucket", "1"), ""));
        Configuration conf = MetastoreConf.newMetastoreConf();
        MetastoreConf.setVar(conf, MetastoreConf.ConfVars.THRIFT_URIS, servers.metastoreUri());
        try (HiveMetaStoreClient client = new HiveMetaStoreClient(conf)) {
            List<String> kept = client.getTable(new GetTableRequest("default", "all_types")).getSd().getCols().stream()
                    .map(column -> column.getName() + " " + column.getType())
                    .toList();
            assertThat(kept).hasSize(fields.size());
            assertThat(hive.query("DESCRIBE all_types").stream().map(column -> column.get(0) + " " + column.get(1)))
                    .containsExactlyElementsOf(kept);
        }
    }

    /** By the metastore's own client, which knows all of its fields. */
    @Test
    void whatIsNotKnownIsKept() throws Exception {
        ours.createTable("default", "kept", SmallRows.definition());
        Configuration conf = MetastoreConf.newMetastoreConf();
        MetastoreConf.setVar(conf, MetastoreConf.ConfVars.THRIFT_URIS, servers.metastoreUri());
        try (HiveMetaStoreClient client = new HiveMetaStoreClient(conf)) {
            org.apache.hadoop.hive.metastore.api.Table before = client.getTable(new GetTableRequest("default", "kept"));
            before.putToParameters("somebody's", "own");
            before.putToParameters("weird ☃", "a=b;c\n");
            before.setRetention(77);
            before.getSd().getSerdeInfo().putToParameters("also", "this");
            before.getSd().setNumBuckets(5);
            before.setOwner("owner");
            client.alter_table("default", "kept", before);
            org.apache.hadoop.hive.metastore.api.Table expected =
                    client.getTable(new GetTableRequest("default", "kept"));
            ours.alterTable(
                    "default",
                    "kept",
                    schema -> List.of(
                            new SchemaChange.Add(
                                    List.of(),
                                    new DataField(
                                            -1,
                                            "list",
                                            new DataType.Collection(TypeRoot.ARRAY, DataType.decimal(20, 3), 0, true)),
                                    SchemaChange.Position.FIRST),
                            new SchemaChange.DescribeTable("other words")));
            org.apache.hadoop.hive.metastore.api.Table after = client.getTable(new GetTableRequest("default", "kept"));
            assertThat(after.getSd().getCols().toString())
                    .contains(
                            "name:list, type:array<decimal(20,3)>",
                            "name:word, type:string, comment:what it is called");
            assertThat(after.getParameters()).containsEntry("comment", "other words");
            List<String> changing =
                    List.of("comment", "transient_lastDdlTime", "last_modified_time", "last_modified_by");
            expected.getParameters().keySet().removeAll(changing);
            after.getParameters().keySet().removeAll(changing);
            expected.getSd().setCols(new ArrayList<>(after.getSd().getCols()));
            assertThat(after).isEqualTo(expected);
        }
    }

    @Test
    void tablesOfOtherFormatsAreLeftAlone() throws Exception {
        hive.run("CREATE EXTERNAL TABLE plain (i INT) STORED AS PARQUET");
        assertThat(ours.tables("default")).doesNotContain("plain");
        assertThat(ours.hasTable("default", "plain")).isFalse();
        assertThatThrownBy(() -> ours.table("default", "plain")).hasMessageContaining("another format");
        assertThatThrownBy(() -> ours.createTable("default", "plain", SmallRows.definition()))
                .hasMessageContaining("There is a table default.plain already");
        assertThatThrownBy(() -> ours.dropTable("default", "plain")).hasMessageContaining("another format");
    }

    @Test
    void tablesThatHiveRegisteredKeepTheirData() throws Exception {
        Table table = ours.createTable("default", "owner", SmallRows.definition());
        String location = Path.of(table.location().location()).toUri().toString();
        hive.run("CREATE EXTERNAL TABLE guest STORED BY 'io.tablestore.hive.TableStoreStorageHandler' LOCATION '"
                + location + "'");
        assertThat(ours.tables("default")).contains("guest");
        ours.renameTable("default", "guest", "default", "visitor");
        assertThat(ours.table("default", "visitor").location()).isEqualTo(table.location());
        ours.dropTable("default", "visitor");
        assertThat(Files.exists(Path.of(table.location().location(), "schema/schema-0")))
                .isTrue();
        ours.dropTable("default", "owner");
        assertThat(Files.exists(Path.of(table.location().location()))).isFalse();
    }

    @Test
    void hiveLeavesTablesOfTheCatalogToIt() throws Exception {
        Table table = ours.createTable("default", "not_hives", SmallRows.definition());
        assertThatThrownBy(() -> hive.run("DROP TABLE not_hives")).hasMessageContaining("external.table.purge");
        assertThat(ours.tables("default")).contains("not_hives");
        assertThat(Files.exists(Path.of(table.location().location(), "schema/schema-0")))
                .isTrue();
        ours.dropTable("default", "not_hives");
        assertThat(Files.exists(Path.of(table.location().location()))).isFalse();
    }

    @Test
    void errorsSayWhereAndWhat() {
        MetastoreCatalog nowhere = new MetastoreCatalog(
                MetastoreOptions.of(Map.of("uri", "thrift://127.0.0.1:1")), location -> new LocalFileSystem());
        assertThatThrownBy(nowhere::databases)
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("thrift://127.0.0.1:1")
                .hasMessageContaining("Kerberos");
        assertThatThrownBy(() -> MetastoreOptions.of(Map.of())).hasMessageContaining("'uri'");
        assertThatThrownBy(() -> MetastoreOptions.of(Map.of("uri", "http://x")))
                .hasMessageContaining("thrift://host:port");
        assertThatThrownBy(() -> ours.table("default", "missing"))
                .hasMessageContaining("There is no table default.missing");
        assertThatThrownBy(() -> ours.createTable("default", "odd name", SmallRows.definition()))
                .hasMessageContaining("cannot be the name of a table in the metastore");
    }
}
