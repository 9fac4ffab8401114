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

import io.tablestore.trino.table.TrinoTableName;
import io.trino.plugin.base.security.AllowAllAccessControl;
import io.trino.spi.connector.ConnectorSecurityContext;
import io.trino.spi.connector.SchemaTableName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses to change system tables, and says what to change instead. Trino handles system tables itself and does not
 * call the connector's metadata for such statements, but it checks access first. Everything else is allowed, as without
 * access control.
 */
final class SystemTableControl extends AllowAllAccessControl {

    private static void check(String what, SchemaTableName name) {
        TrinoTableName wanted = TrinoTableName.parse(name);
        if (wanted.systemTable().isPresent()) {
            throw RefusedStatements.refused(
                    what + " " + name,
                    ", which shows the metadata of " + wanted.schema() + "." + wanted.table()
                            + "; change that table instead, and its rows with Flink");
        }
    }

    @Override
    public void checkCanInsertIntoTable(
            ConnectorSecurityContext context, SchemaTableName table, Optional<String> branch) {
        check("inserting into", table);
    }

    @Override
    public void checkCanDeleteFromTable(
            ConnectorSecurityContext context, SchemaTableName table, Optional<String> branch) {
        check("deleting from", table);
    }

    @Override
    public void checkCanTruncateTable(ConnectorSecurityContext context, SchemaTableName table) {
        check("truncating", table);
    }

    @Override
    public void checkCanDropTable(ConnectorSecurityContext context, SchemaTableName table) {
        check("dropping", table);
    }

    @Override
    public void checkCanSetTableComment(ConnectorSecurityContext context, SchemaTableName table) {
        check("setting a comment on", table);
    }

    @Override
    public void checkCanSetColumnComment(ConnectorSecurityContext context, SchemaTableName table) {
        check("setting comments of columns of", table);
    }

    @Override
    public void checkCanAddColumn(ConnectorSecurityContext context, SchemaTableName table) {
        check("adding columns to", table);
    }

    @Override
    public void checkCanDropColumn(ConnectorSecurityContext context, SchemaTableName table) {
        check("dropping columns of", table);
    }

    @Override
    public void checkCanRenameColumn(ConnectorSecurityContext context, SchemaTableName table) {
        check("renaming columns of", table);
    }

    @Override
    public void checkCanAlterColumn(ConnectorSecurityContext context, SchemaTableName table) {
        check("altering columns of", table);
    }

    @Override
    public void checkCanUpdateTableColumns(
            ConnectorSecurityContext context, SchemaTableName table, Optional<String> branch, Set<String> columns) {
        check("updating", table);
    }

    @Override
    public void checkCanRenameTable(ConnectorSecurityContext context, SchemaTableName table, SchemaTableName newTable) {
        check("renaming", table);
    }

    @Override
    public void checkCanSetTableProperties(
            ConnectorSecurityContext context, SchemaTableName table, Map<String, Optional<Object>> properties) {
        check("setting properties of", table);
    }

    @Override
    public void checkCanCreateTable(
            ConnectorSecurityContext context, SchemaTableName table, Map<String, Object> properties) {
        check("creating", table);
    }

    @Override
    public void checkCanExecuteTableProcedure(
            ConnectorSecurityContext context, SchemaTableName table, String procedure) {
        check("executing procedures on", table);
    }
}
