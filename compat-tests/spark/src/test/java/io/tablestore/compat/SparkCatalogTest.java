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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;

/** The catalog in Spark: what statements change, what names mean, and what is refused. */
class SparkCatalogTest extends SparkTest {

    private void refused(String sql, String... words) {
        assertThatThrownBy(() -> query(sql))
                .as(sql)
                .satisfies(failed -> assertThat(messages(failed)).contains(words));
    }

    private static String messages(Throwable failed) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }

    @Test
    void statementsChangeDatabasesAndTables() {
        query("CREATE DATABASE lake.shop");
        query("CREATE DATABASE IF NOT EXISTS lake.shop");
        assertThat(query("SHOW NAMESPACES IN lake")).containsExactly("[shop]");
        query(
                "CREATE TABLE lake.shop.orders (id BIGINT NOT NULL, dt STRING NOT NULL COMMENT 'day', price DECIMAL(10,2),"
                        + " name VARCHAR(20), address STRUCT<city: STRING, zip: INT>, tags ARRAY<STRING>, at TIMESTAMP)"
                        + " USING tablestore PARTITIONED BY (dt) COMMENT 'what was bought'"
                        + " TBLPROPERTIES ('primary-key' = 'dt,id', 'bucket' = '2', 'merge-engine' = 'partial-update')");
        query("CREATE TABLE IF NOT EXISTS lake.shop.orders (id INT)");
        assertThat(query("SHOW TABLES IN lake.shop")).containsExactly("[shop,orders,false]");
        assertThat(query("SHOW TBLPROPERTIES lake.shop.orders"))
                .contains("[primary-key,dt,id]", "[bucket,2]", "[merge-engine,partial-update]");

        query("ALTER TABLE lake.shop.orders ADD COLUMNS (note STRING COMMENT 'free text' AFTER id, n SMALLINT)");
        query("ALTER TABLE lake.shop.orders ADD COLUMN address.street STRING");
        query("ALTER TABLE lake.shop.orders RENAME COLUMN note TO remark");
        query("ALTER TABLE lake.shop.orders RENAME COLUMN address.zip TO code");
        query("ALTER TABLE lake.shop.orders ALTER COLUMN n TYPE INT");
        query("ALTER TABLE lake.shop.orders ALTER COLUMN n COMMENT 'a number'");
        query("ALTER TABLE lake.shop.orders ALTER COLUMN price FIRST");
        query("ALTER TABLE lake.shop.orders DROP COLUMN tags");
        query("ALTER TABLE lake.shop.orders SET TBLPROPERTIES ('snapshot.num-retained.min' = '5')");
        query("ALTER TABLE lake.shop.orders SET TBLPROPERTIES ('write-only' = 'true')");
        query("ALTER TABLE lake.shop.orders UNSET TBLPROPERTIES ('write-only')");
        query("COMMENT ON TABLE lake.shop.orders IS 'sales'");
        assertThat(query("DESCRIBE lake.shop.orders"))
                .startsWith(
                        "[price,decimal(10,2),null]",
                        "[id,bigint,null]",
                        "[remark,string,free text]",
                        "[dt,string,day]",
                        "[name,varchar(20),null]",
                        "[address,struct<city:string,code:int,street:string>,null]",
                        "[at,timestamp,null]",
                        "[n,int,a number]");
        assertThat(query("DESCRIBE EXTENDED lake.shop.orders"))
                .anyMatch(line -> line.contains("Comment") && line.contains("sales"))
                .anyMatch(line -> line.contains("Location") && line.contains("shop.db/orders"))
                .anyMatch(line -> line.contains("Provider") && line.contains("tablestore"))
                .anyMatch(line -> line.contains("_bucket"));
        String created = query("SHOW CREATE TABLE lake.shop.orders").get(0);
        assertThat(created)
                .contains("PARTITIONED BY (dt)", "'primary-key' = 'dt,id'", "COMMENT 'sales'", "USING tablestore")
                .doesNotContain("write-only", "LOCATION");

        query("ALTER TABLE lake.shop.orders RENAME TO lake.shop.sales");
        assertThat(query("SHOW TABLES IN lake.shop")).containsExactly("[shop,sales,false]");
        query("ALTER TABLE lake.shop.sales RENAME TO sold");
        query("ALTER TABLE lake.shop.sold RENAME TO shop.sales");
        query("DROP TABLE lake.shop.sales PURGE");
        assertThat(query("SHOW TABLES IN lake.shop")).isEmpty();
        assertThat(directory.resolve("shop.db/sales")).doesNotExist();
        query("DROP DATABASE lake.shop");
        assertThat(query("SHOW NAMESPACES IN lake")).isEmpty();
    }

    @Test
    void aTableCanBeCreatedFromWhatShowCreateTableShows() {
        query("CREATE DATABASE lake.a");
        query("CREATE TABLE lake.a.t (k INT NOT NULL, c CHAR(3), v VARCHAR(5)) PARTITIONED BY (bucket(4, k))"
                + " TBLPROPERTIES ('primary-key' = 'k')");
        String created = query("SHOW CREATE TABLE lake.a.t").get(0);
        query(created.substring(1, created.length() - 1).replace("lake.a.t", "lake.a.u"));
        assertThat(describedWithoutName("lake.a.u")).isEqualTo(describedWithoutName("lake.a.t"));
        assertThat(query("SHOW TBLPROPERTIES lake.a.u")).contains("[bucket,4]", "[bucket-key,k]");
    }

    private List<String> describedWithoutName(String table) {
        return query("DESCRIBE EXTENDED " + table).stream()
                .filter(line ->
                        !line.startsWith("[Name,") && !line.startsWith("[Table,") && !line.startsWith("[Location,"))
                .toList();
    }

    @Test
    void whatWritesRowsIsRefusedByNameAndLosesNothing() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 4, "a");
            for (String sql : List.of(
                    "INSERT INTO lake.db.t VALUES (1, 'x', 1.0)",
                    "INSERT OVERWRITE lake.db.t VALUES (1, 'x', 1.0)",
                    "INSERT INTO lake.db.t.snapshots SELECT * FROM lake.db.t.snapshots",
                    "DELETE FROM lake.db.t WHERE k = 1",
                    "DELETE FROM lake.db.t WHERE k IN (SELECT k FROM lake.db.t)",
                    "UPDATE lake.db.t SET v = 'x'",
                    "MERGE INTO lake.db.t USING lake.db.t s ON t.k = s.k WHEN MATCHED THEN DELETE",
                    "TRUNCATE TABLE lake.db.t")) {
                refused(sql, "cannot be written by Spark", "Write it with Flink");
            }
            refused("CREATE TABLE lake.db.u AS SELECT 1 AS k", "CREATE TABLE ... AS SELECT", "with Flink");
            refused("CREATE OR REPLACE TABLE lake.db.t AS SELECT 1 AS k", "CREATE OR REPLACE TABLE", "with Flink");
            refused("REPLACE TABLE lake.db.t (k INT)", "REPLACE TABLE", "with Flink");
            assertThatThrownBy(
                            () -> spark.table("lake.db.t").writeTo("lake.db.t").append())
                    .hasStackTraceContaining("Write it with Flink");
            assertThatThrownBy(() -> spark.table("lake.db.t")
                            .write()
                            .format("tablestore")
                            .mode("append")
                            .save(table.path().toString()))
                    .hasStackTraceContaining("Write it with Flink");
            assertThat(query("SELECT count(*), min(v), max(v) FROM lake.db.t")).containsExactly("[3,a1,a3]");
            assertThat(query("SHOW TABLES IN lake.db")).containsExactly("[db,t,false]");
        }
    }

    @Test
    void statementsOnPartitionsAreRefusedByName() {
        SparkSessions.catalog(spark, "golden", Path.of("../../golden/paimon-1.4.2"));
        String partition = query("SHOW PARTITIONS golden.`shop`.events").get(0);
        String day = partition.substring(partition.indexOf("day=") + 4, partition.indexOf('/'));
        for (String statement : List.of(
                "TRUNCATE TABLE golden.`shop`.events PARTITION (day = '%s', kind = null)",
                "ALTER TABLE golden.`shop`.events DROP PARTITION (day = '%s', kind = null)",
                "ALTER TABLE golden.`shop`.events PARTITION (day = '%s', kind = null)"
                        + " RENAME TO PARTITION (day = '2030-01-01', kind = 'x')",
                "ALTER TABLE golden.`shop`.events ADD PARTITION (day = '2030-01-01', kind = 'x')")) {
            refused(statement.formatted(day), "cannot be written by Spark", "Write it with Flink");
        }
    }

    @Test
    void streamsAreRefusedByName() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 4, "a");
            String path = table.path().toString();
            String checkpoints = directory.resolve("checkpoints").toString();
            for (String name : List.of("lake.db.t", "lake.db.t.snapshots")) {
                assertThatThrownBy(() -> spark.readStream()
                                .table(name)
                                .writeStream()
                                .format("noop")
                                .option("checkpointLocation", checkpoints)
                                .trigger(Trigger.AvailableNow())
                                .start()
                                .awaitTermination())
                        .hasStackTraceContaining("Table " + name + " cannot be read as a stream");
            }
            assertThatThrownBy(() -> spark.readStream().format("tablestore").load(path))
                    .hasMessageContaining(path + " cannot be read as a stream");
            DataStreamWriter<Row> writer =
                    spark.readStream().format("rate").load().writeStream().option("checkpointLocation", checkpoints);
            assertThatThrownBy(() -> writer.toTable("lake.db.t"))
                    .hasStackTraceContaining("Spark reads and Flink writes");
            assertThatThrownBy(() -> writer.format("tablestore").toTable("lake.db.fresh"))
                    .hasStackTraceContaining("Spark reads and Flink writes");
            assertThatThrownBy(() -> writer.format("tablestore").start(path))
                    .hasStackTraceContaining("nor as a stream. Write it with Flink");
            assertThat(query("SELECT count(*) FROM lake.db.t")).containsExactly("[3]");
        }
    }

    /** Another writer has dropped the branch: the table is loaded, so that the option can be taken away. */
    @Test
    void aFallbackBranchThatIsGoneIsTakenAway() throws Exception {
        query("CREATE DATABASE lake.gone");
        query("CREATE TABLE lake.gone.t (k INT) TBLPROPERTIES ('write-only' = 'true')");
        Path schema = directory.resolve("gone.db/t/schema/schema-0");
        String written = Files.readString(schema);
        assertThat(written).contains("write-only");
        Files.writeString(schema, written.replace("write-only", "scan.fallback-branch"));
        refused("SELECT * FROM lake.gone.t", "'scan.fallback-branch' names the branch true", "UNSET TBLPROPERTIES");
        query("ALTER TABLE lake.gone.t UNSET TBLPROPERTIES ('scan.fallback-branch')");
        assertThat(query("SELECT * FROM lake.gone.t")).isEmpty();
    }

    @Test
    void propertiesThatWouldBePassedOverAreRefused() {
        query("CREATE DATABASE lake.a");
        refused("CREATE TABLE lake.a.t (k INT) STORED AS ORC", "hive.stored-as", "'file.format'");
        refused("CREATE TABLE lake.a.t (k INT) ROW FORMAT DELIMITED FIELDS TERMINATED BY ','", "leave ROW FORMAT");
        refused("CREATE TABLE lake.a.t (k INT) TBLPROPERTIES ('option.bucket' = '2')", "'option.bucket'");
        refused(
                "CREATE TABLE lake.a.t (k INT) PARTITIONED BY (bucket(2, k)) TBLPROPERTIES ('bucket' = '4')",
                "given twice");
        refused("CREATE TABLE lake.a.t (k INT, v INT) PARTITIONED BY (bucket(2, k), bucket(2, v))", "given twice");
        refused("CREATE TABLE lake.a.t (k INT) CLUSTER BY (k)", "cluster_by(k)");
        refused("CREATE TABLE lake.a.t (k INT) CLUSTERED BY (k) SORTED BY (k) INTO 2 BUCKETS", "sorted_bucket");
        refused("CREATE TABLE lake.a.t (k INT) OPTIONS ('path' = '/tmp/x')", "leave LOCATION");
        refused("CREATE TABLE lake.a.t (k INT) TBLPROPERTIES ('primary-key' = '')", "names no column");
        if (SparkSessions.isAtLeast(spark, "4.1")) { // older Sparks have no collation of a table
            refused("CREATE TABLE lake.a.t (k INT) DEFAULT COLLATION UNICODE_CI", "DEFAULT COLLATION UNICODE_CI");
        }
        assertThat(query("SHOW TABLES IN lake.a")).isEmpty();
        query("CREATE TABLE lake.a.keyed (k INT) OPTIONS ('primary-key' = 'k', 'bucket' = '2')");
        assertThat(query("SHOW TBLPROPERTIES lake.a.keyed")).containsExactly("[bucket,2]", "[primary-key,k]");
        assertThat(query("SELECT primary_keys FROM lake.a.keyed.schemas").get(0))
                .contains("k");
        assertThat(query("DESCRIBE lake.a.keyed").get(0)).isEqualTo("[k,int,null]");
        refused("ALTER TABLE lake.a.keyed UNSET TBLPROPERTIES ('bukcet')", "did you mean 'bucket'?");
        refused("ALTER TABLE lake.a.keyed UNSET TBLPROPERTIES ('Bucket')", "did you mean 'bucket'?");
        query("ALTER TABLE lake.a.keyed SET TBLPROPERTIES ('write-only' = 'true')");
        query("ALTER TABLE lake.a.keyed UNSET TBLPROPERTIES ('write.compaction-skip')"); // its older name
        assertThat(query("SHOW TBLPROPERTIES lake.a.keyed")).containsExactly("[bucket,2]", "[primary-key,k]");
        query("CREATE TABLE lake.a.bucketed (k INT) CLUSTERED BY (k) INTO 4 BUCKETS");
        assertThat(query("SHOW TBLPROPERTIES lake.a.bucketed")).containsExactly("[bucket,4]", "[bucket-key,k]");
        query("CREATE TABLE lake.a.shouted (k INT) USING TableStore");
        assertThat(query("SELECT * FROM lake.a.shouted")).isEmpty();
    }

    @Test
    void whatTablesCannotHaveIsRefusedByName() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 4, "a");
            refused("CREATE DATABASE lake.x COMMENT 'no place for it'", "have no comment");
            refused("CREATE TABLE lake.db.u (k INT) USING parquet", "USING tablestore only");
            refused("CREATE TABLE lake.db.u (k INT) LOCATION '/tmp/x'", "leave LOCATION");
            refused("CREATE TABLE lake.db.u (k INTERVAL DAY)", "Column k", "INTERVAL DAY");
            refused("CREATE TABLE lake.db.u (k INT) PARTITIONED BY (days(k))", "days(k)");
            refused("CREATE TABLE lake.db.`u$x` (k INT)", "has a $");
            refused("CREATE TABLE lake.db.t (k INT)", "already exists");
            refused("CREATE TABLE lake.nowhere.t (k INT)", "nowhere");
            refused("ALTER TABLE lake.db.t ADD COLUMN x INT NOT NULL", "NOT NULL");
            refused("ALTER TABLE lake.db.t ALTER COLUMN d SET NOT NULL", "non-nullable");
            refused("ALTER TABLE lake.db.t ADD COLUMN x INT DEFAULT 5", "default value");
            refused("ALTER TABLE lake.db.t SET LOCATION '/tmp/x'", "cannot change");
            refused("CREATE TABLE lake.db.u (k INT DEFAULT 5)", "column default value");
            refused("CREATE TABLE lake.db.u (k INT, v INT GENERATED ALWAYS AS (k + 1))", "generated columns");
            refused("CALL lake.sys.compact('db.t')", "procedures");
            refused("ANALYZE TABLE lake.db.t COMPUTE STATISTICS", "ANALYZE TABLE");
            refused("CREATE VIEW lake.db.v AS SELECT 1", "views");
            refused("LOAD DATA INPATH '/tmp/x' INTO TABLE lake.db.t", "LOAD DATA");
            refused("ALTER TABLE lake.db.t DROP COLUMN k", "k");
            refused("ALTER TABLE lake.db.t SET TBLPROPERTIES ('primary-key' = 'v')", "cannot change");
            refused("ALTER TABLE lake.db.t ALTER COLUMN d TYPE INT", "INT");
            refused("DROP DATABASE lake.db", "t");
            refused("ALTER DATABASE lake.db SET DBPROPERTIES ('a' = 'b')", "properties");
            refused("SELECT * FROM lake.db.t.nothing", "There is no system table 'nothing'", "snapshots");
            refused("SELECT * FROM lake.db.`t$audit_log`", "The system table 'audit_log' is not supported");
            refused("SELECT * FROM lake.db.t.branch_none", "There is no branch 'none'");
            refused("SELECT * FROM lake.db.t.branch_none.files", "There is no branch 'none'");
            refused("SELECT * FROM lake.db.nothing.files", "TABLE_OR_VIEW_NOT_FOUND");
            refused("SELECT * FROM lake.db.t.snapshots VERSION AS OF 1", "has no versions");
            refused("ALTER TABLE lake.db.t.ro ADD COLUMN x INT", "view");
            assertThat(query("SELECT count(*) FROM lake.db.t")).containsExactly("[3]");
        }
    }

    @Test
    void viewsOfTheMetadataHaveNamesOfTheirOwn() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 10, "a");
            table.write(5, 15, "b");
            table.tag("first", 1);
            assertThat(query("SELECT snapshot_id, commit_kind FROM lake.db.t.snapshots ORDER BY 1"))
                    .containsExactly("[1,APPEND]", "[2,APPEND]");
            assertThat(query("SELECT snapshot_id FROM lake.db.`t$snapshots` WHERE snapshot_id > 1"))
                    .containsExactly("[2]");
            assertThat(query("SELECT tag_name FROM lake.db.t.tags")).containsExactly("[first]");
            assertThat(query("SELECT count(*) FROM lake.db.t.files")).containsExactly("[4]");
            assertThat(query("SELECT value FROM lake.db.t.options WHERE key = 'bucket'"))
                    .containsExactly("[2]");
            assertThat(query("SELECT count(*) FROM lake.db.t.schemas WHERE update_time > '2020-01-01'"))
                    .containsExactly("[1]");
            for (String view : List.of("branches", "manifests", "partitions", "buckets", "aggregation_fields")) {
                assertThat(query("SELECT * FROM lake.db.t." + view)).isNotNull();
            }
            assertThat(query("SELECT count(*) FROM lake.db.t.ro")).containsExactly("[0]");
            table.compact();
            assertThat(query("SELECT count(*) FROM lake.db.`t$ro`")).containsExactly("[14]");
        }
    }

    @Test
    void branchesAndOptionsReadOtherStates() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 10, "a");
            table.tag("first", 1);
            table.table().createBranch("dev", "first");
            SmallTable.write(table.table().switchToBranch("dev"), 100, 103, "d");
            table.write(5, 15, "b");
            assertThat(query("SELECT count(*), max(v) FROM lake.db.t.branch_dev"))
                    .containsExactly("[12,d102]");
            assertThat(query("SELECT count(*) FROM lake.db.`t$branch_dev`")).containsExactly("[12]");
            assertThat(query("SELECT max(snapshot_id) FROM lake.db.t.branch_dev.snapshots"))
                    .containsExactly("[2]");
            String path = table.path().toString();
            for (Map<String, String> options :
                    List.of(Map.of("version", "1"), Map.of("version", "first"), Map.of("tag", "first"))) {
                assertThat(spark.read().options(options).table("lake.db.t").count())
                        .isEqualTo(9);
                assertThat(spark.read()
                                .options(options)
                                .format("tablestore")
                                .load(path)
                                .count())
                        .isEqualTo(9);
            }
            assertThat(spark.read()
                            .option("branch", "dev")
                            .format("tablestore")
                            .load(path)
                            .count())
                    .isEqualTo(12);
            assertThat(spark.read()
                            .option("timestamp", "2999-01-01 00:00:00")
                            .table("lake.db.t")
                            .count())
                    .isEqualTo(14);
            assertThatThrownBy(() -> spark.read()
                            .option("timestamp", "yesterday")
                            .table("lake.db.t")
                            .count())
                    .hasStackTraceContaining("must be milliseconds");
            assertThatThrownBy(() -> spark.read()
                            .option("tag", "first")
                            .option("version", "1")
                            .table("lake.db.t")
                            .count())
                    .hasStackTraceContaining("Only one of the options");
            assertThatThrownBy(() -> spark.read()
                            .option("branch", "dev")
                            .table("lake.db.t")
                            .count())
                    .hasStackTraceContaining("lake.db.t.branch_dev");
            table.rename("v", "w");
            assertThat(spark.read()
                            .option("tag", "first")
                            .table("lake.db.t")
                            .selectExpr("max(w)")
                            .collectAsList()
                            .toString())
                    .isEqualTo("[[a9]]");
        }
    }

    @Test
    void sparkCatalogFallsThroughToSparksOwn() throws Exception {
        spark.conf().set("spark.sql.catalog.spark_catalog", "io.tablestore.spark.TableStoreSessionCatalog");
        spark.conf().set("spark.sql.catalog.spark_catalog.warehouse", directory.toString());
        String plain = "plain_" + Integer.toHexString(directory.hashCode());
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 10, "a");
            assertThat(query("SELECT count(*) FROM db.t")).containsExactly("[9]");
            assertThat(query("SELECT count(*) FROM db.t VERSION AS OF 1")).containsExactly("[9]");
            assertThat(query("SELECT count(*) FROM db.t.snapshots")).containsExactly("[1]");
            query("CREATE TABLE " + plain + " USING parquet LOCATION '" + directory.resolve("own/" + plain)
                    + "' AS SELECT 1 AS k");
            assertThat(query("SELECT t.v FROM " + plain + " p JOIN db.t t ON t.k = p.k"))
                    .containsExactly("[a1]");
            assertThat(query("SHOW TABLES IN db")).containsExactly("[db,t,false]");
            assertThat(query("SHOW TABLES")).contains("[default," + plain + ",false]");
            assertThat(query("SHOW NAMESPACES")).contains("[default]", "[db]");
            query("CREATE TABLE db.u (k INT) USING tablestore");
            assertThat(query("SELECT * FROM db.u")).isEmpty();
            refused("CREATE OR REPLACE TABLE db.t USING tablestore AS SELECT 1 AS k", "CREATE OR REPLACE TABLE");
            assertThat(query("SELECT count(*) FROM db.t")).containsExactly("[9]");
            query("ALTER TABLE db.u ADD COLUMN v STRING");
            query("ALTER TABLE db.u RENAME TO db.w");
            assertThat(query("SHOW TABLES IN db")).containsExactlyInAnyOrder("[db,t,false]", "[db,w,false]");
            query("DROP TABLE db.w");
            query("DROP TABLE " + plain);
            assertThat(query("SHOW TABLES IN db")).containsExactly("[db,t,false]");
        }
    }

    /** Spark cannot collect times of other precisions out of arrays and maps. */
    @Test
    void timesInCollectionsCanBeCollected() {
        assumeTrue(SparkSessions.isAtLeast(spark, "4.1"), "older Sparks have no TIME");
        create("times", "k INT, a ARRAY<TIME(0)>, m MAP<STRING, STRUCT<t: TIME(3)>>, t TIME(0)", "");
        assertThat(query("SELECT * FROM lake.db.times")).isEmpty();
        assertThat(spark.table("lake.db.times").schema().apply("t").dataType().sql())
                .isEqualTo("TIME(0)");
    }
}
