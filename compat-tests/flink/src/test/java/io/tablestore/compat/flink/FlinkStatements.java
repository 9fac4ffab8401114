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

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Runs statements in Flink with catalog {@code lake} in a metastore: its URI, and the statements. Prints {@code row: a|b}. */
public final class FlinkStatements {

    private FlinkStatements() {}

    public static void main(String[] arguments) throws Exception {
        TableEnvironment flink = TableEnvironment.create(EnvironmentSettings.inBatchMode());
        flink.executeSql("CREATE CATALOG lake WITH ('type' = 'tablestore', 'metastore' = 'hive', 'uri' = '"
                + arguments[0] + "')");
        flink.executeSql("USE CATALOG lake");
        for (String statement : Arrays.asList(arguments).subList(1, arguments.length)) {
            TableResult result = flink.executeSql(statement);
            if (statement.startsWith("INSERT")) {
                result.await();
                continue;
            }
            try (CloseableIterator<Row> rows = result.collect()) {
                rows.forEachRemaining(row -> System.out.println(IntStream.range(0, row.getArity())
                        .mapToObj(i -> Objects.toString(row.getField(i)))
                        .collect(Collectors.joining("|", "row: ", ""))));
            }
        }
    }
}
