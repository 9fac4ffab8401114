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

import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Options and settings of Spark: each is honoured, or refused by name; none is passed over. */
class SparkOptionsTest extends SparkTest {

    private static final long NEWEST = 14;
    private static final long FIRST = 9;

    private SmallTable table;
    private long firstMillis;

    /** Rows 1 to 9 in snapshot 1, tagged {@code first}, and 14 in snapshot 2. */
    @BeforeEach
    void writeTwice() throws Exception {
        table = new SmallTable(directory);
        table.write(1, 10, "a");
        firstMillis = table.table().latestSnapshot().orElseThrow().timeMillis();
        table.tag("first", 1);
        while (System.currentTimeMillis() <= firstMillis) {
            Thread.onSpinWait();
        }
        table.write(5, 15, "b");
    }

    @AfterEach
    void closeTable() throws Exception {
        table.close();
    }

    private long byName(Map<String, String> options) {
        return reader(options).table("lake.db.t").count();
    }

    private long byPath(Map<String, String> options) {
        return reader(options)
                .format("tablestore")
                .load(table.path().toString())
                .count();
    }

    private DataFrameReader reader(Map<String, String> options) {
        return spark.read().options(options);
    }

    /** By name, by path, and of a view of the metadata. */
    private void refused(Map<String, String> options, String... words) {
        refusedOfData(options, words);
        assertThatThrownBy(() -> reader(options).table("lake.db.t.snapshots").count())
                .as("%s", options)
                .hasStackTraceContaining(words[0]);
    }

    private void refusedOfData(Map<String, String> options, String... words) {
        for (String word : words) {
            assertThatThrownBy(() -> byName(options)).as("%s", options).hasStackTraceContaining(word);
            assertThatThrownBy(() -> byPath(options)).as("%s", options).hasStackTraceContaining(word);
        }
    }

    private String localTime(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneId.of("Asia/Kolkata"))
                .toString()
                .replace('T', ' ');
    }

    @Test
    void everyNameOfAStateIsHonoured() {
        String time = localTime(firstMillis);
        for (Map<String, String> options : List.of(
                Map.of("version", "1"),
                Map.of("VERSION", "first"),
                Map.of("tag", "first"),
                Map.of("timestamp", Long.toString(firstMillis)),
                Map.of("timestamp", time),
                Map.of("scan.snapshot-id", "1"),
                Map.of("Scan.Snapshot-Id", "1"),
                Map.of("scan.tag-name", "first"),
                Map.of("scan.version", "1"),
                Map.of("scan.version", "first"),
                Map.of("scan.timestamp-millis", Long.toString(firstMillis)),
                Map.of("scan.timestamp", time),
                Map.of("scan.mode", "from-snapshot", "scan.snapshot-id", "1"),
                Map.of("scan.mode", "from-timestamp", "scan.timestamp-millis", Long.toString(firstMillis)),
                Map.of("versionAsOf", "1"),
                Map.of("versionasof", "first"),
                Map.of("timestampAsOf", time))) {
            assertThat(byName(options)).as("%s", options).isEqualTo(FIRST);
            assertThat(byPath(options)).as("%s", options).isEqualTo(FIRST);
        }
        for (Map<String, String> options : List.of(
                Map.<String, String>of(),
                Map.of("scan.mode", "default"),
                Map.of("scan.mode", "latest-full"),
                Map.of("branch", ""),
                Map.of("read.batch-size", "512"),
                Map.of("timestampAsOf", "2999-01-01"))) {
            assertThat(byName(options)).as("%s", options).isEqualTo(NEWEST);
            assertThat(byPath(options)).as("%s", options).isEqualTo(NEWEST);
        }
    }

    @Test
    void optionsThatNobodyKnowsAreRefusedWithTheRightOne() {
        refused(Map.of("versoin", "1"), "Unknown option 'versoin'", "did you mean 'version'?");
        refused(Map.of("scan.snapshotid", "1"), "Unknown option", "did you mean 'scan.snapshot-id'?");
        refused(Map.of("snapshot-id", "1"), "belongs to another format", "'scan.snapshot-id'");
        refused(Map.of("as-of-timestamp", "1"), "belongs to another format", "'scan.timestamp-millis'");
        refused(Map.of("startingVersion", "1"), "Unknown option 'startingVersion'");
        assertThatThrownBy(() -> query("SELECT * FROM lake.db.t WITH ('versoin' = '1')"))
                .hasMessageContaining("did you mean 'version'?");
        assertThatThrownBy(() -> query("SELECT * FROM lake.db.t.ro WITH ('versoin' = '1')"))
                .hasMessageContaining("did you mean 'version'?");
    }

    @Test
    void optionsThatAreNotHonouredAreRefusedByName() {
        for (Map<String, String> options : List.of(
                Map.of("incremental-between", "1,2"),
                Map.of("incremental-between-timestamp", "1,2"),
                Map.of("consumer-id", "me"),
                Map.of("scan.watermark", "1"),
                Map.of("scan.file-creation-time-millis", "1"),
                Map.of("bucket", "4"),
                Map.of("merge-engine", "first-row"))) {
            refused(options, "Option '" + options.keySet().iterator().next() + "'", "is not supported");
        }
        refused(Map.of("scan.mode", "incremental"), "'scan.mode' = 'incremental' is not supported");
        refused(Map.of("scan.mode", "from-snapshot"), "lacks the option that names the state");
        assertThatThrownBy(() -> byName(Map.of("path", "/elsewhere"))).hasStackTraceContaining("Option 'path'");
        assertThatThrownBy(() -> spark.read()
                        .format("tablestore")
                        .load(table.path().toString(), table.path().toString())
                        .count())
                .hasStackTraceContaining("A read has one path");
    }

    @Test
    void statesThatContradictEachOtherAreRefused() {
        refused(Map.of("scan.snapshot-id", "1", "scan.tag-name", "first"), "Only one of the options");
        refusedOfData(Map.of("version", "1", "timestampAsOf", "2999-01-01"), "Only one of the options");
        refused(Map.of("scan.mode", "latest-full", "version", "1"), "contradicts");
        assertThatThrownBy(() -> query("SELECT * FROM lake.db.t WITH ('version' = '1', 'Version' = '2')"))
                .hasMessageContaining("given twice");
        assertThatThrownBy(() -> query("SELECT * FROM lake.db.t VERSION AS OF 1 WITH ('version' = '2')"))
                .hasMessageContaining("Two states of lake.db.t");
        assertThat(query("SELECT count(*) FROM lake.db.t VERSION AS OF 1 WITH ('scan.snapshot-id' = '1')"))
                .containsExactly("[" + FIRST + "]");
    }

    @Test
    void malformedValuesNameTheOption() {
        refused(Map.of("scan.snapshot-id", "one"), "'scan.snapshot-id'", "a whole number");
        refused(Map.of("scan.timestamp-millis", "soon"), "'scan.timestamp-millis'", "a whole number");
        refused(Map.of("scan.timestamp", "soon"), "'scan.timestamp' is 'soon', but must be", "2026-01-31 12:30:00");
        refused(
                Map.of("timestamp", "99999999999999999999"),
                "'timestamp' is '99999999999999999999', but must be milliseconds");
        refusedOfData(Map.of("version", "nothing"), "nothing");
        assertThatThrownBy(() -> byPath(Map.of("timestampAsOf", "soon")))
                .hasStackTraceContaining("Option 'timestampAsOf' is 'soon', but must be");
    }

    @Test
    void tablesByPathInSparksOwnCatalogKeepTheirOptions() {
        String name = "kept_" + Integer.toHexString(directory.hashCode());
        String path = table.path().toString();
        query("CREATE TABLE " + name + " USING tablestore OPTIONS (path '" + path + "', version '1')");
        query("CREATE TABLE " + name + "_typo USING tablestore OPTIONS (path '" + path + "', versoin '1')");
        try {
            assertThat(query("SELECT count(*) FROM " + name)).containsExactly("[" + FIRST + "]");
            assertThatThrownBy(() -> query("SELECT count(*) FROM " + name + "_typo"))
                    .hasMessageContaining("did you mean 'version'?");
            assertThatThrownBy(() -> query("INSERT INTO " + name + " SELECT * FROM " + name))
                    .hasMessageContaining("Write it with Flink");
        } finally {
            query("DROP TABLE " + name);
            query("DROP TABLE " + name + "_typo");
        }
        query("CREATE TEMPORARY VIEW seen USING tablestore OPTIONS (path '" + path + "', 'scan.tag-name' 'first')");
        assertThat(query("SELECT count(*) FROM seen")).containsExactly("[" + FIRST + "]");
    }

    @Test
    void settingsThatHaveNoEffectAreRefused() {
        refusedWith(
                "spark.sql.tablestore.joinByBuckets.enabled",
                "true",
                "did you mean 'spark.sql.tablestore.joinByBucket.enabled'?");
        refusedWith("spark.sql.tablestore.JoinByBucket.enabled", "true", "joinByBucket.enabled'?");
        refusedWith("spark.sql.tablestore.joinByBucket.enabled", "maybe", "must be true or false");
        refusedWith("spark.tablestore.mergeCache.size", "1m", "no effect in a session");
        refusedWith("spark.tablestore.metadataCache.size", "much", "must be a size");
        refusedWith("spark.tablestore.metadatacache", "1m", "Unknown option");
        refusedWith("spark.datasource.tablestore.version", "1", "Unknown option");
        refusedWith("spark.paimon.scan.snapshot-id", "1", "Apache Paimon's connector");
        refusedWith("spark.paimon.nonsense", "1", "Apache Paimon's connector");
        spark.conf().set("spark.sql.tablestore.joinByBucket.enabled", "TRUE");
        spark.conf().set("spark.paimon.read.batch-size", "1024");
        assertThat(byName(Map.of())).isEqualTo(NEWEST);
        spark.conf().set("spark.paimon.scan.snapshot-id", "1");
        spark.conf().set("spark.sql.catalog.theirs", "org.apache.paimon.spark.SparkCatalog");
        assertThat(byName(Map.of()))
                .as("the settings are those of another catalog")
                .isEqualTo(NEWEST);
    }

    private void refusedWith(String key, String value, String words) {
        spark.conf().set(key, value);
        try {
            for (String read : List.of("lake.db.t", "lake.db.t.snapshots")) {
                assertThatThrownBy(() -> query("SELECT * FROM " + read))
                        .as("%s = %s", key, value)
                        .hasMessageContaining(key)
                        .hasMessageContaining(words);
            }
            assertThatThrownBy(() -> byPath(Map.of())).hasMessageContaining(key).hasMessageContaining(words);
        } finally {
            spark.conf().unset(key);
        }
    }

    @Test
    void catalogsRefuseWhatTheyDoNotKnow() throws Exception {
        refusedCatalog("typo", Map.of("warehouse", directory.toString(), "warehous", "x"), "did you mean 'warehouse'?");
        refusedCatalog("iceberg", Map.of("warehouse", directory.toString(), "type", "hive"), "'type'");
        refusedCatalog(
                "alone", Map.of("warehouse", directory.toString(), "uri", "thrift://a:1"), "'metastore' = 'hive'");
        refusedCatalog(
                "other", Map.of("warehouse", directory.toString(), "metastore", "jdbc"), "'filesystem' or 'hive'");
        refusedCatalog(
                "slow",
                Map.of("metastore", "hive", "uri", "thrift://a:1", "metastore.timeout-seconds", "long"),
                "metastore.timeout-seconds");
        refusedCatalog("none", Map.of(), "spark.sql.catalog.none.warehouse");
        refusedCatalog(
                "mistyped", Map.of("warehouse", directory.resolve("lakee").toString()), "lakee does not exist");
        assertThatThrownBy(() -> query("CREATE DATABASE mistyped.db")).hasMessageContaining("lakee does not exist");
        assertThat(Files.exists(directory.resolve("lakee"))).isFalse();
        catalog("shouted", Map.of("WAREHOUSE", directory.toString()));
        assertThat(query("SELECT count(*) FROM shouted.db.t")).containsExactly("[" + NEWEST + "]");
        assertThatThrownBy(() -> query("SHOW TABLES IN lake.nowhere")).hasMessageContaining("nowhere");
    }

    /** A catalog that has been made does not see them. */
    @Test
    void settingsOfACatalogThatASessionAddsAreRefused() {
        assertThat(byName(Map.of())).isEqualTo(NEWEST);
        for (String key : List.of("scan.snapshot-id", "warehous", "table-default.bucket")) {
            spark.conf().set("spark.sql.catalog.lake." + key, "1");
            assertThatThrownBy(() -> byName(Map.of()))
                    .hasStackTraceContaining("'" + key + "'")
                    .hasStackTraceContaining("spark.sql.catalog.lake.*, the settings of the catalog");
            spark.conf().unset("spark.sql.catalog.lake." + key);
        }
        spark.conf().set("spark.sql.catalog.other", "io.tablestore.spark.TableStoreCatalog");
        spark.conf().set("spark.sql.catalog.other.warehous", "x");
        assertThat(byName(Map.of())).as("that is another catalog").isEqualTo(NEWEST);
    }

    private void catalog(String name, Map<String, String> options) {
        spark.conf().set("spark.sql.catalog." + name, "io.tablestore.spark.TableStoreCatalog");
        options.forEach((key, value) -> spark.conf().set("spark.sql.catalog." + name + "." + key, value));
    }

    private void refusedCatalog(String name, Map<String, String> options, String words) {
        catalog(name, options);
        for (String sql : List.of("SHOW NAMESPACES IN " + name, "SELECT * FROM " + name + ".db.t")) {
            assertThatThrownBy(() -> query(sql)).as(sql).hasStackTraceContaining(words);
        }
    }
}
