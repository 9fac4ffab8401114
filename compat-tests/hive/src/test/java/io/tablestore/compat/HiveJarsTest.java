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

import io.tablestore.compat.HiveServers.HiveSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.conf.MetastoreConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars where users put them, in servers that do not have them on their class path. */
class HiveJarsTest {

    @TempDir
    Path directory;

    private SmallTable table(String name) throws Exception {
        SmallTable table = new SmallTable(Files.createDirectory(directory.resolve(name)));
        table.write(1, 1000, "a");
        return table;
    }

    @Test
    void aSessionMayBringTheJarsAlong() throws Exception {
        try (SmallTable table = table("added");
                HiveServers servers =
                        new HiveServers(Files.createDirectory(directory.resolve("hive")), Map.of(), "UTC", false)) {
            try (HiveSession hive = servers.connect()) {
                // Tez in the server's own process has no place for a session's jars, which on a cluster go to its
                // containers.
                hive.run("SET hive.execution.engine=mr");
                for (String jar : HiveServers.connectorJars()) {
                    hive.run("ADD JAR " + Path.of(jar).toUri());
                }
                hive.run(
                        "CREATE EXTERNAL TABLE added STORED BY 'io.tablestore.hive.TableStoreStorageHandler' LOCATION '"
                                + table.path().toUri() + "'");
                for (boolean jobs : new boolean[] {false, true}) {
                    assertThat(hive.jobs(jobs).rows("SELECT k, v FROM added WHERE k > 997"))
                            .containsExactly("[998, a998]", "[999, a999]");
                }
                register(
                        servers,
                        "by_paimon",
                        table,
                        "org.apache.paimon.hive.PaimonStorageHandler",
                        List.of(
                                "org.apache.paimon.hive.PaimonSerDe",
                                "org.apache.paimon.hive.mapred.PaimonInputFormat",
                                "org.apache.paimon.hive.mapred.PaimonOutputFormat"));
                register(
                        servers,
                        "by_flink",
                        table,
                        "org.apache.flink.table.store.hive.TableStoreHiveStorageHandler",
                        List.of(
                                "org.apache.flink.table.store.hive.TableStoreSerDe",
                                "org.apache.flink.table.store.mapred.TableStoreInputFormat",
                                "org.apache.flink.table.store.mapred.TableStoreOutputFormat"));
                for (String old : List.of("by_paimon", "by_flink")) {
                    for (boolean jobs : new boolean[] {false, true}) {
                        assertThat(hive.jobs(jobs).rows("SELECT k, v FROM " + old + " WHERE k > 997"))
                                .as(old)
                                .containsExactly("[998, a998]", "[999, a999]");
                    }
                    assertThat(hive.query("DESCRIBE " + old).stream().map(row -> row.get(0) + " " + row.get(1)))
                            .startsWith("k bigint", "v string", "d double");
                    hive.run("DROP TABLE " + old);
                }
                assertThat(Files.exists(table.path().resolve("schema/schema-0")))
                        .isTrue();
            }
        }
    }

    /** As catalogs of former versions did, with the classes of former jars. */
    private static void register(
            HiveServers servers, String name, SmallTable table, String handler, List<String> classes) throws Exception {
        Configuration conf = MetastoreConf.newMetastoreConf();
        MetastoreConf.setVar(conf, MetastoreConf.ConfVars.THRIFT_URIS, servers.metastoreUri());
        Table entry = new Table();
        entry.setDbName("default");
        entry.setTableName(name);
        entry.setTableType("EXTERNAL_TABLE");
        entry.putToParameters("EXTERNAL", "TRUE");
        entry.putToParameters("storage_handler", handler);
        entry.putToParameters("table_type", "PAIMON");
        StorageDescriptor storage = new StorageDescriptor();
        storage.setLocation(table.path().toUri().toString());
        storage.setCols(List.of(
                new FieldSchema("k", "bigint", null),
                new FieldSchema("v", "string", null),
                new FieldSchema("d", "double", null)));
        storage.setSerdeInfo(new SerDeInfo(name, classes.get(0), Map.of()));
        storage.setInputFormat(classes.get(1));
        storage.setOutputFormat(classes.get(2));
        entry.setSd(storage);
        entry.setPartitionKeys(List.of());
        try (HiveMetaStoreClient client = new HiveMetaStoreClient(conf)) {
            client.createTable(entry);
        }
    }
}
