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
package io.tablestore.compat.s3;

import io.tablestore.compat.CreateRace;
import io.tablestore.fs.TablePath;
import io.tablestore.testing.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateRaceTest {

    /** Through the reader's own client, and through Hadoop's. */
    @ParameterizedTest
    @ValueSource(strings = {"s3", "s3a"})
    void eachFileHasOneWinner(String scheme, @TempDir Path directory) throws Exception {
        try (S3Server server = new S3Server(Files.createDirectory(directory.resolve("server")))) {
            server.createBucket("race");
            Map<String, String> settings =
                    scheme.equals("s3") ? S3Files.settings(server.port()) : S3AFiles.settings(server.port());
            CreateRace.check(new TablePath(scheme + "://race/t/snapshot"), settings, directory);
        }
    }
}
