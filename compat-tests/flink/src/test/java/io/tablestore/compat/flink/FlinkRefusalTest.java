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
package io.tablestore.compat.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.catalog.StoredTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.table.catalog.AbstractCatalog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Flink SQL does not do is refused when the statement is planned, and the innermost error says what to do. */
class FlinkRefusalTest {

    @TempDir
    Path warehouse;

    private SqlSession sql;

    @BeforeEach
    void open() throws Exception {
        sql = SqlSession.batch(warehouse);
        sql.run("CREATE TABLE t (k BIGINT, v STRING, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '1')");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'incremental-between' = '1,2' | 'incremental-between'",
                "'consumer-id' = 'me' | 'consumer-id'",
                "'scan.mode' = 'from-snapshot' | scan.snapshot-id",
                "'scan.mode' = 'incremental' | 'scan.mode' = 'incremental'",
                "'scan.mode' = 'compacted-full' | 'scan.mode' = 'compacted-full'",
                "'scan.mode' = 'from-file-creation-time' | 'scan.mode'",
                "'scan.mode' = 'nonsense' | 'scan.mode'",
                "'scan.mode' = 'from-timestamp', 'scan.snapshot-id' = '1' | 'scan.snapshot-id' is given",
                "'scan.mode' = 'latest', 'scan.snapshot-id' = '1' | give one of them",
                "'scan.snapshot-id' = '1', 'scan.tag-name' = 'x' | 'scan.snapshot-id' and 'scan.tag-name'",
                "'scan.timestamp' = '2026-01-01', 'scan.timestamp-millis' = '1' | give one of them",
                "'scan.snapshotid' = '1' | did you mean 'scan.snapshot-id'",
                "'scan.parallelism' = 'abc' | 'scan.parallelism'",
                "'scan.parallelism' = '0' | 'scan.parallelism'",
                "'scan.snapshot-id' = 'one' | 'scan.snapshot-id'",
                "'scan.timestamp-millis' = 'noon' | 'scan.timestamp-millis'",
                "'scan.timestamp' = 'noon' | 2026-01-31 12:30:00",
                "'scan.timestamp' = '2020-01-01 00:00:00' | no snapshot at or before",
                "'scan.snapshot-id' = '7' | There is no snapshot 7",
                "'scan.tag-name' = 'nope' | There is no tag 'nope'",
                "'scan.version' = 'nope' | 'nope'",
                "'branch' = 'nope' | There is no branch 'nope'",
                "'scan.watermark' = '1' | 'scan.watermark'",
                "'merge-engine' = 'partial-update' | 'merge-engine'",
                "'primary-key' = 'v' | 'primary-key'",
                "'bucket' = '7' | 'bucket'",
                "'path' = '/elsewhere' | a hint cannot move it",
                "'write-only' = 'true' | 'write-only'",
                "'branch' = '' | is blank",
                "'connector' = 'kafka' | cannot make it another",
            })
    void hintsOfQueries(String hint, String message) throws Exception {
        assertThat(sql.refusal("SELECT * FROM t /*+ OPTIONS(" + hint + ") */")).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'branch' = 'b' | 'b'",
                "'sink.parallelsim' = '1' | did you mean 'sink.parallelism'",
                "'sink.parallelism' = 'many' | 'sink.parallelism'",
                "'write-only' = 'maybe' | 'write-only'",
                "'target-file-size' = 'big' | 'target-file-size'",
                "'merge-engine' = 'aggregation' | 'merge-engine'",
                "'bucket' = '4' | 'bucket'",
                "'primary-key' = 'v' | 'primary-key'",
                "'sequence.field' = 'k' | 'sequence.field'",
                "'deletion-vectors.enabled' = 'true' | 'deletion-vectors.enabled'",
                "'changelog-producer' = 'input' | 'changelog-producer'",
                "'tag.automatic-creation' = 'batch' | 'tag.automatic-creation'",
                "'partition.expiration-time' = '1 d' | 'partition.expiration-time'",
                "'scan.snapshot-id' = '1' | 'scan.snapshot-id'",
                "'path' = '/elsewhere' | a hint cannot move it",
                "'connector' = 'kafka' | cannot make it another",
                "'num-sorted-run.compaction-trigger' = '0' | must be at least 1",
                "'commit.max-retries' = '-1' | must be at least 0",
                "'file.compression.zstd-level' = '99' | must be from -7 to 22",
                "'target-file-size' = '0' | must be at least 1",
                "'file.format' = 'csv' | 'file.format' = 'csv'",
                "'file.format.per.level' = '0:csv' | 'csv'",
                "'file.compression' = 'brotli' | 'file.compression' = 'brotli'",
                "'file.format' = 'avro', 'file.compression' = 'lz4' | cannot be compressed with lz4",
                "'metadata.stats-mode' = 'some' | 'metadata.stats-mode' is 'some'",
            })
    void hintsOfInserts(String hint, String message) throws Exception {
        assertThat(sql.refusal("INSERT INTO t /*+ OPTIONS(" + hint + ") */ VALUES (1, 'a')"))
                .contains(message);
        assertThat(StoredTable.of(TestTables.open(warehouse, "t"))
                        .files()
                        .snapshots()
                        .ids())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'num-sorted-run.compaction-trigger' = '0' | at least 1",
                "'dynamic-bucket.target-row-num' = '0' | at least 1",
                "'dynamic-bucket.initial-buckets' = '-3' | at least 0",
                "'parquet.page.size' = '-4' | at least 1",
                "'file.compression.zstd-level' = '23' | from -7 to 22",
                "'file.compression' = 'brotli' | one of zstd, lz4, snappy, gzip, none",
                "'metadata.stats-mode' = 'some' | none, counts, truncate(<length>) or full",
                "'connector' = 'kafka' | another connector",
            })
    void valuesOutOfRange(String option, String message) throws Exception {
        assertThat(sql.refusal("CREATE TABLE n (k BIGINT, v STRING) WITH (" + option + ")"))
                .contains(message);
        assertThat(sql.refusal("ALTER TABLE t SET (" + option + ")")).containsAnyOf(message, "cannot change");
        assertThat(sql.rows("SHOW TABLES")).containsExactly("[t]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "compact(`table` => 'default.t', partitions => 'dt=x') | 'partitions' of compact",
                "compact(`table` => 'default.t', `where` => 'k > 1') | 'where' of compact",
                "compact(NULL) | 'table' is NULL",
                "create_tag(`table` => 'default.t', tag => 'a', time_retained => '1 d') | 'time_retained' of"
                        + " create_tag",
                "create_tag(`table` => 'default.t', tag => NULL) | 'tag' is NULL",
                "delete_tag('default.t', NULL) | 'tag' is NULL",
                "expire_snapshots(`table` => 'default.t', max_deletes => 5) | 'max_deletes' of expire_snapshots",
                "remove_orphan_files(`table` => 'default.t', mode => 'local') | 'mode' of remove_orphan_files",
            })
    void argumentsOfProcedures(String call, String message) throws Exception {
        sql.run("INSERT INTO t VALUES (1, 'a')");
        assertThat(sql.refusal("CALL sys." + call)).contains(message);
        assertThat(StoredTable.of(TestTables.open(warehouse, "t"))
                        .files()
                        .snapshots()
                        .ids())
                .hasSize(1);
        assertThat(sql.rows("SELECT * FROM `t$tags`")).isEmpty();
    }

    @Test
    void statementsThatAreNotThere() throws Exception {
        assertThat(sql.refusal("DELETE FROM t WHERE k = 1")).contains("DELETE is not supported yet", "rowkind.field");
        assertThat(sql.refusal("UPDATE t SET v = 'x' WHERE k = 1"))
                .contains("UPDATE is not supported yet", "INSERT INTO the table the changed rows");
        sql.run("CREATE TABLE a (k BIGINT, v STRING) WITH ('bucket' = '-1')");
        assertThat(sql.refusal("UPDATE a SET v = 'x' WHERE k = 1")).contains("INSERT OVERWRITE");
        assertThat(sql.refusal("DELETE FROM a")).contains("DELETE is not supported yet");
    }

    @Test
    void streamingReads() throws Exception {
        SqlSession streaming = SqlSession.streaming(warehouse);
        String expected = "SET 'execution.runtime-mode' = 'batch'";
        assertThat(streaming.refusal("SELECT * FROM t")).contains(expected);
        assertThat(streaming.refusal("SELECT COUNT(*) FROM t /*+ OPTIONS('scan.mode' = 'latest') */"))
                .contains(expected);
        assertThat(streaming.refusal("INSERT INTO t SELECT k + 1, v FROM t")).contains(expected);
        assertThat(streaming.rows("SELECT key, `value` FROM `t$options`")).containsExactly("[bucket, 1]");
    }

    @Test
    void streamsThatWouldNeverCommit() throws Exception {
        SqlSession streaming = SqlSession.streaming(warehouse);
        streaming.run("CREATE TEMPORARY TABLE endless (k BIGINT, v STRING) WITH ('connector' = 'datagen')");
        assertThat(streaming.refusal("INSERT INTO t SELECT * FROM endless"))
                .contains("Nothing would ever be committed", "execution.checkpointing.interval");
        assertThat(streaming.refusal("EXPLAIN INSERT INTO t SELECT k, MAX(v) FROM endless GROUP BY k"))
                .contains("Nothing would ever be committed");
        assertThat(streaming.refusal("INSERT OVERWRITE t SELECT * FROM endless"))
                .contains("input that ends");
        // What ends is committed at its end.
        streaming.run("INSERT INTO t VALUES (1, 'a')");
        assertThat(sql.rows("SELECT * FROM t")).containsExactly("[1, a]");
    }

    @ParameterizedTest
    @CsvSource({
        "deletion-vectors.enabled, true",
        "changelog-producer, input",
        "changelog-producer, lookup",
        "force-lookup, true",
        "bucket, -2",
        "record-level.expire-time, 1 d",
    })
    void tablesThatAreNotWritten(String key, String value) throws Exception {
        // As somebody else has set it.
        TestTables.setOption(warehouse, "t", key, value);
        assertThat(sql.refusal("INSERT INTO t VALUES (1, 'a')")).contains("'" + key + "'");
        assertThat(sql.refusal("INSERT OVERWRITE t VALUES (1, 'a')")).contains("'" + key + "'");
    }

    /** Flink 2.0 takes every catalog for one when it plans a scan or a sink. */
    @Test
    void theCatalogIsAnAbstractCatalog() {
        assertThat(sql.catalog("store")).isInstanceOf(AbstractCatalog.class);
    }

    @Test
    void tablesThatCouldNotBeWritten() throws Exception {
        assertThat(sql.refusal("CREATE TABLE n (k BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH ('bucket' = '-2')"))
                .contains("'bucket' = '-2'");
        assertThat(sql.refusal("CREATE TABLE n (k BIGINT, d INT, PRIMARY KEY (k) NOT ENFORCED) PARTITIONED BY (d)"
                        + " WITH ('bucket' = '-1')"))
                .contains("The primary key lacks the partition columns [d]");
        assertThat(sql.rows("SHOW TABLES")).containsExactly("[t]");
    }

    /** The cast of the text, which is Flink's, takes no offset, and without one the instant is not known. */
    @Test
    void instantsInStaticPartitions() throws Exception {
        sql.run("CREATE TABLE i (ts TIMESTAMP_LTZ(3), k INT) PARTITIONED BY (ts)");
        for (String time : List.of("2024-01-02 03:04:05Z", "2024-01-02 03:04:05")) {
            for (String insert : List.of("INSERT INTO", "INSERT OVERWRITE")) {
                assertThat(sql.refusal(insert + " i PARTITION (ts = '" + time + "') VALUES (1)"))
                        .contains("PARTITION (ts = '" + time + "') is not supported", "Leave it out");
            }
        }
        sql.run("INSERT OVERWRITE i SELECT CAST('2024-01-02 03:04:05' AS TIMESTAMP_LTZ(3)), 1");
        String partition = sql.rows("SHOW PARTITIONS i").get(0).replaceAll(".*ts=|].*", "");
        assertThat(sql.refusal("ALTER TABLE i DROP PARTITION (ts = '2024-01-02 03:04:05')"))
                .contains("Partition column ts is of type", "with its offset");
        sql.run("ALTER TABLE i DROP PARTITION (ts = '" + partition + "')");
        assertThat(sql.rows("SHOW PARTITIONS i")).isEmpty();
    }

    @Test
    void namesOfSystemTables() throws Exception {
        sql.run("INSERT INTO t VALUES (1, 'a')");
        for (String statement : List.of(
                "CREATE TABLE `t$snapshots` (k BIGINT)",
                "CREATE TABLE `x$y` (k BIGINT)",
                "DROP TABLE `t$files`",
                "ALTER TABLE `t$files` RENAME TO u",
                "ALTER TABLE t RENAME TO `u$v`",
                "ALTER TABLE `t$files` SET ('a' = 'b')",
                "INSERT INTO `t$options` VALUES ('a', 'b')",
                "TRUNCATE TABLE `t$options`")) {
            assertThat(sql.refusal(statement))
                    .as(statement)
                    .containsAnyOf("read only", "cannot be written", "cannot be");
        }
        for (String name : List.of("t$", "t$branch_", "t$branch_$files")) {
            assertThat(sql.refusal("SELECT * FROM `" + name + "`")).contains("'" + name + "' names no table");
        }
        assertThat(sql.refusal("SELECT * FROM `t$filez`")).contains("no system table 'filez'", "files");
        assertThat(sql.refusal("SELECT * FROM `t$files` /*+ OPTIONS('scan.snapshot-id' = '1') */"))
                .contains("takes no options");
        assertThat(sql.refusal("SELECT * FROM `t$files` FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01 00:00:00'"))
                .contains("no earlier versions");
        assertThat(sql.rows("SHOW TABLES")).containsExactly("[t]");
    }

    @Test
    void catalogs() throws Exception {
        Path nowhere = warehouse.resolve("not").resolve("there");
        String create = "CREATE CATALOG c WITH ('type' = 'tablestore', 'warehouse' = '";
        assertThat(sql.refusal(create + nowhere + "')")).contains("There is no warehouse " + nowhere);
        assertThat(sql.refusal(create + warehouse + "', 'warehose' = 'x')")).contains("warehose");
        assertThat(sql.refusal("CREATE CATALOG c WITH ('type' = 'tablestore')")).contains("'warehouse'");
        sql.run(create + warehouse.resolve("made") + "')");
        assertThat(warehouse.resolve("made/default.db")).isDirectory();
    }

    /** Clauses that nothing would be done about: they would be lost without a word. */
    @Test
    void clausesOfNewTablesAndDatabases() throws Exception {
        assertThat(sql.refusal("CREATE TABLE d (k BIGINT, v STRING) DISTRIBUTED BY HASH(k) INTO 6 BUCKETS"))
                .contains("DISTRIBUTED BY [k]", "'bucket' = '6', 'bucket-key' = 'k'");
        assertThat(sql.refusal("CREATE TABLE d (k BIGINT) DISTRIBUTED INTO 3 BUCKETS"))
                .contains("DISTRIBUTED", "'bucket' = '3'");
        assertThat(sql.refusal("CREATE DATABASE d COMMENT 'of tests'")).contains("COMMENT 'of tests'");
        assertThat(sql.refusal("CREATE DATABASE d WITH ('location' = '/x')")).contains("[location]");
        assertThat(sql.rows("SHOW DATABASES")).containsExactly("[default]");
        assertThat(sql.rows("SHOW TABLES")).containsExactly("[t]");
    }

    @Test
    void numbersOfSnapshotsToKeep() throws Exception {
        for (String arguments : List.of("retain_max => 0", "retain_min => -1", "retain_max => 2, retain_min => 3")) {
            assertThat(sql.refusal("CALL sys.expire_snapshots(`table` => 'default.t', " + arguments + ")"))
                    .as(arguments)
                    .contains("retain_min", "retain_max", "1 or more");
        }
        assertThat(sql.rows("CALL sys.expire_snapshots(`table` => 'default.t', retain_max => 1)"))
                .containsExactly("[Expired 0 snapshots]");
    }

    /** Flink's SQL client prints the innermost error, so an error of a file system must not hide what is wrong with the table. */
    @Test
    void damageIsTheInnermostError() throws Exception {
        sql.run("INSERT INTO t VALUES (1, 'a')");
        Path table = warehouse.resolve("default.db/t");
        Files.writeString(table.resolve("snapshot/snapshot-1"), "{\"version\": 3, \"id\": \"one\"}");
        assertThat(sql.refusal("SELECT * FROM t")).startsWith("CorruptFileException: snapshot/snapshot-1");
        Files.delete(table.resolve("schema/schema-0"));
        Files.createDirectory(table.resolve("schema/schema-0"));
        assertThat(sql.refusal("SELECT * FROM t")).contains("schema/schema-0");
    }
}
