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

import io.tablestore.testing.SqlEngine;
import io.tablestore.testing.StatementLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Runs statements as batch jobs of a Flink in this process; the arguments are its settings, {@code key=value}. */
public final class FlinkStatements {

    private FlinkStatements() {}

    public static void main(String[] arguments) throws Exception {
        Configuration settings = new Configuration();
        for (String argument : arguments) {
            String[] setting = argument.split("=", 2);
            settings.setString(setting[0], setting[1]);
        }
        StatementLoop.run(() -> new Session(TableEnvironment.create(EnvironmentSettings.newInstance()
                .inBatchMode()
                .withConfiguration(settings)
                .build())));
    }

    private record Session(TableEnvironment flink) implements SqlEngine {

        @Override
        public void run(String statement) throws Exception {
            rows(statement);
        }

        @Override
        public List<String> rows(String query) throws Exception {
            TableResult result = flink.executeSql(query);
            List<String> rows = new ArrayList<>();
            if (query.startsWith("INSERT")) {
                result.await();
                return rows;
            }
            try (CloseableIterator<Row> found = result.collect()) {
                found.forEachRemaining(row -> rows.add(text(row)));
            }
            return rows;
        }

        private static String text(Row row) {
            return IntStream.range(0, row.getArity())
                    .mapToObj(i -> Objects.toString(row.getField(i)))
                    .collect(Collectors.joining("|"));
        }

        @Override
        public String logs() {
            return "";
        }

        @Override
        public void close() {}
    }
}
