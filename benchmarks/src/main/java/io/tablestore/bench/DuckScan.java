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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Aggregates every column of plain Parquet files with DuckDB on one thread. */
final class DuckScan implements AutoCloseable {

    private final Connection connection;
    private final String files;

    DuckScan(Path table) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        files = table.resolve("bucket-0").resolve("*.parquet").toString();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
        }
    }

    /** @return the number of rows */
    long run(List<String> columns, long below) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT count(*)");
        for (String column : columns) {
            boolean text = List.of("city", "word", "name").contains(column);
            boolean number = List.of("k", "l1", "l2", "i", "x").contains(column);
            sql.append(
                    text
                            ? ", sum(strlen(" + column + "))"
                            : number ? ", sum(" + column + ")" : ", max(" + column + ")");
        }
        sql.append(" FROM '").append(files).append('\'');
        if (below > 0) {
            sql.append(" WHERE l1 < ").append(below);
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql.toString())) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
