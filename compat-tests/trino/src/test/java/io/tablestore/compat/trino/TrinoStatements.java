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

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Runs statements in Trino with catalog {@code lake} in a metastore: its URI, a directory for the server, and the statements.
 * Prints {@code row: a|b}.
 */
public final class TrinoStatements {

    private TrinoStatements() {}

    public static void main(String[] arguments) throws Exception {
        List<String> catalog = List.of(
                "connector.name=tablestore",
                "fs.local.enabled=true",
                "local.location=/",
                "tablestore.metastore=hive",
                "tablestore.metastore.uri=" + arguments[0]);
        try (TrinoServer server = new TrinoServer(
                        Files.createTempDirectory(Path.of(arguments[1]), "trino"),
                        List.of("-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
                        Map.of("lake", catalog));
                Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : Arrays.asList(arguments).subList(2, arguments.length)) {
                if (!statement.execute(sql)) {
                    continue;
                }
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        StringJoiner line = new StringJoiner("|", "row: ", "");
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            line.add(rows.getString(i));
                        }
                        System.out.println(line);
                    }
                }
            }
        }
    }
}
