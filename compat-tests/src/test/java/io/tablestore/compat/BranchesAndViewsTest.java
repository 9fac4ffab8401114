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

import static io.tablestore.compat.CommandLines.failure;
import static io.tablestore.compat.CommandLines.scan;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.system.ReadOptimizedTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches, the read-optimized view, and data files outside the table: the rows are those that Paimon reads. */
class BranchesAndViewsTest {

    @TempDir
    Path directory;

    @Test
    void aBranchHasRowsAndSchemasOfItsOwn() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 20, "main-");
            table.tag("start", 1);
            table.table().createBranch("dev", "start");
            FileStoreTable branch = table.table().switchToBranch("dev");
            SmallTable.write(branch, 10, 30, "dev-");
            table.write(15, 18, "later-");
            assertThat(scan(table.path(), "--branch", "dev")).isEqualTo(PaimonRows.read(branch, null));
            assertThat(scan(table.path())).isEqualTo(PaimonRows.read(table.table(), null));
            assertThat(scan(table.path(), "--branch", "main")).isEqualTo(PaimonRows.read(table.table(), null));
            assertThat(failure("scan", table.path().toString(), "--branch", "prod"))
                    .contains("There is no branch 'prod' (there are: main, dev)");
        }
    }

    @Test
    void theReadOptimizedViewHasCompactedRowsOnly() throws Exception {
        try (SmallTable table = new SmallTable(directory)) {
            table.write(1, 20, "a-");
            table.compact();
            table.write(10, 30, "b-");
            List<String> expected = PaimonRows.read(new ReadOptimizedTable(table.table()), null);
            assertThat(expected).hasSize(19);
            assertThat(scan(table.path(), "--read-optimized")).isEqualTo(expected);
            assertThat(scan(table.path())).hasSize(29);
        }
    }

    @Test
    void dataFilesMayLieWhereTheTableSaysAndNowhereElse() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Map<String, String> options = Map.of(
                "data-file.external-paths", "file://" + outside, "data-file.external-paths.strategy", "round-robin");
        try (SmallTable table = new SmallTable(directory.resolve("w"), options)) {
            table.write(1, 20, "a-");
            table.write(10, 30, "b-");
            try (var files = Files.walk(outside)) {
                assertThat(files.filter(Files::isRegularFile)).isNotEmpty();
            }
            assertThat(scan(table.path())).isEqualTo(PaimonRows.read(table.table(), null));
            Path schema = table.path().resolve("schema/schema-0");
            Files.writeString(schema, Files.readString(schema).replace("file://" + outside, "file:///elsewhere"));
            assertThat(failure("scan", table.path().toString()))
                    .contains("outside the table", "data-file.external-paths", "file:///elsewhere");
        }
    }
}
