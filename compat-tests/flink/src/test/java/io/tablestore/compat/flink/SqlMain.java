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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Submits statements to a cluster: {@code streaming|batch <file with a statement in each line>}. */
final class SqlMain {

    /** A setting, which is the client's business. */
    private static final Pattern SET = Pattern.compile("SET '([^']+)' = '([^']+)'");

    private SqlMain() {}

    public static void main(String[] arguments) throws Exception {
        Configuration options = GlobalConfiguration.loadConfiguration(); // that of the cluster
        EnvironmentSettings.Builder settings = EnvironmentSettings.newInstance().withConfiguration(options);
        boolean batch = arguments[0].equals("batch");
        TableEnvironment environment =
                TableEnvironment.create((batch ? settings.inBatchMode() : settings.inStreamingMode()).build());
        for (String statement : Files.readAllLines(Path.of(arguments[1]))) {
            Matcher set = SET.matcher(statement);
            if (set.matches()) {
                environment.getConfig().set(set.group(1), set.group(2));
                continue;
            }
            TableResult result = environment.executeSql(statement);
            if (batch) {
                printRows(result);
            }
            result.getJobClient().ifPresent(job -> System.out.println("job " + job.getJobID()));
        }
    }

    private static void printRows(TableResult result) throws Exception {
        try (CloseableIterator<Row> rows = result.collect()) {
            rows.forEachRemaining(row -> System.out.println("row: " + row));
        }
    }
}
