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

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs its arguments as statements, in a session with the settings that it was submitted with, and prints {@code row: [a,b]}. */
public final class SubmittedStatements {

    private SubmittedStatements() {}

    public static void main(String[] statements) throws Exception {
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            for (String statement : statements) {
                List<Row> rows = spark.sql(statement).collectAsList();
                rows.forEach(row -> System.out.println("row: " + row));
            }
        }
    }
}
