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
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Properties of tables and settings of sessions: each is honoured, or refused by name; none is passed over. */
class HivePropertiesTest extends HiveTest {

    private void refused(String statement, String... words) {
        for (String word : words) {
            assertThatThrownBy(() -> hive.run(statement)).as(statement).hasMessageContaining(word);
        }
    }

    private static String created(String name, SmallTable table, String more) {
        return "CREATE EXTERNAL TABLE " + name + " STORED BY 'io.tablestore.hive.TableStoreStorageHandler' "
                + (more.startsWith("WITH") ? more : "") + " LOCATION '"
                + table.path().toUri() + "' "
                + (more.startsWith("WITH") ? "" : more);
    }

    @Test
    void propertiesOfNewTablesAreTheTablesOrRefused() throws Exception {
        try (SmallTable table = table("props")) {
            table.tag("x", 1);
            refused(
                    created("t", table, "TBLPROPERTIES ('scan.snapshot-id' = '1')"),
                    "'scan.snapshot-id'",
                    "SYSTEM_VERSION");
            refused(created("t", table, "TBLPROPERTIES ('branch' = 'b')"), "'branch' = 'b'", "branch_<branch>");
            refused(created("t", table, "TBLPROPERTIES ('bukcet' = '2')"), "is not known; did you mean 'bucket'?");
            refused(created("t", table, "TBLPROPERTIES ('bucket' = '9')"), "'bucket' = '9'", "has no effect in Hive");
            refused(created("t", table, "TBLPROPERTIES ('primary-key' = 'v')"), "'primary-key' = 'v'", "has no effect");
            refused(created("t", table, "TBLPROPERTIES ('PRIMARY-KEY' = 'k')"), "did you mean 'primary-key'?");
            refused(
                    created("t", table, "TBLPROPERTIES ('nonsense' = '1')"),
                    "'nonsense' = '1' of table t is not known");
            refused(
                    created("t", table, "TBLPROPERTIES ('tablestore.ref' = 'tag_x')"),
                    "'tablestore.ref'",
                    "is not known");
            refused(created("t", table, "WITH SERDEPROPERTIES ('branch' = 'b')"), "'branch' = 'b'", "has no effect");
            refused(created("t", table, "WITH SERDEPROPERTIES ('field.delim' = ',')"), "'field.delim'");
            refused(
                    "CREATE EXTERNAL TABLE t (k BIGINT, v STRING, d DOUBLE) SKEWED BY (k) ON (1)"
                            + STORED.formatted(table.path().toUri()),
                    "SKEWED BY has no effect");
            hive.run(created(
                    "repeated", table, "TBLPROPERTIES ('bucket' = '2', 'primary-key' = 'k', 'comment' = 'mine')"));
            assertThat(hive.rows("SELECT count(k) FROM repeated")).containsExactly("[999]");
            hive.run("CREATE EXTERNAL TABLE alike LIKE repeated");
        }
    }

    @Test
    void propertiesThatAreSetAreRefused() throws Exception {
        try (SmallTable table = table("altered")) {
            refused("ALTER TABLE altered SET TBLPROPERTIES ('scan.tag-name' = 'x')", "'scan.tag-name'", "tag_<tag>");
            refused("ALTER TABLE altered SET TBLPROPERTIES ('bucket' = '9')", "'bucket' = '9'", "has no effect");
            refused("ALTER TABLE altered SET TBLPROPERTIES ('bukcet' = '9')", "did you mean 'bucket'?");
            refused("ALTER TABLE altered SET TBLPROPERTIES ('EXTERNAL' = 'FALSE')", "stays external");
            refused("ALTER TABLE altered SET TBLPROPERTIES ('external' = 'FALSE')", "did you mean 'EXTERNAL'?");
            refused("ALTER TABLE altered UNSET TBLPROPERTIES ('EXTERNAL')", "stays external");
            refused("ALTER TABLE altered UNSET TBLPROPERTIES IF EXISTS ('comment', 'EXTERNAL')", "stays external");
            refused(
                    "ALTER TABLE altered SET TBLPROPERTIES ('External.Table.Purge' = 'true')",
                    "external.table.purge'?");
            hive.run("ALTER TABLE altered SET TBLPROPERTIES ('comment' = 'mine')");
            hive.run("ALTER TABLE altered UNSET TBLPROPERTIES ('comment')");
            assertThat(hive.rows("SELECT count(k) FROM altered")).containsExactly("[999]");
            assertThat(hive.rows("SHOW PARTITIONS altered")).isEmpty();
            refused("ALTER TABLE default.altered.files SET TBLPROPERTIES ('comment' = 'x')", "Name the table");
            refused("ALTER TABLE default.altered.files RENAME TO other", "Name the table");
            refused("DROP TABLE default.altered.snapshots", "Name the table, default.altered");
            refused("drop table if exists `default`.altered . `branch_b` purge", "Name the table");
            refused("SELECT * FROM default.altered.audit_log", "'audit_log' is not supported");
            refused("SELECT * FROM default.altered.nope", "there are snapshots, schemas", "tag_<tag>");
            assertThat(hive.rows("SELECT count(k) FROM altered")).containsExactly("[999]");
            hive.run("DROP TABLE altered");
            assertThat(Files.exists(table.path().resolve("schema/schema-0"))).isTrue();
        }
    }

    @Test
    void settingsThatHaveNoEffectAreRefused() throws Exception {
        try (SmallTable table = table("settings")) {
            table.write(1, 2, "b");
            for (String setting : List.of("tablestore.snapshot", "paimon.scan.snapshot-id", "paimon.nonsense")) {
                hive.run("SET " + setting + "=1");
                for (boolean jobs : new boolean[] {false, true}) {
                    hive.jobs(jobs);
                    refusedQuery("SELECT k FROM settings WHERE k = 1", setting);
                    refusedQuery("SELECT snapshot_id FROM default.settings.snapshots", setting);
                }
                hive.run("SET " + setting + "=null");
                assertThat(hive.rows("SELECT v FROM settings WHERE k = 1")).containsExactly("[b1]");
            }
            hive.run("SET paimon.read.batch-size=512");
            assertThat(hive.rows("SELECT v FROM settings WHERE k = 1")).containsExactly("[b1]");
        }
    }

    private void refusedQuery(String query, String setting) {
        assertThatThrownBy(() -> hive.rows(query))
                .as(query)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Setting '" + setting + "' = '1'");
    }
}
