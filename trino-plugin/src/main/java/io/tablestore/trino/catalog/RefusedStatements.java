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
package io.tablestore.trino.catalog;

import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorAnalyzeMetadata;
import io.trino.spi.connector.ConnectorMaterializedViewDefinition;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableLayout;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorViewDefinition;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.function.LanguageFunction;
import io.trino.spi.function.SchemaFunctionName;
import java.util.Map;
import java.util.Optional;

/** Refuses statements that the connector does not support while they are planned. Each message says what to do instead. */
abstract class RefusedStatements implements ConnectorMetadata {

    private static final String WRITE_WITH_FLINK =
            "; write the table with Flink, where INSERT into a table with a primary key replaces rows";

    private static final String MADE_BY_PAIMON =
            "; use the procedures of Apache Paimon for that, and read a branch as \"table$branch_name\"";

    static TrinoException refused(String what, String remedy) {
        return new TrinoException(
                StandardErrorCode.NOT_SUPPORTED, "This connector does not support " + what + remedy + ".");
    }

    private static TrinoException noViews(String what) {
        return refused(
                what, "; create it in a catalog that keeps views, such as hive or iceberg, over tables of this one");
    }

    /** The first method that Trino calls for {@code INSERT}. */
    @Override
    public Optional<ConnectorTableLayout> getInsertLayout(ConnectorSession session, ConnectorTableHandle table) {
        throw refused("inserts", WRITE_WITH_FLINK);
    }

    /** The first method that Trino calls for {@code CREATE TABLE AS}. */
    @Override
    public Optional<ConnectorTableLayout> getNewTableLayout(ConnectorSession session, ConnectorTableMetadata table) {
        throw refused("creating tables with data", "; create the table without AS, and fill it with Flink");
    }

    /** The first method that Trino calls for {@code UPDATE}, {@code DELETE} and {@code MERGE}. */
    @Override
    public ColumnHandle getMergeRowIdColumnHandle(ConnectorSession session, ConnectorTableHandle table) {
        throw refused("modifying table rows", WRITE_WITH_FLINK);
    }

    @Override
    public void truncateTable(ConnectorSession session, ConnectorTableHandle table) {
        throw refused("truncating tables", "; empty the table with Flink, or drop and create it");
    }

    @Override
    public ConnectorAnalyzeMetadata getStatisticsCollectionMetadata(
            ConnectorSession session, ConnectorTableHandle table, Map<String, Object> properties) {
        throw refused("analyze", "; statistics are those of the table's metadata and need no ANALYZE");
    }

    static TrinoException replacing() {
        return refused("replacing tables", "; drop the table and create it again");
    }

    @Override
    public void renameSchema(ConnectorSession session, String schema, String newName) {
        throw refused(
                "renaming schemas",
                ", whose name is that of a directory; create another schema and move the tables with ALTER TABLE ..."
                        + " RENAME TO");
    }

    @Override
    public void createView(
            ConnectorSession session,
            SchemaTableName name,
            ConnectorViewDefinition definition,
            Map<String, Object> properties,
            boolean replace) {
        throw noViews("creating views");
    }

    @Override
    public void createMaterializedView(
            ConnectorSession session,
            SchemaTableName name,
            ConnectorMaterializedViewDefinition definition,
            Map<String, Object> properties,
            boolean replace,
            boolean ignoreExisting) {
        throw noViews("creating materialized views");
    }

    @Override
    public void createLanguageFunction(
            ConnectorSession session, SchemaFunctionName name, LanguageFunction function, boolean replace) {
        throw refused("creating functions", "; create it in another catalog, such as memory or hive");
    }

    @Override
    public void createBranch(
            ConnectorSession session,
            ConnectorTableHandle table,
            String branch,
            Optional<String> from,
            SaveMode mode,
            Map<String, Object> branchProperties) {
        throw refused("creating branches", MADE_BY_PAIMON);
    }

    @Override
    public void dropBranch(ConnectorSession session, ConnectorTableHandle table, String branch) {
        throw refused("dropping branches", MADE_BY_PAIMON);
    }

    @Override
    public void fastForwardBranch(ConnectorSession session, ConnectorTableHandle table, String source, String target) {
        throw refused("fast-forwarding branches", MADE_BY_PAIMON);
    }
}
