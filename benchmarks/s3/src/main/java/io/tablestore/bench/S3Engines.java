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
package io.tablestore.bench;

import io.tablestore.testing.PackagedEngine;
import io.tablestore.testing.s3.EngineOnS3;
import io.tablestore.testing.s3.S3Server;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** The engines that read the object store, with our connector and with Apache Paimon's. */
record S3Engines(String warehouse, int port) {

    private static final String PAIMON_S3 = ", paimon-s3";

    /** Settings of Hadoop's client. */
    static Configuration hadoop(int port) {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.s3a.endpoint", "http://127.0.0.1:" + port);
        hadoop.set("fs.s3a.endpoint.region", S3Server.REGION);
        hadoop.set("fs.s3a.path.style.access", "true");
        hadoop.set("fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
        hadoop.set("fs.s3a.access.key", S3Server.ACCESS_KEY);
        hadoop.set("fs.s3a.secret.key", S3Server.SECRET_KEY);
        // The newer stream keeps what it has read for the life of the process, so that later rounds would send no
        // request.
        hadoop.set("fs.s3a.input.stream.type", "classic");
        return hadoop;
    }

    /** Those that are asked for, engine by engine; Paimon's connector first where there is one. */
    List<List<SqlContender>> chosen(Set<String> names) throws IOException {
        List<List<SqlContender>> chosen = new ArrayList<>();
        if (names.contains("spark")) {
            chosen.add(List.of(paimonOnSpark(), oursOnSpark()));
        }
        if (names.contains("flink")) {
            chosen.add(List.of(paimonOnFlink(), oursOnFlink()));
        }
        if (names.contains("trino") && PackagedEngine.hasTrino()) {
            EngineOnS3 trino = EngineOnS3.trino(warehouse, port, List.of());
            chosen.add(List.of(new SqlContender(trino, "483", "ours", Dialect.TRINO)));
        }
        if (names.contains("hive")) {
            EngineOnS3 hive = EngineOnS3.hive(warehouse, EngineOnS3.settings(port));
            chosen.add(List.of(new SqlContender(hive, "4.0.1", "ours", Dialect.HIVE)));
        }
        return chosen;
    }

    private Map<String, String> paimonSettings() {
        return Map.of(
                "s3.endpoint",
                "http://127.0.0.1:" + port,
                "s3.path.style.access",
                "true",
                "s3.access-key",
                S3Server.ACCESS_KEY,
                "s3.secret-key",
                S3Server.SECRET_KEY);
    }

    /** Apache Paimon's jars, which {@code ./bench} fetches. */
    private static List<String> peers(String... names) {
        Path directory = Path.of(System.getProperty("peers"));
        return Arrays.stream(names)
                .map(name -> directory.resolve(name).toString())
                .toList();
    }

    /** Spark 3.5.9, which Paimon's newest connector that can be had is for. */
    private static SqlContender spark(String reader, String leftOut, List<String> more, List<String> settings)
            throws IOException {
        String jars = Files.readString(Path.of(System.getProperty("checkout"), "benchmarks/spark/target/classpath"));
        Stream<String> spark = Arrays.stream(jars.strip().split(File.pathSeparator))
                .filter(jar -> !jar.matches(".*/(delta-|hudi-spark|spark-hive|iceberg-spark|" + leftOut + ")[^/]*"));
        PackagedEngine packaged =
                PackagedEngine.ofSpark(Stream.concat(more.stream(), spark).toList(), settings);
        return new SqlContender(EngineOnS3.onSpark(packaged), "3.5.9", reader, Dialect.SPARK);
    }

    private SqlContender paimonOnSpark() throws IOException {
        List<String> settings = new ArrayList<>(List.of(
                "spark.sql.catalog.lake=org.apache.paimon.spark.SparkCatalog",
                "spark.sql.catalog.lake.warehouse=" + warehouse));
        paimonSettings().forEach((key, value) -> settings.add("spark.sql.catalog.lake." + key + "=" + value));
        return spark(
                "Paimon 0.9.0" + PAIMON_S3, "tablestore-spark|paimon-bundle", peers("paimon-s3-0.9.0.jar"), settings);
    }

    private SqlContender oursOnSpark() throws IOException {
        return spark("ours", "paimon", List.of(), EngineOnS3.sparkSettings(warehouse, EngineOnS3.settings(port)));
    }

    private SqlContender paimonOnFlink() throws IOException {
        List<String> jars = peers("paimon-flink-2.0-1.4.2.jar", "paimon-s3-1.4.2.jar");
        PackagedEngine packaged = PackagedEngine.ofFlink(jars, EngineOnS3.flinkSettings());
        EngineOnS3 flink = EngineOnS3.onFlink(packaged, "paimon", warehouse, paimonSettings());
        return new SqlContender(flink, "2.3.0", "Paimon 1.4.2" + PAIMON_S3, Dialect.FLINK);
    }

    private SqlContender oursOnFlink() throws IOException {
        EngineOnS3 flink = EngineOnS3.flink(warehouse, EngineOnS3.settings(port));
        return new SqlContender(flink, "2.3.0", "ours", Dialect.FLINK);
    }
}
