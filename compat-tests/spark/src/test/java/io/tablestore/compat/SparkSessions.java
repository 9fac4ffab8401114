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

import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.SparkPlan;
import scala.collection.JavaConverters;

/** Sessions of one Spark in this JVM, and what tests do with them. */
final class SparkSessions {

    private SparkSessions() {}

    /** Starts Spark with two cores, or gives another session of the one that runs. */
    static SparkSession start() {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate()
                .newSession();
        SparkSession.setActiveSession(spark);
        spark.conf().set("spark.sql.shuffle.partitions", "2");
        spark.conf().set("spark.sql.session.timeZone", "Asia/Kolkata");
        spark.conf().set("spark.sql.datetime.java8API.enabled", "true");
        spark.conf().set("spark.sql.readSideCharPadding", "false");
        spark.conf().set("spark.sql.timeType.enabled", "true");
        return spark;
    }

    static void catalog(SparkSession spark, String name, Path warehouse) {
        catalog(spark, name, warehouse.toString());
    }

    static void catalog(SparkSession spark, String name, String warehouse) {
        spark.conf().set("spark.sql.catalog." + name, "io.tablestore.spark.TableStoreCatalog");
        spark.conf().set("spark.sql.catalog." + name + ".warehouse", warehouse);
    }

    /** Whether this Spark is of a version, {@code 4.2}, or a later one. */
    static boolean isAtLeast(SparkSession spark, String version) {
        return Version.parse(spark.version()).compareTo(Version.parse(version)) >= 0;
    }

    static List<String> query(SparkSession spark, String sql) {
        return spark.sql(sql).collectAsList().stream().map(Row::toString).toList();
    }

    /** A statement that ran: its rows, its plan, and what its scans counted, by name. */
    record Ran(List<String> rows, String plan, Map<String, Long> metrics) {}

    @SuppressWarnings("deprecation") // the converters that every version of Scala has
    static Ran run(SparkSession spark, String sql) {
        spark.conf().set("spark.sql.adaptive.enabled", "false"); // the plan of an adaptive query hides its scans
        try {
            var frame = spark.sql(sql);
            List<String> rows =
                    frame.collectAsList().stream().map(Row::toString).toList();
            SparkPlan plan = frame.queryExecution().executedPlan();
            Map<String, Long> metrics = new TreeMap<>();
            for (Object leaf : JavaConverters.seqAsJavaList(plan.collectLeaves())) {
                JavaConverters.mapAsJavaMap(((SparkPlan) leaf).metrics())
                        .forEach((name, metric) -> metrics.merge(name, metric.value(), Long::sum));
            }
            return new Ran(rows, plan.toString(), metrics);
        } finally {
            spark.conf().unset("spark.sql.adaptive.enabled");
        }
    }
}
