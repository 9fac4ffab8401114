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

import io.tablestore.testing.SqlEngine;
import io.tablestore.testing.StatementLoop;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Runs statements in a Spark of two cores in this process; the arguments are settings of its session, {@code key=value}. */
public final class SparkStatements {

    private SparkStatements() {}

    public static void main(String[] arguments) throws Exception {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2");
        for (String argument : arguments) {
            String[] setting = argument.split("=", 2);
            builder.config(setting[0], setting[1]);
        }
        StatementLoop.run(() -> new Session(builder.getOrCreate()));
    }

    private record Session(SparkSession spark) implements SqlEngine {

        @Override
        public void run(String statement) {
            rows(statement);
        }

        @Override
        public List<String> rows(String query) {
            return spark.sql(query).collectAsList().stream()
                    .map(row -> row.mkString("|"))
                    .toList();
        }

        @Override
        public String logs() {
            return "";
        }

        @Override
        public void close() {
            spark.stop();
        }
    }
}
