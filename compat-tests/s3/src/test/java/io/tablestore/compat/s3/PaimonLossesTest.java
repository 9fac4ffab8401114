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

import io.tablestore.TableStore;
import io.tablestore.compat.ReaderRows;
import io.tablestore.fs.TablePath;
import io.tablestore.scan.Scan;
import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.testing.TestProcess;
import io.tablestore.testing.s3.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What our tests of commits are measured by: two processes commit with Apache Paimon's library, without a lock, to the same
 * store. Only with {@code -Dpaimon-losses=true}; it prints how many acknowledged commits are not in the table.
 */
@EnabledIfSystemProperty(named = "paimon-losses", matches = "true")
class PaimonLossesTest {

    private static final int COMMITS = 60;
    private static final Pattern COMMITTED = Pattern.compile("committed (\\d+)");

    @Test
    void commitsAreCounted(@TempDir Path directory) throws Exception {
        try (S3Server server = new S3Server(directory)) {
            server.createBucket("paimon");
            try (PaimonWarehouse warehouse =
                    PaimonCommitsMain.warehouse(server.port(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY)) {
                Schema schema = Schema.newBuilder()
                        .column("k", DataTypes.INT())
                        .option("bucket", "-1")
                        .option("write-only", "true")
                        .build();
                warehouse.create(PaimonCommitsMain.TABLE, schema);
            }
            Set<Integer> acknowledged = new HashSet<>();
            try (TestProcess first = start(server, directory, 0);
                    TestProcess second = start(server, directory, 1000)) {
                first.awaitSuccess(Duration.ofMinutes(10));
                second.awaitSuccess(Duration.ofMinutes(10));
                COMMITTED
                        .matcher(first.log() + second.log())
                        .results()
                        .forEach(found -> acknowledged.add(Integer.parseInt(found.group(1))));
            }
            List<String> rows = new ArrayList<>(ReaderRows.of(
                    TableStore.openTable(S3Files.at(server.port()), new TablePath("s3://paimon/warehouse/db.db/t")),
                    Scan.ALL));
            acknowledged.removeIf(number -> rows.contains(number + "|"));
            System.out.println("paimon on S3 without a lock: " + 2 * COMMITS + " commits, " + acknowledged.size()
                    + " acknowledged ones are lost");
            assertThat(rows).isNotEmpty();
        }
    }

    private static TestProcess start(S3Server server, Path directory, int first) throws Exception {
        return TestProcess.java(
                        PaimonCommitsMain.class,
                        Integer.toString(server.port()),
                        Integer.toString(COMMITS),
                        Integer.toString(first),
                        S3Server.ACCESS_KEY,
                        S3Server.SECRET_KEY)
                .heap("400m")
                .flags(TestProcess.opens("java.base/java.nio"))
                .start(directory.resolve("paimon-" + first + ".log"));
    }
}
