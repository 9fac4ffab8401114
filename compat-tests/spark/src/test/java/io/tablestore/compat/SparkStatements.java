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

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs statements in Spark with catalog {@code lake} in a metastore: its URI, and the statements. Prints {@code row: a|b}. */
public final class SparkStatements {

    private SparkStatements() {}

    public static void main(String[] arguments) throws Exception {
        try (SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.catalog.lake", "io.tablestore.spark.TableStoreCatalog")
                .config("spark.sql.catalog.lake.metastore", "hive")
                .config("spark.sql.catalog.lake.uri", arguments[0])
                .getOrCreate()) {
            for (String statement : Arrays.asList(arguments).subList(1, arguments.length)) {
                for (Row row : spark.sql(statement).collectAsList()) {
                    System.out.println(IntStream.range(0, row.size())
                            .mapToObj(i -> Objects.toString(row.get(i)))
                            .collect(Collectors.joining("|", "row: ", "")));
                }
            }
        }
    }
}
