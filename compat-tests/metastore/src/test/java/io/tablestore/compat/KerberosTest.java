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

import io.tablestore.catalog.Table;
import io.tablestore.fs.hadoop.HadoopTableFileSystem;
import io.tablestore.metastore.MetastoreCatalog;
import io.tablestore.metastore.MetastoreException;
import io.tablestore.metastore.MetastoreOptions;
import io.tablestore.scan.Scan;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A metastore and an HDFS that want Kerberos, and users who have a ticket, or a token, or neither. */
class KerberosTest {

    private static final String SERVICE = "hive/localhost";

    @TempDir
    static Path directory;

    private static MiniKdc kdc;
    private static MiniDFSCluster hdfs;
    private static MetastoreProcess metastore;
    private static Configuration conf;
    private static String principal;
    private static File keytab;

    @BeforeAll
    static void start() throws Exception {
        kdc = new MiniKdc(
                MiniKdc.createConf(),
                Files.createDirectory(directory.resolve("kdc")).toFile());
        kdc.start();
        keytab = directory.resolve("keytab").toFile();
        kdc.createPrincipal(keytab, SERVICE, "HTTP/localhost", "etl");
        principal = SERVICE + "@" + kdc.getRealm();
        conf = new Configuration();
        secure(conf);
        UserGroupInformation.setConfiguration(conf);
        UserGroupInformation.loginUserFromKeytab(principal, keytab.toString());
        conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.resolve("hdfs").toString());
        hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
        hdfs.waitActive();
        conf.set("fs.defaultFS", "hdfs://localhost:" + hdfs.getNameNodePort());
        org.apache.hadoop.fs.Path warehouse = new org.apache.hadoop.fs.Path("/warehouse");
        hdfs.getFileSystem().mkdirs(warehouse);
        hdfs.getFileSystem().setPermission(warehouse, new FsPermission((short) 0777));
        Map<String, String> settings = new HashMap<>();
        for (String shared : List.of(
                "hadoop.security.authentication",
                "hadoop.proxyuser.hive.hosts",
                "hadoop.proxyuser.hive.groups",
                "fs.defaultFS",
                "dfs.namenode.kerberos.principal")) {
            settings.put(shared, conf.get(shared));
        }
        settings.put("hive.metastore.sasl.enabled", "true");
        settings.put("hive.metastore.kerberos.keytab.file", keytab.toString());
        settings.put("hive.metastore.kerberos.principal", principal);
        settings.put("hive.metastore.warehouse.dir", conf.get("fs.defaultFS") + "/warehouse");
        metastore = new MetastoreProcess(
                Files.createDirectory(directory.resolve("metastore")),
                settings,
                List.of("-Djava.security.krb5.conf=" + kdc.getKrb5conf()));
    }

    private static void secure(Configuration conf) {
        conf.set("hadoop.security.authentication", "kerberos");
        conf.set("hadoop.security.authorization", "false");
        conf.set("hadoop.proxyuser.hive.hosts", "*");
        conf.set("hadoop.proxyuser.hive.groups", "*");
        for (String daemon : List.of("namenode", "datanode")) {
            conf.set("dfs." + daemon + ".kerberos.principal", principal);
            conf.set("dfs." + daemon + ".keytab.file", keytab.toString());
        }
        conf.set("dfs.web.authentication.kerberos.principal", "HTTP/localhost@" + kdc.getRealm());
        conf.set("dfs.web.authentication.kerberos.keytab", keytab.toString());
        conf.set("dfs.block.access.token.enable", "true");
        conf.set("dfs.namenode.http-address", "localhost:0");
        conf.set("dfs.datanode.http.address", "localhost:0");
        conf.set("dfs.datanode.address", "localhost:0");
        conf.set("dfs.datanode.ipc.address", "localhost:0");
        conf.setBoolean("ignore.secure.ports.for.testing", true);
    }

    @AfterAll
    static void stop() throws Exception {
        if (metastore != null) {
            metastore.close();
        }
        if (hdfs != null) {
            hdfs.shutdown(true);
        }
        if (kdc != null) {
            kdc.stop();
        }
        UserGroupInformation.reset();
        System.clearProperty("java.security.krb5.conf");
    }

    private static UserGroupInformation user(String name) throws Exception {
        return UserGroupInformation.loginUserFromKeytabAndReturnUGI(name, keytab.toString());
    }

    private static <T> T as(UserGroupInformation user, PrivilegedExceptionAction<T> action) throws Exception {
        return user.doAs(action);
    }

    private static MetastoreCatalog catalog() {
        return new MetastoreCatalog(
                MetastoreOptions.of(
                        Map.of("uri", metastore.uri(), "metastore.kerberos.principal", "hive/_HOST@" + kdc.getRealm())),
                location -> new HadoopTableFileSystem(conf));
    }

    private static TableDefinition definition() {
        return new TableDefinition(
                List.of(new DataField(0, "k", DataType.of(TypeRoot.BIGINT))),
                List.of(),
                List.of("k"),
                Map.of("bucket", "1"),
                "");
    }

    /** By the metastore's own client, as servers do who act for their users. */
    private static UserGroupInformation withToken(String name) throws Exception {
        UserGroupInformation service = user(principal);
        UserGroupInformation proxy = UserGroupInformation.createProxyUser(name, service);
        HiveConf hiveConf = new HiveConf(conf, KerberosTest.class);
        hiveConf.set("hive.metastore.uris", metastore.uri());
        hiveConf.set("hive.metastore.sasl.enabled", "true");
        hiveConf.set("hive.metastore.kerberos.principal", principal);
        String text = as(service, () -> {
            HiveMetaStoreClient client = new HiveMetaStoreClient(hiveConf);
            try {
                return client.getDelegationToken(name, principal);
            } finally {
                client.close();
            }
        });
        Token<org.apache.hadoop.security.token.TokenIdentifier> token = new Token<>();
        token.decodeFromUrlString(text);
        proxy.addToken(token);
        return proxy;
    }

    @Test
    void whoHasATicketIsLetIn() throws Exception {
        UserGroupInformation etl = user("etl");
        try (MetastoreCatalog catalog = catalog()) {
            Table table = as(etl, () -> catalog.createTable("default", "with_ticket", definition()));
            assertThat(hdfs.getFileSystem()
                            .getFileStatus(new org.apache.hadoop.fs.Path(
                                    table.location().location()))
                            .getOwner())
                    .isEqualTo("etl");
            assertThat(as(etl, () -> catalog.tables("default"))).contains("with_ticket");
            UserGroupInformation nobody = UserGroupInformation.createRemoteUser("nobody");
            assertThatThrownBy(() -> as(nobody, () -> catalog.tables("default")))
                    .as("connections of others are not lent")
                    .isInstanceOf(MetastoreException.class)
                    .hasMessageContaining("whether user nobody has a ticket")
                    .hasRootCauseMessage("GSS initiate failed");
            assertThatThrownBy(() -> as(etl, () -> {
                        try (MetastoreCatalog plain = new MetastoreCatalog(
                                MetastoreOptions.of(Map.of("uri", metastore.uri())),
                                location -> new HadoopTableFileSystem(conf))) {
                            return plain.databases();
                        }
                    }))
                    .hasMessageContaining("metastore.kerberos.principal");
        }
    }

    @Test
    void whoHasATokenIsLetInAsWhomItNames() throws Exception {
        UserGroupInformation bob = withToken("bob");
        try (MetastoreCatalog catalog = catalog()) {
            assertThat(as(bob, catalog::databases)).contains("default");
            UserGroupInformation without = UserGroupInformation.createProxyUser("carl", user(principal));
            assertThatThrownBy(() -> as(without, catalog::databases)).isInstanceOf(MetastoreException.class);
        }
    }

    @Test
    void whatAUserMayNotReadIsDenied() throws Exception {
        UserGroupInformation etl = user("etl");
        UserGroupInformation bob = withToken("bob");
        FileSystem service = hdfs.getFileSystem();
        try (MetastoreCatalog catalog = catalog()) {
            for (String name : List.of("open", "closed")) {
                Table table = as(etl, () -> catalog.createTable("default", name, definition()));
                String mode = name.equals("open") ? "755" : "700";
                service.setPermission(
                        new org.apache.hadoop.fs.Path(table.location().location()), new FsPermission(mode));
            }
            assertThat(as(
                            etl,
                            () -> catalog.table("default", "closed")
                                    .plan(Scan.ALL)
                                    .splits()))
                    .isEmpty();
            assertThat(as(bob, () -> catalog.tables("default"))).contains("open", "closed");
            assertThat(as(
                            bob,
                            () -> catalog.table("default", "open")
                                    .plan(Scan.ALL)
                                    .splits()))
                    .isEmpty();
            assertThatThrownBy(() ->
                            as(bob, () -> catalog.table("default", "closed").plan(Scan.ALL)))
                    .as("a table that the proxy user may not read")
                    .hasMessageContaining("/warehouse/closed")
                    .hasStackTraceContaining("Permission denied: user=bob");
        }
    }
}
