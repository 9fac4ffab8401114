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
package io.tablestore.spark;

import io.tablestore.error.TableStoreException;
import io.tablestore.format.TableSchema;
import io.tablestore.scan.SnapshotRef;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsDeleteV2;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A table at one snapshot, resolved when Spark loads it for a statement. */
final class SparkTable implements SupportsRead, SupportsWrite, SupportsDeleteV2 {

    private final String name;
    private final SparkTableSource source;
    private final SnapshotRef.Pinned snapshot;
    private final TableSchema schema;

    SparkTable(String name, SparkTableSource source, SnapshotRef snapshot) {
        io.tablestore.catalog.Table table = source.open();
        this.name = name;
        this.source = source;
        this.snapshot = table.pin(snapshot);
        this.schema = table.files().schema(this.snapshot.schemaId());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    @SuppressWarnings("deprecation") // columns() is derived from it, on every version of Spark
    public StructType schema() {
        return SparkTypes.schema(schema.fields());
    }

    @Override
    public Transform[] partitioning() {
        return schema.partitionKeys().stream().map(Expressions::identity).toArray(Transform[]::new);
    }

    @Override
    public Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(schema.options());
        properties.put("provider", TableStoreProvider.NAME);
        properties.put("location", source.location());
        if (!schema.primaryKeys().isEmpty()) {
            properties.put("primary-key", String.join(",", schema.primaryKeys()));
        }
        if (schema.comment() != null) {
            properties.put("comment", schema.comment());
        }
        return properties;
    }

    @Override
    public Set<TableCapability> capabilities() {
        // Writes are declared so that they reach the refusal below, which says what to do instead.
        return EnumSet.of(
                TableCapability.BATCH_READ,
                TableCapability.BATCH_WRITE,
                TableCapability.TRUNCATE,
                TableCapability.OVERWRITE_BY_FILTER,
                TableCapability.OVERWRITE_DYNAMIC);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        return new SparkScanBuilder(name, source, snapshot, schema);
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        throw noWrites(name);
    }

    @Override
    public boolean canDeleteWhere(Predicate[] predicates) {
        throw noWrites(name);
    }

    @Override
    public void deleteWhere(Predicate[] predicates) {
        throw noWrites(name);
    }

    static TableStoreException noWrites(String table) {
        return new TableStoreException(
                "Table " + table + " cannot be written by Spark: this connector reads. Write it with Flink.");
    }
}
