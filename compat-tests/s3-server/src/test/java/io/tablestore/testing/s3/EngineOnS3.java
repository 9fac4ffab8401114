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
package io.tablestore.testing.s3;

import io.tablestore.testing.PackagedEngine;
import io.tablestore.testing.RemoteEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an engine is started that reads the tables of a warehouse in an object store.
 *
 * @param opening statements before the first one of a test
 * @param defining a statement before a table is first used, with {@code %1$s} for its database and {@code %2$s} for its name;
 *     empty if the engine finds it by itself
 * @param naming how statements name a table, with the same two
 */
public record EngineOnS3(String name, PackagedEngine packaged, List<String> opening, String defining, String naming) {

    private static final String IN_CATALOG = "lake.%s.%s";

    /**
     * Settings of our own client.
     *
     * @param port of the store, or of what stands before it
     */
    public static Map<String, String> settings(int port) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("s3.endpoint", "http://127.0.0.1:" + port);
        settings.put("s3.region", S3Server.REGION);
        settings.put("s3.access-key", S3Server.ACCESS_KEY);
        settings.put("s3.secret-key", S3Server.SECRET_KEY);
        return settings;
    }

    /**
     * Spark with our connector as catalog {@code lake}.
     *
     * @param settings of our client
     */
    public static EngineOnS3 spark(String warehouse, Map<String, String> settings) throws IOException {
        return onSpark(PackagedEngine.spark(sparkSettings(warehouse, settings)));
    }

    /** What a session of Spark is given for our connector. */
    public static List<String> sparkSettings(String warehouse, Map<String, String> settings) {
        List<String> session = new ArrayList<>(List.of(
                "spark.sql.catalog.lake=io.tablestore.spark.TableStoreCatalog",
                "spark.sql.catalog.lake.warehouse=" + warehouse));
        settings.forEach((key, value) -> session.add("spark.hadoop." + key + "=" + value));
        return session;
    }

    /** Any Spark that has a catalog {@code lake}. */
    public static EngineOnS3 onSpark(PackagedEngine packaged) {
        return new EngineOnS3("Spark", packaged, List.of(), "", IN_CATALOG);
    }

    /**
     * Flink, with two tasks at once and our connector as catalog {@code lake}.
     *
     * @param settings of our client
     */
    public static EngineOnS3 flink(String warehouse, Map<String, String> settings) throws IOException {
        return onFlink(PackagedEngine.flink(flinkSettings()), "tablestore", warehouse, settings);
    }

    /** What a session of Flink is given. */
    public static List<String> flinkSettings() {
        return List.of(
                "parallelism.default=2",
                "table.exec.resource.default-parallelism=2",
                "taskmanager.numberOfTaskSlots=2");
    }

    /** Any Flink, with a catalog {@code lake} of a type. */
    public static EngineOnS3 onFlink(
            PackagedEngine packaged, String type, String warehouse, Map<String, String> settings) {
        StringBuilder catalog = new StringBuilder("CREATE CATALOG lake WITH ('type' = '" + type + "', 'warehouse' = '")
                .append(warehouse)
                .append('\'');
        settings.forEach((key, value) ->
                catalog.append(", '").append(key).append("' = '").append(value).append('\''));
        return new EngineOnS3("Flink", packaged, List.of(catalog + ")"), "", IN_CATALOG);
    }

    /**
     * Trino, whose own client reads the store.
     *
     * @param more properties of its catalog {@code lake}
     */
    public static EngineOnS3 trino(String warehouse, int port, List<String> more) throws IOException {
        List<String> catalog = new ArrayList<>(List.of(
                "connector.name=tablestore",
                "tablestore.warehouse=" + warehouse,
                "fs.s3.enabled=true",
                "s3.endpoint=http://127.0.0.1:" + port,
                "s3.region=" + S3Server.REGION,
                "s3.path-style-access=true",
                "s3.aws-access-key=" + S3Server.ACCESS_KEY,
                "s3.aws-secret-key=" + S3Server.SECRET_KEY));
        catalog.addAll(more);
        return new EngineOnS3("Trino", PackagedEngine.trino(catalog), List.of(), "", IN_CATALOG);
    }

    /**
     * Hive, with external tables in its own metastore. Queries run as jobs, whatever they are.
     *
     * @param settings of our client
     */
    public static EngineOnS3 hive(String warehouse, Map<String, String> settings) throws IOException {
        List<String> site = new ArrayList<>(List.of("fs.s3.impl=io.tablestore.hive.TableStoreS3FileSystem"));
        settings.forEach((key, value) -> site.add(key + "=" + value));
        return new EngineOnS3(
                "Hive",
                PackagedEngine.hive(site),
                List.of("SET hive.fetch.task.conversion=none", "SET hive.compute.query.using.stats=false"),
                "CREATE EXTERNAL TABLE %1$s_%2$s STORED BY 'io.tablestore.hive.TableStoreStorageHandler' LOCATION '"
                        + warehouse + "/%1$s.db/%2$s'",
                "%s_%s");
    }

    /** Starts it, below a directory of its own. */
    public RemoteEngine start(Path home) throws Exception {
        RemoteEngine remote = RemoteEngine.start(packaged, home);
        try {
            for (String statement : opening) {
                remote.run(statement);
            }
        } catch (Exception failed) {
            remote.close();
            throw failed;
        }
        return remote;
    }

    /** Makes a table known to the engine. */
    public void define(RemoteEngine remote, String database, String table) throws Exception {
        if (!defining.isEmpty()) {
            remote.run(defining.formatted(database, table));
        }
    }

    /** How a statement names a table. */
    public String from(String database, String table) {
        return naming.formatted(database, table);
    }
}
