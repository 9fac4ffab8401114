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
package io.tablestore.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * {@code ./bench spark}: merge on read through the packaged connector beside Spark's own Parquet reader on a compacted copy of the
 * same rows.
 */
public final class SparkBench {

    private SparkBench() {}

    /** @param arguments the directory of the tables, then the options of {@code ./bench} */
    public static void main(String[] arguments) throws Exception {
        Path warehouse = Path.of(arguments[0]).toAbsolutePath();
        try (BenchTables tables = new BenchTables(warehouse)) {
            tables.prepare();
            tables.prepareCompacted();
        }
        SparkSession spark = SparkQueries.start(SparkQueries.ours(warehouse));
        SparkQueries.dimension(spark, warehouse, BenchTables.ROWS);
        Map<String, Double> goals = new LinkedHashMap<>();
        goals.put("uniform", 1.4);
        goals.put("recent", 1.25);
        goals.put("compacted", 1.05);
        Report report = new Report();
        for (String name : goals.keySet()) {
            Path copy = warehouse.resolve("plain-" + name + "-" + BenchTables.ROWS);
            SparkQueries.write(spark.table("ours.bench." + name), copy, 2);
            spark.read().parquet(copy.toString()).createOrReplaceTempView("plain_" + name);
            for (Map.Entry<String, String> query : SparkQueries.all().entrySet()) {
                String ours = String.format(query.getValue(), "ours.bench." + name);
                String plain = String.format(query.getValue(), "plain_" + name);
                report.add(Measure.alternate(
                        name + ", " + query.getKey(),
                        () -> SparkQueries.checksum(spark, ours),
                        () -> SparkQueries.checksum(spark, plain),
                        "Spark's Parquet, compacted",
                        goals.get(name)));
            }
        }
        report.finish(
                "spark " + spark.version() + ": " + BenchTables.ROWS + " rows x 12 columns; uniform and recent:"
                        + " merge on read after five 10 % upserts",
                arguments);
        spark.stop();
    }
}
