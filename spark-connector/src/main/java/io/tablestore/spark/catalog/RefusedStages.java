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
package io.tablestore.spark.catalog;

import io.tablestore.error.TableStoreException;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;

/**
 * Refuses statements that create or replace a table together with its rows, before anything is changed. With a catalog
 * that does not stage tables, Spark would drop the replaced table first and only then find that it cannot write.
 */
@SuppressWarnings("deprecation") // the forms that every version of Spark falls back to
public interface RefusedStages extends StagingTableCatalog {

    private static TableStoreException refused(String statement, Identifier identifier) {
        return new TableStoreException(statement + " " + identifier
                + " is not supported: this connector changes metadata and reads. CREATE the table without rows, and write"
                + " them with Flink.");
    }

    @Override
    default StagedTable stageCreate(
            Identifier identifier, Column[] columns, Transform[] partitions, Map<String, String> properties) {
        throw refused("CREATE TABLE ... AS SELECT", identifier);
    }

    @Override
    default StagedTable stageCreate(
            Identifier identifier, StructType schema, Transform[] partitions, Map<String, String> properties) {
        throw refused("CREATE TABLE ... AS SELECT", identifier);
    }

    @Override
    default StagedTable stageReplace(
            Identifier identifier, Column[] columns, Transform[] partitions, Map<String, String> properties) {
        throw refused("REPLACE TABLE", identifier);
    }

    @Override
    default StagedTable stageReplace(
            Identifier identifier, StructType schema, Transform[] partitions, Map<String, String> properties) {
        throw refused("REPLACE TABLE", identifier);
    }

    @Override
    default StagedTable stageCreateOrReplace(
            Identifier identifier, Column[] columns, Transform[] partitions, Map<String, String> properties) {
        throw refused("CREATE OR REPLACE TABLE", identifier);
    }

    @Override
    default StagedTable stageCreateOrReplace(
            Identifier identifier, StructType schema, Transform[] partitions, Map<String, String> properties) {
        throw refused("CREATE OR REPLACE TABLE", identifier);
    }
}
