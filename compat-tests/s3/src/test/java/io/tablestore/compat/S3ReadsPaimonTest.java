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

import io.tablestore.testing.s3.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.paimon.table.FileStoreTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random histories that Apache Paimon's library wrote, read from an object store by the command line, without Hadoop. */
class S3ReadsPaimonTest {

    @TempDir
    Path directory;

    @Test
    void theRowsAreThoseThatPaimonReads() throws Exception {
        String[] range = System.getProperty("seeds.s3", "1-5").split("-");
        int compared = 0;
        long rows = 0;
        try (S3Server server = new S3Server(Files.createDirectory(directory.resolve("server")))) {
            server.createBucket("histories");
            for (long seed = Long.parseLong(range[0]); seed <= Long.parseLong(range[range.length - 1]); seed++) {
                Path warehouse = Files.createDirectory(directory.resolve("seed-" + seed));
                try (PaimonHistory history = new PaimonHistory(seed, warehouse)) {
                    history.run();
                    FileStoreTable table = history.table();
                    String target = "histories/seed-" + seed;
                    server.upload(history.tablePath(), target);
                    for (Long snapshot : OursReadsPaimonTest.snapshots(table, new Random(seed))) {
                        List<String> expected = PaimonRows.read(table, snapshot);
                        OursReadsPaimonTest.assertSame(
                                seed, snapshot, table, expected, scan(server, "s3://" + target, snapshot));
                        rows += expected.size();
                        compared++;
                    }
                } catch (Exception | AssertionError failed) {
                    throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
                }
                OursReadsPaimonTest.delete(warehouse);
            }
        }
        System.out.println("oracle on S3: seeds " + String.join("-", range) + ", " + compared + " snapshots with "
                + rows + " rows compared, 0 mismatches");
    }

    private static List<String> scan(S3Server server, String table, Long snapshot) throws Exception {
        String[] more = {
            "--hadoop", "s3.endpoint=http://127.0.0.1:" + server.port(),
            "--hadoop", "s3.region=" + S3Server.REGION,
            "--hadoop", "s3.access-key=" + S3Server.ACCESS_KEY,
            "--hadoop", "s3.secret-key=" + S3Server.SECRET_KEY,
            "--snapshot", String.valueOf(snapshot)
        };
        return CommandLines.scan(
                table, snapshot == null ? List.of(more).subList(0, 8).toArray(String[]::new) : more);
    }
}
