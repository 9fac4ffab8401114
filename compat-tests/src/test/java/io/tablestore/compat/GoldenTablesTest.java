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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.cli.Main;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables of {@code golden/} hold the rows that were written beside them. */
class GoldenTablesTest {

    private static final Path WAREHOUSE = Path.of("..", "golden", "paimon-" + GoldenTables.PAIMON_VERSION);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"orders", "events"})
    void rowsAreThoseOfTheWriter(String table) throws Exception {
        Path output = directory.resolve("rows.jsonl");
        int exit = Main.run(
                "scan",
                "shop." + table,
                "--warehouse",
                WAREHOUSE.toString(),
                "--format",
                "jsonl",
                "--output",
                output.toString());
        assertThat(exit).isZero();
        List<String> rows = new ArrayList<>(Files.readAllLines(output, StandardCharsets.UTF_8));
        rows.sort(null);
        assertThat(rows).isEqualTo(Files.readAllLines(WAREHOUSE.resolve(table + ".jsonl"), StandardCharsets.UTF_8));
    }
}
