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
package io.tablestore.compat.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.testing.s3.S3Server;
import io.tablestore.testing.s3.StoragePage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements that docs/STORAGE.md has for Flink, on a cluster that has the packaged jar. */
class FlinkStoragePageTest {

    @TempDir
    private Path directory;

    @Test
    void theStatementsOfThePageRun() throws Exception {
        try (S3Server store = new S3Server(Files.createDirectory(directory.resolve("store")))) {
            store.createBucket("lake");
            List<String> statements = StoragePage.statements(StoragePage.block("Flink", "sql", store.port())).stream()
                    .map(statement -> statement.replaceAll("\\s+", " "))
                    .toList();
            int last = statements.size() - 1;
            try (FlinkCluster flink = new FlinkCluster(
                    Files.createDirectory(directory.resolve("flink")), 1, statements.subList(0, last))) {
                assertThat(flink.rows(statements.get(last))).last().isEqualTo("+I[1, ada]");
            }
        }
    }
}
