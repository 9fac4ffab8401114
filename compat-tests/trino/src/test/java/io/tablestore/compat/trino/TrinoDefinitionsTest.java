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

import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.trino.TableStorePlugin;
import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.QueryFailedException;
import io.trino.testing.TestingSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaManager;
import org.apache.paimon.schema.TableSchema;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.ReassignFieldId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tables are defined as in Trino: properties in both directions, and what is refused with a word on what works. */
class TrinoDefinitionsTest {

    private static final Path GOLDEN =
            Path.of("..", "..", "golden").toAbsolutePath().normalize();

    @TempDir
    static Path warehouse;

    private static final AtomicInteger copies = new AtomicInteger();

    private static DistributedQueryRunner trino;

    @BeforeAll
    static void start() throws Exception {
        Session session = TestingSession.testSessionBuilder()
                .setCatalog("lake")
                .setSchema("s")
                .build();
        trino = DistributedQueryRunner.builder(session).setWorkerCount(0).build();
        trino.installPlugin(new TableStorePlugin());
        trino.createCatalog("lake", "tablestore", TpchRunner.catalog(warehouse));
        trino.execute("CREATE SCHEMA s");
    }

    @AfterAll
    static void stop() {
        trino.close();
    }

    private static String show(String table) {
        return (String) trino.execute("SHOW CREATE TABLE " + table).getOnlyValue();
    }

    /** The schema that Apache Paimon reads. */
    private static TableSchema schema(Path table) {
        return new SchemaManager(
                        org.apache.paimon.fs.local.LocalFileIO.create(),
                        new org.apache.paimon.fs.Path(table.toString()))
                .latest()
                .orElseThrow();
    }

    /** All that a table is, but for the numbers of its fields and the time when it was made. */
    private static List<Object> definition(Path table) {
        TableSchema schema = schema(table);
        List<Object> definition = new ArrayList<>();
        for (DataField field : schema.fields()) {
            DataType type = ReassignFieldId.reassign(field.type(), new AtomicInteger());
            definition.add(List.of(
                    field.name(), type, String.valueOf(field.description()), String.valueOf(field.defaultValue())));
        }
        Map<String, String> options = new HashMap<>(schema.options());
        options.remove("path");
        definition.add(schema.primaryKeys());
        definition.add(schema.partitionKeys());
        definition.add(options);
        definition.add(String.valueOf(schema.comment()));
        return definition;
    }

    private static void paimonCreates(String table, Schema schema) throws Exception {
        try (PaimonWarehouse paimon = new PaimonWarehouse(warehouse)) {
            paimon.create(Identifier.create("s", table), schema);
        }
    }

    /** Runs what is shown of a table under another name; both are the same then. */
    private static void checkRoundTrip(String table, Path location) {
        String name = "again" + copies.incrementAndGet();
        String copy = show(table)
                .replaceFirst("^CREATE TABLE \\S+\\.\\S+\\.(\"(?:[^\"]|\"\")+\"|\\S+)", "CREATE TABLE lake.s." + name);
        trino.execute(copy);
        assertThat(definition(warehouse.resolve("s.db").resolve(name))).isEqualTo(definition(location));
        assertThat(show("lake.s." + name)).isEqualTo(copy);
    }

    @Test
    void theExampleOfTheDocumentationIsShownAsItWasWritten() {
        trino.execute("CREATE TABLE orders (id bigint, day date, amount decimal(12, 2) COMMENT 'with tax')"
                + " WITH (primary_key = ARRAY['id', 'day'], partitioned_by = ARRAY['day'], bucket = 8,"
                + " merge_engine = 'aggregation', options = ARRAY['fields.amount.aggregate-function=sum'])");
        assertThat(show("orders")).isEqualTo("""
            CREATE TABLE lake.s.orders (
               id bigint NOT NULL,
               day date NOT NULL,
               amount decimal(12, 2) COMMENT 'with tax'
            )
            WITH (
               bucket = 8,
               merge_engine = 'aggregation',
               options = ARRAY['fields.amount.aggregate-function=sum'],
               partitioned_by = ARRAY['day'],
               primary_key = ARRAY['id','day']
            )\
            """);
        checkRoundTrip("orders", warehouse.resolve("s.db/orders"));
    }

    @Test
    void quotesAndTypesThatOnlyTablesHaveComeBack() {
        trino.execute(
                "CREATE TABLE \"odd \"\"na'me\" (id bigint, \"we\"\"ird ' col\" decimal(12, 2) COMMENT 'with ''tax''',"
                        + " b varbinary WITH (stored_type = 'BINARY(10)'), v varchar(7) WITH (default_value = 'it''s'), m"
                        + " map(varchar, integer) WITH (stored_type = '{\"type\":\"MULTISET\",\"element\":\"STRING\"}'), r"
                        + " row(\"A b\" integer, t timestamp(6)), n integer NOT NULL, a array(integer) WITH (stored_type ="
                        + " '{\"type\":\"ARRAY\",\"element\":\"INT NOT NULL\"}')) COMMENT 'a ''table''' WITH (primary_key"
                        + " = ARRAY['ID'], bucket = 1, compaction_small_file_ratio = 0.6, deletion_vectors_enabled ="
                        + " false, write_buffer_size = '64 mb')");
        assertThat(show("\"odd \"\"na'me\""))
                .contains(
                        "b varbinary WITH (stored_type = 'BINARY(10)')", "v varchar(7) WITH (default_value = 'it''s')");
        checkRoundTrip("\"odd \"\"na'me\"", warehouse.resolve("s.db/odd \"na'me"));
    }

    @Test
    void aTableOfPaimonWithEveryTypeComesBack() throws Exception {
        paimonCreates(
                "paimon_types",
                Schema.newBuilder()
                        .column("k", DataTypes.INT().notNull())
                        .column("day", DataTypes.DATE().notNull())
                        .column("b", DataTypes.BOOLEAN())
                        .column("t", DataTypes.TINYINT(), "tiny")
                        .column("s", DataTypes.SMALLINT())
                        .column("l", DataTypes.BIGINT())
                        .column("f", DataTypes.FLOAT())
                        .column("d", DataTypes.DOUBLE())
                        .column("dec", DataTypes.DECIMAL(38, 18))
                        .column("c", DataTypes.CHAR(3))
                        .column("v", DataTypes.VARCHAR(20))
                        .column("st", DataTypes.STRING())
                        .column("bin", DataTypes.BINARY(4))
                        .column("vb", DataTypes.VARBINARY(9))
                        .column("by", DataTypes.BYTES())
                        .column("ti", DataTypes.TIME(3))
                        .column("ts", DataTypes.TIMESTAMP(9))
                        .column("lz", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
                        .column("ar", DataTypes.ARRAY(DataTypes.INT().notNull()))
                        .column("mp", DataTypes.MAP(DataTypes.STRING().notNull(), DataTypes.BINARY(2)))
                        .column("ms", DataTypes.MULTISET(DataTypes.INT()))
                        .column(
                                "ro",
                                DataTypes.ROW(
                                        DataTypes.FIELD(21, "x", DataTypes.INT(), "of the field"),
                                        DataTypes.FIELD(22, "Y", DataTypes.ARRAY(DataTypes.CHAR(1)))))
                        .column("va", DataTypes.VARIANT())
                        .primaryKey("k", "day")
                        .partitionKeys("day")
                        .option("bucket", "2")
                        .option("write-only", "TRUE") // not as Trino would write it
                        .option("fields.l.aggregate-function", "sum")
                        .option("merge-engine", "aggregation")
                        .comment("every type")
                        .build());
        assertThat(show("paimon_types"))
                .contains("options = ARRAY['fields.l.aggregate-function=sum','write-only=TRUE']", "bucket = 2");
        checkRoundTrip("paimon_types", warehouse.resolve("s.db/paimon_types"));
    }

    /** Tables of every release of Paimon, but those that are not created here for what their options promise. */
    @ParameterizedTest
    @ValueSource(strings = {"paimon-0.8.2", "paimon-1.4.2", "paimon-2.0.0"})
    void goldenTablesComeBack(String writer) throws IOException {
        String catalog = writer.replaceAll("\\W", "_");
        trino.createCatalog(
                catalog,
                "tablestore",
                Map.of("tablestore.warehouse", GOLDEN.resolve(writer).toString()));
        try (Stream<Path> files = Files.walk(GOLDEN.resolve(writer), 3)) {
            List<Path> tables = files.filter(
                            path -> path.getFileName().toString().equals("schema"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
            assertThat(tables).isNotEmpty();
            for (Path table : tables) {
                String database = table.getParent().getFileName().toString().replace(".db", "");
                String name = catalog + "." + database + ".\"" + table.getFileName() + "\"";
                try {
                    checkRoundTrip(name, table);
                } catch (QueryFailedException refused) {
                    Matcher option = Pattern.compile("Option '([^']+)' .*(is not written here|names the branch).*")
                            .matcher(refused.getMessage());
                    assertThat(option.matches())
                            .as(name + ": " + refused.getMessage())
                            .isTrue();
                    assertThat(show(name).replaceAll("[_.]", "-"))
                            .contains(option.group(1).replace('.', '-'));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "options = ARRAY['novalue'] | each element must be 'key=value'",
                "options = ARRAY['merge-engine=deduplicate', NULL] | holds NULL",
                "options = ARRAY['bucket=2'], bucket = 3 | 'bucket' is given twice",
                "options = ARRAY['bucket=2', 'bucket=3'] | 'bucket' is given twice",
                "bucket = '3' | bucket",
                "bucket = 3.5 | bucket",
                "bucket = 0 | must be a number above 0",
                "write_only = 'yes' | write_only",
                "primary_key = ARRAY[NULL] | NULL",
                "primary_key = ARRAY['x'] | x",
                "nothing = 1 | nothing",
            })
    void wrongPropertiesAreRefused(String properties, String message) {
        assertThatThrownBy(() -> trino.execute("CREATE TABLE wrong (id bigint) WITH (" + properties + ")"))
                .hasMessageContaining(message);
        assertThat(warehouse.resolve("s.db/wrong")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "varbinary WITH (stored_type = 'INT') | is integer in Trino",
                "varbinary WITH (stored_type = 'FOO') | is not a type of a table",
                "varbinary WITH (stored_type = '{') | is not a type of a table",
                "varbinary WITH (stored = 'x') | stored",
                "integer DEFAULT 5 | does not support default value",
            })
    void wrongColumnsAreRefused(String column, String message) {
        assertThatThrownBy(() -> trino.execute("CREATE TABLE wrong (c " + column + ")"))
                .hasMessageContaining(message);
        assertThat(warehouse.resolve("s.db/wrong")).doesNotExist();
    }

    @Test
    void optionsWithoutAPropertyAreReplacedTogether() {
        trino.execute("CREATE TABLE changed (id bigint, a bigint) WITH (primary_key = ARRAY['id'], bucket = 1,"
                + " merge_engine = 'aggregation', write_buffer_size = '64 mb',"
                + " options = ARRAY['fields.a.aggregate-function=sum', 'fields.a.ignore-retract=true'])");
        trino.execute("ALTER TABLE changed SET PROPERTIES options = ARRAY['fields.a.aggregate-function=max'],"
                + " write_buffer_size = DEFAULT, snapshot_num_retained_min = 3");
        assertThat(schema(warehouse.resolve("s.db/changed")).options())
                .containsEntry("fields.a.aggregate-function", "max")
                .containsEntry("snapshot.num-retained.min", "3")
                .doesNotContainKeys("fields.a.ignore-retract", "write-buffer-size");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO refused VALUES (1, 1) | inserts; write the table with Flink",
                "UPDATE refused SET a = 1 | modifying table rows; write the table with Flink",
                "DELETE FROM refused WHERE a = 1 | modifying table rows; write the table with Flink",
                "MERGE INTO refused USING (VALUES 1) t(x) ON id = x WHEN MATCHED THEN DELETE | modifying table rows;"
                        + " write",
                "TRUNCATE TABLE refused | truncating tables; empty the table with Flink",
                "ANALYZE refused | analyze; statistics are those",
                "CREATE TABLE filled AS SELECT 1 a | creating tables with data; create the table without AS",
                "CREATE OR REPLACE TABLE refused (a integer) | replacing tables; drop the table",
                "CREATE VIEW v AS SELECT 1 a | creating views; create it in a catalog",
                "CREATE MATERIALIZED VIEW v AS SELECT 1 a | creating materialized views; create it",
                "CREATE BRANCH b IN TABLE refused | creating branches; use",
                "ALTER SCHEMA s RENAME TO r | renaming schemas, whose name",
                "CREATE SCHEMA owned AUTHORIZATION somebody | setting an owner on a schema; leave AUTHORIZATION out",
                "ALTER TABLE refused ADD COLUMN b integer NOT NULL | adding not null columns; rows that are there",
            })
    void whatIsNotDoneIsRefusedWithWhatIs(String statement, String message) {
        trino.execute("CREATE TABLE IF NOT EXISTS refused (id bigint, a bigint)");
        assertThatThrownBy(() -> trino.execute(statement))
                .hasMessageContaining("This connector does not support " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO %s SELECT * FROM %s",
                "UPDATE %s SET level = 1",
                "DELETE FROM %s",
                "DELETE FROM %s WHERE level = 1",
                "MERGE INTO %s USING (VALUES 1) t(x) ON level = x WHEN MATCHED THEN DELETE",
                "TRUNCATE TABLE %s",
                "DROP TABLE %s",
                "ALTER TABLE %s RENAME TO other",
                "ALTER TABLE %s ADD COLUMN b integer",
                "ALTER TABLE %s DROP COLUMN level",
                "ALTER TABLE %s RENAME COLUMN level TO b",
                "ALTER TABLE %s ALTER COLUMN level SET DATA TYPE bigint",
                "ALTER TABLE %s SET PROPERTIES bucket = 3",
                "COMMENT ON TABLE %s IS 'x'",
                "COMMENT ON COLUMN %s.level IS 'x'",
            })
    void statementsOnSystemTablesAreRefusedWithTheTable(String statement) {
        trino.execute("CREATE TABLE IF NOT EXISTS refused (id bigint, a bigint)");
        assertThatThrownBy(() -> trino.execute(statement.replace("%s", "\"refused$files\"")))
                .hasMessageContainingAll(
                        "This connector does not support ",
                        " s.refused$files, which shows the metadata of s.refused; change that table instead");
        assertThat(trino.execute("SELECT * FROM \"refused$files\"").getRowCount())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused$files", "nowhere$files"})
    void namesOfSystemTablesAreNotGivenToTables(String name) {
        trino.execute("CREATE TABLE IF NOT EXISTS refused (id bigint, a bigint)");
        for (String columns : List.of(" (a bigint)", " AS SELECT 1 a")) {
            assertThatThrownBy(() -> trino.execute("CREATE TABLE \"" + name + "\"" + columns))
                    .hasMessageContaining("$")
                    .hasMessageMatching("(?s).*(" + Pattern.quote(name) + "|system table).*");
        }
    }

    /** Another writer has dropped the branch: the table is loaded, so that the option can be taken away. */
    @Test
    void aFallbackBranchThatIsGoneIsTakenAway() throws Exception {
        trino.execute("CREATE TABLE fallen (id bigint) WITH (primary_key = ARRAY['id'], bucket = 1)");
        Path file = warehouse.resolve("s.db/fallen/schema/schema-0");
        String written = Files.readString(file);
        String edited = written.replaceFirst("\"options\"\\s*:\\s*\\{", "$0\"scan.fallback-branch\":\"x\",");
        assertThat(edited).isNotEqualTo(written);
        Files.writeString(file, edited);
        assertThatThrownBy(() -> trino.execute("SELECT * FROM fallen"))
                .hasMessageContaining("'scan.fallback-branch' names the branch x")
                .hasMessageContaining("SET PROPERTIES scan_fallback_branch = DEFAULT in Trino");
        trino.execute("ALTER TABLE fallen SET PROPERTIES scan_fallback_branch = DEFAULT");
        assertThat(trino.execute("SELECT * FROM fallen").getRowCount()).isZero();
    }
}
