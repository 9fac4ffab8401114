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

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A driver that runs a query for each line of its input, once as many executors have registered as its first argument says.
 * Prints {@code row: a|b}, then {@code end}.
 */
public final class SparkStatementLoop {

    private SparkStatementLoop() {}

    public static void main(String[] arguments) throws Exception {
        int executors = Integer.parseInt(arguments[0]);
        try (SparkSession spark = SparkSession.builder().getOrCreate();
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String sql = lines.readLine(); sql != null; sql = lines.readLine()) {
                while (spark.sparkContext().statusTracker().getExecutorInfos().length <= executors) { // and the driver
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
                for (Row row : spark.sql(sql).collectAsList()) {
                    System.out.println("row: " + row.mkString("|"));
                }
                System.out.println("end");
            }
        }
    }
}
