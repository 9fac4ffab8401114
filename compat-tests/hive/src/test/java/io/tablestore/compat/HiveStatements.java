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

import io.tablestore.testing.JdbcSession;
import io.tablestore.testing.StatementLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs statements in one session of a HiveServer2 that is started, with its metastore, below the working directory; the arguments
 * are settings of both, {@code key=value}.
 */
public final class HiveStatements {

    private HiveStatements() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = Arrays.stream(arguments)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]));
        StatementLoop.run(() -> {
            HiveServers servers =
                    new HiveServers(Files.createDirectory(Path.of("servers")).toAbsolutePath(), settings, "UTC", true);
            return new JdbcSession(servers.connect().connection(), servers);
        });
    }
}
