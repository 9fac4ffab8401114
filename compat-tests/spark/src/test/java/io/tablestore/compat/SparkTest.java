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

import io.tablestore.compat.SparkSessions.Ran;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A session of Spark whose catalog {@code lake} is a warehouse of the test's own. */
abstract class SparkTest {

    @TempDir
    Path directory;

    SparkSession spark;

    @BeforeEach
    final void startSpark() {
        spark = SparkSessions.start();
        SparkSessions.catalog(spark, "lake", directory);
    }

    final List<String> query(String sql) {
        return SparkSessions.query(spark, sql);
    }

    final Ran run(String sql) {
        return SparkSessions.run(spark, sql);
    }

    /**
     * Creates a table in the database {@code db}, and returns its directory.
     *
     * @param more what follows the columns in CREATE TABLE
     */
    final Path create(String table, String columns, String more) {
        query("CREATE DATABASE IF NOT EXISTS lake.db");
        query("CREATE TABLE lake.db." + table + " (" + columns + ") " + more);
        return directory.resolve("db.db").resolve(table);
    }
}
