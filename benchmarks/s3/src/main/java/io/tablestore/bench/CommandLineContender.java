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

import io.tablestore.testing.Launch;
import io.tablestore.testing.PackagedEngine;
import io.tablestore.testing.TestProcess;
import io.tablestore.testing.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The command line, a new process for each query. */
record CommandLineContender(Launch launch, Path directory) implements QueryContender {

    static CommandLineContender of(int port, Path directory) throws IOException {
        Launch launch = PackagedEngine.commandLine()
                .withEnvironment(Map.of(
                        "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + port,
                        "AWS_REGION", S3Server.REGION,
                        "AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY,
                        "AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY));
        return new CommandLineContender(launch, directory);
    }

    @Override
    public String engine() {
        return "command line, cold";
    }

    @Override
    public String reader() {
        return "ours";
    }

    @Override
    public String answer(String copy, String table) throws Exception {
        TestProcess.Result result = launch.withArguments(
                        "scan",
                        S3EnginesBench.WAREHOUSE + "/" + copy + ".db/" + table,
                        "--columns",
                        String.join(",", Dialect.COLUMNS.get(table)),
                        "--format",
                        "csv",
                        "--output",
                        "/dev/null")
                .program(directory)
                .run();
        if (result.exitCode() != 0) {
            throw new IllegalStateException(result.output());
        }
        return "";
    }

    @Override
    public void close() {}
}
