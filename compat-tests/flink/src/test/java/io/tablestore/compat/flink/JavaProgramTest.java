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

import io.tablestore.testing.TestProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java program of docs/FLINK.md is compiled against the bundle and run as the page says. */
class JavaProgramTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "FLINK.md");

    @TempDir
    Path directory;

    @Test
    void theProgramOfThePageWritesTheRowThatItNames() throws Exception {
        SqlSession sql = SqlSession.batch(Files.createDirectory(directory.resolve("warehouse")));
        sql.run(
                "CREATE TABLE orders (id BIGINT, customer STRING, amount DECIMAL(10, 2), PRIMARY KEY (id) NOT ENFORCED)");
        List<String> programs = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(programs).hasSize(1);
        Path source = Files.writeString(directory.resolve("WriteOrders.java"), programs.get(0));
        String bundle = FlinkCluster.bundle().toString();
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", bundle, source.toString());
        assertThat(compiled).isZero();

        TestProcess.java(
                        "WriteOrders",
                        directory.resolve("warehouse/default.db/orders").toString())
                .heap("200m")
                .flags(TestProcess.opens("java.base/java.nio"))
                .classPath(List.of(directory.toString(), bundle, slf4j()))
                .start(directory.resolve("log"))
                .awaitSuccess(Duration.ofMinutes(2));
        assertThat(sql.rows("SELECT * FROM orders")).containsExactly("[1, ada, 9.50]");
    }

    /** Flink's own lib directory has it. */
    private static String slf4j() {
        return TestProcess.classPath().stream()
                .filter(entry -> entry.matches(".*/slf4j-api-[^/]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
