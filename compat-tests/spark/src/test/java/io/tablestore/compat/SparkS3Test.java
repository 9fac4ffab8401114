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

import io.tablestore.testing.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Tables in S3 through the reader's own client, with the settings that {@code spark.hadoop.s3.*} gives. */
class SparkS3Test extends SparkTest {

    @Test
    void aTableInS3IsReadAndDefinedAsALocalOne() throws Exception {
        Path warehouse = Files.createDirectory(directory.resolve("warehouse"));
        Path stored = Files.createDirectory(directory.resolve("store"));
        try (SmallTable table = new SmallTable(warehouse);
                S3Server store = new S3Server(stored)) {
            table.write(1, 1000, "a");
            table.write(500, 1500, "b");
            store.createBucket("lake");
            store.upload(warehouse, "lake/warehouse");
            SparkSessions.catalog(spark, "near", warehouse.toString());
            SparkSessions.catalog(spark, "far", "s3://lake/warehouse");
            SparkSessions.catalog(spark, "older", "s3n://lake/warehouse");
            Map<String, String> settings = Map.of(
                    "s3.endpoint", "http://127.0.0.1:" + store.port(),
                    "s3.region", S3Server.REGION,
                    "s3.access-key", S3Server.ACCESS_KEY,
                    "s3.secret-key", S3Server.SECRET_KEY);
            Configuration hadoop = spark.sparkContext().hadoopConfiguration();
            settings.forEach(hadoop::set);
            try {
                for (String query : List.of(
                        "SELECT k, v, d FROM %s.db.t ORDER BY k",
                        "SELECT count(*), sum(k), max(v) FROM %s.db.t WHERE k > 700",
                        "SELECT k, v FROM %s.db.t VERSION AS OF 1 WHERE v >= 'a990' ORDER BY k",
                        "SHOW TABLES IN %s.db")) {
                    assertThat(query(query.formatted("far")))
                            .as(query)
                            .isNotEmpty()
                            .isEqualTo(query(query.formatted("near")));
                }
                assertThat(query("SELECT count(*) FROM older.db.t")).isEqualTo(query("SELECT count(*) FROM near.db.t"));
                query("CREATE TABLE far.db.made (k BIGINT NOT NULL, v STRING) TBLPROPERTIES ('primary-key' = 'k')");
                query("ALTER TABLE far.db.made ADD COLUMN note STRING");
                assertThat(query("SELECT k, note FROM far.db.made")).isEmpty();
                assertThat(query("SHOW TABLES IN far.db")).hasSize(2);
                query("DROP TABLE far.db.made");
                assertThat(query("SHOW TABLES IN far.db")).hasSize(1);
            } finally {
                settings.keySet().forEach(hadoop::unset);
            }
        }
    }
}
