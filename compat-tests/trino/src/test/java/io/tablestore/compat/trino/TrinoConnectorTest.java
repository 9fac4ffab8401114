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
package io.tablestore.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import io.trino.Session;
import io.trino.testing.BaseConnectorTest;
import io.trino.testing.QueryRunner;
import io.trino.testing.TestingConnectorBehavior;
import io.trino.testing.sql.TestTable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trino's own tests of connectors. The tables of TPC-H are merge-on-read tables; those that tests fill themselves are
 * append tables of {@link WritingPlugin}.
 */
public class TrinoConnectorTest extends BaseConnectorTest {

    @TempDir
    private static Path warehouse;

    @Override
    protected QueryRunner createQueryRunner() throws Exception {
        return TpchRunner.tiny(warehouse, REQUIRED_TPCH_TABLES);
    }

    @Override
    protected boolean hasBehavior(TestingConnectorBehavior behavior) {
        return switch (behavior) {
            // Rows are changed with Flink. INSERT and CREATE TABLE AS are WritingPlugin's.
            case SUPPORTS_DELETE, SUPPORTS_UPDATE, SUPPORTS_MERGE, SUPPORTS_TRUNCATE -> false;
            // A directory per database: its name is in the paths of all files.
            case SUPPORTS_RENAME_SCHEMA -> false;
            // Replacing a table takes a commit.
            case SUPPORTS_CREATE_OR_REPLACE_TABLE -> false;
            // A warehouse directory has no place for them.
            case SUPPORTS_CREATE_VIEW, SUPPORTS_CREATE_MATERIALIZED_VIEW, SUPPORTS_CREATE_FUNCTION -> false;
            // The limit spares planning and reading, but each split may still return as many rows.
            case SUPPORTS_LIMIT_PUSHDOWN -> false;
            // Only what the metadata knows is aggregated, not on merge-on-read tables.
            case SUPPORTS_AGGREGATION_PUSHDOWN, SUPPORTS_TOPN_PUSHDOWN, SUPPORTS_JOIN_PUSHDOWN -> false;
            // Conditions that are no ranges of a column are tested by Trino.
            case SUPPORTS_PREDICATE_EXPRESSION_PUSHDOWN -> false;
            // Default values are kept for writers, not set from here.
            case SUPPORTS_DEFAULT_COLUMN_VALUE -> false;
            // Rows that are there have no value of a new column.
            case SUPPORTS_ADD_COLUMN_NOT_NULL_CONSTRAINT -> false;
            default -> super.hasBehavior(behavior);
        };
    }

    @Override
    protected void assertQueryFails(Session session, String sql, String message) {
        super.assertQueryFails(session, sql, TpchRunner.refusal(message));
    }

    @Override
    protected void assertQueryFails(String sql, String message) {
        assertQueryFails(getSession(), sql, message);
    }

    /** Schemas have no owner, whatever its name. */
    @Test
    @Override
    public void testCreateSchemaWithNonLowercaseOwnerName() {
        assertThatThrownBy(super::testCreateSchemaWithNonLowercaseOwnerName)
                .hasMessageContaining("does not support setting an owner on a schema; leave AUTHORIZATION out");
    }

    /** The system tables that there are stand in the message. */
    @Test
    @Override
    public void testNoDataSystemTable() {
        assertQueryFails("TABLE \"nation$data\"", ".*has no system table 'data'; there are: ro, snapshots, .*");
    }

    @Override
    protected TestTable createTableWithDefaultColumns() {
        return abort("default values are not set from here");
    }

    @Override
    protected String errorMessageForInsertIntoNotNullColumn(String columnName) {
        return "NULL value not allowed for NOT NULL column: " + columnName;
    }

    /** Names are those of directories. */
    @Override
    protected OptionalInt maxTableNameLength() {
        return OptionalInt.of(255);
    }

    @Override
    protected void verifyTableNameLengthFailurePermissible(Throwable failure) {
        assertThat(failure).hasMessageMatching("(?s).*(File name too long|cannot be changed: Directory rename).*");
    }

    @Override
    protected OptionalInt maxSchemaNameLength() {
        return OptionalInt.of(255 - ".db".length());
    }

    @Override
    protected void verifySchemaNameLengthFailurePermissible(Throwable failure) {
        assertThat(failure).hasMessageMatching("(?s).*(File name too long|Failed to create directory).*");
    }

    /** Only types that hold every value of the old one. */
    private static final Set<String> KEPT = Set.of(
            "tinyint -> smallint",
            "tinyint -> integer",
            "tinyint -> bigint",
            "smallint -> bigint",
            "smallint -> integer",
            "integer -> bigint",
            "real -> double",
            "decimal(5,3) -> decimal(10,3)",
            "decimal(28,3) -> decimal(38,3)",
            "decimal(5,3) -> decimal(38,3)",
            "varchar(100) -> varchar(200)",
            "varchar(200) -> varchar",
            "varchar -> varchar",
            "timestamp(3) -> timestamp(6)");

    @Override
    protected Optional<SetColumnTypeSetup> filterSetColumnTypesDataProvider(SetColumnTypeSetup setup) {
        if (setup.sourceColumnType().equals("time(6)")) {
            return Optional.empty(); // there are no such columns
        }
        if (setup.sourceColumnType().endsWith("with time zone")) {
            return Optional.empty(); // the expected value has a zone; ours are the same instants in UTC
        }
        return KEPT.contains(setup.sourceColumnType() + " -> " + setup.newColumnType())
                ? Optional.of(setup)
                : Optional.of(setup.asUnsupported());
    }

    @Override
    protected Optional<SetColumnTypeSetup> filterSetFieldTypesDataProvider(SetColumnTypeSetup setup) {
        return filterSetColumnTypesDataProvider(setup);
    }

    @Override
    protected void verifySetColumnTypeFailurePermissible(Throwable failure) {
        assertThat(failure)
                .hasMessageMatching("(?s).*(which does not hold all of its values|unsupported column type).*");
    }

    @Override
    protected void verifySetFieldTypeFailurePermissible(Throwable failure) {
        verifySetColumnTypeFailurePermissible(failure);
    }

    @Override
    protected Session sessionWithProjectionPushdownDisabled(Session session) {
        return Session.builder(session)
                .setCatalogSessionProperty("tablestore", "projection_pushdown_enabled", "false")
                .build();
    }

    @Override
    protected Session withoutSmallFileThreshold(Session session) {
        return session; // there is none
    }

    @Override
    protected Optional<DataMappingTestSetup> filterDataMappingSmokeTestData(DataMappingTestSetup setup) {
        return switch (setup.getTrinoTypeName()) {
            case "time(6)" -> Optional.of(setup.asUnsupported()); // tables keep milliseconds
            default -> Optional.of(setup);
        };
    }

    /** Keys of maps stay as they are. */
    @Test
    @Override
    public void testSetFieldMapKeyType() {
        assertUpdate("CREATE TABLE map_keys (col map(row(field integer), row(field integer)))");
        assertQueryFails(
                "ALTER TABLE map_keys ALTER COLUMN col.key.field SET DATA TYPE bigint",
                "The keys of a map cannot be changed.*");
        assertUpdate("DROP TABLE map_keys");
    }

    @Test
    @Override
    public void testSetNestedFieldMapKeyType() {
        assertUpdate("CREATE TABLE nested_map_keys (col array(map(row(field integer), integer)))");
        assertQueryFails(
                "ALTER TABLE nested_map_keys ALTER COLUMN col.element.key.field SET DATA TYPE bigint",
                "The keys of a map cannot be changed.*");
        assertUpdate("DROP TABLE nested_map_keys");
    }

    /** The name spelled exactly so is meant; Trino's test expects that names of fields are shown without quotes. */
    @Test
    @Override
    public void testDropAmbiguousRowFieldCaseSensitivity() {
        assertUpdate(
                "CREATE TABLE ambiguous AS SELECT CAST(row(1, 2, 3) AS"
                        + " row(some_field integer, \"Some_Field\" integer, other integer)) AS col",
                1);
        assertUpdate("ALTER TABLE ambiguous DROP COLUMN col.some_field");
        assertThat(getColumnType("ambiguous", "col")).isEqualTo("row(\"Some_Field\" integer, \"other\" integer)");
        assertQuery("SELECT col.some_field FROM ambiguous", "VALUES 2");
        assertUpdate("DROP TABLE ambiguous");
    }

    /** Versions are supported; how is tested with tables that have several. */
    @Test
    @Override
    public void testTrySelectTableVersion() {
        assertQueryFails("SELECT * FROM nation FOR VERSION AS OF 99", ".*There is no snapshot 99.*");
        assertQueryFails(
                "SELECT * FROM nation FOR TIMESTAMP AS OF DATE '2005-09-10'", "There is no snapshot at or before.*");
        assertQueryFails(
                "SELECT * FROM nation FOR TIMESTAMP AS OF TIMESTAMP '2005-09-10 13:00:00'",
                "There is no snapshot at or before.*");
        assertQueryFails(
                "SELECT * FROM nation FOR TIMESTAMP AS OF TIMESTAMP '2005-09-10 13:00:00 UTC'",
                "There is no snapshot at or before.*");
        assertThat(computeScalar("SELECT count(*) FROM nation FOR VERSION AS OF 1"))
                .isEqualTo(26L); // with a row that is deleted later
    }

    /** With the table's keys and options. */
    @Test
    @Override
    public void testShowCreateTable() {
        String sql = (String) computeScalar("SHOW CREATE TABLE orders");
        assertThat(sql).isEqualTo("""
            CREATE TABLE tablestore.tpch.orders (
               orderkey bigint NOT NULL,
               custkey bigint,
               orderstatus varchar(1),
               totalprice double,
               orderdate date,
               orderpriority varchar(15),
               clerk varchar(15),
               shippriority integer,
               comment varchar(79)
            )
            WITH (
               bucket = 2,
               bucket_key = 'orderkey',
               file_format = 'parquet',
               primary_key = ARRAY['orderkey']
            )\
            """);
        assertUpdate(sql.replace("tpch.orders", "tpch.orders_again"));
        assertThat(computeScalar("SHOW CREATE TABLE orders_again"))
                .isEqualTo(sql.replace("tpch.orders", "tpch.orders_again"));
        assertUpdate("DROP TABLE orders_again");
    }

    @Test
    public void testFieldBesideColumnNamedLikeItsPath() {
        assertUpdate(
                "CREATE TABLE dotted WITH (file_format = 'orc') AS SELECT n AS \"a.b\", CAST(row(3 - n, row(n + 10), n"
                        + " + 20) AS row(b integer, c row(d integer), \"c.d\" integer)) AS a FROM (VALUES 1, 2) t(n)",
                2);
        assertQuery("SELECT a.b FROM dotted WHERE \"a.b\" = 1", "VALUES 2");
        assertQuery("SELECT \"a.b\", a.b, a.c.d, a.\"c.d\" FROM dotted WHERE a.b = 2", "VALUES (1, 2, 11, 21)");
        assertQuery("SELECT a.c.d FROM dotted WHERE a.\"c.d\" = 22", "VALUES 12");
        assertUpdate("DROP TABLE dotted");
    }

    /** Two fields of a row cannot have one name. */
    @Test
    @Override
    public void testDropRowFieldWhenDuplicates() {
        assertQueryFails(
                "CREATE TABLE twice AS SELECT CAST(row(1, 2, 3) AS row(a integer, a integer, b integer)) AS col",
                "There are two columns named a. Give each its own name.");
    }
}
