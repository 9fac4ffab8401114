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

import io.tablestore.testing.JdbcSession;
import io.tablestore.testing.StatementLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs statements in one session of a Trino server that is started below the working directory; the arguments are the properties
 * of its catalog {@code lake}.
 */
public final class TrinoStatements {

    private TrinoStatements() {}

    public static void main(String[] arguments) throws Exception {
        StatementLoop.run(() -> {
            TrinoServer server = new TrinoServer(
                    Files.createDirectory(Path.of("server")).toAbsolutePath(),
                    List.of("-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
                    Map.of("lake", List.of(arguments)));
            return new JdbcSession(server.connect(), server);
        });
    }
}
