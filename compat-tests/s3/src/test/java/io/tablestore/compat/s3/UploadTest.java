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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.TablePath;
import io.tablestore.testing.s3.S3Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link S3Server#upload} puts into a store has the names of the local files. */
class UploadTest {

    @Test
    void namesWithSpacesAndSignsStay(@TempDir Path directory) throws Exception {
        Path local = Files.createDirectories(directory.resolve("local/city=New York"));
        String name = "a file+1%,\u00e9.parquet";
        Files.writeString(local.resolve(name), "content");
        try (S3Server server = new S3Server(directory)) {
            server.createBucket("uploads");
            server.upload(directory.resolve("local"), "uploads/t");
            byte[] content =
                    S3Files.at(server.port()).readAll(new TablePath("s3://uploads/t/city=New York/" + name), 100);
            assertThat(new String(content, StandardCharsets.UTF_8)).isEqualTo("content");
        }
    }
}
