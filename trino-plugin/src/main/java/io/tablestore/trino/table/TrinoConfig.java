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
package io.tablestore.trino.table;

import io.airlift.configuration.Config;
import io.airlift.configuration.ConfigDescription;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.airlift.units.MinDataSize;
import io.airlift.units.MinDuration;
import io.tablestore.metastore.MetastoreOptions;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The catalog's own properties. Those of file systems belong to Trino. */
public final class TrinoConfig {

    /** Where the catalog finds its tables. */
    public enum Metastore {
        /** In the directories of a warehouse. */
        FILESYSTEM,
        /** In a Hive metastore. */
        HIVE
    }

    private Metastore metastore = Metastore.FILESYSTEM;
    private String metastoreUri = "";
    private String warehouse = "";
    private Duration dynamicFilterWait = new Duration(1, TimeUnit.SECONDS);
    private boolean bucketExecution = true;
    private boolean projectionPushdown = true;
    private DataSize metadataCacheSize = DataSize.of(128, DataSize.Unit.MEGABYTE);
    private DataSize mergeCacheSize = DataSize.of(64, DataSize.Unit.MEGABYTE);
    private int readThreads = 2 * Runtime.getRuntime().availableProcessors();
    private DataSize maxSplitMemory = DataSize.of(1, DataSize.Unit.GIGABYTE);

    @NotNull
    public Metastore getMetastore() {
        return metastore;
    }

    @Config("tablestore.metastore")
    @ConfigDescription("Where tables are known: filesystem, the directories of a warehouse, or hive, a metastore")
    public TrinoConfig setMetastore(Metastore newMetastore) {
        metastore = newMetastore;
        return this;
    }

    @NotNull
    public String getMetastoreUri() {
        return metastoreUri;
    }

    @Config("tablestore.metastore.uri")
    @ConfigDescription("Where the metastore is: thrift://host:9083, several with commas")
    public TrinoConfig setMetastoreUri(String newUri) {
        metastoreUri = newUri;
        return this;
    }

    @AssertTrue(message = "tablestore.warehouse must be set, or tablestore.metastore=hive and tablestore.metastore.uri")
    public boolean isPlaceKnown() {
        return metastore == Metastore.HIVE ? !metastoreUri.isBlank() : !warehouse.isBlank();
    }

    MetastoreOptions metastoreOptions() {
        return MetastoreOptions.of(
                Map.of(MetastoreOptions.URI_KEY, metastoreUri, MetastoreOptions.WAREHOUSE_KEY, warehouse));
    }

    @NotNull
    public String getWarehouse() {
        return warehouse;
    }

    @Config("tablestore.warehouse")
    @ConfigDescription(
            "Directory of the warehouse: <warehouse>/<schema>.db/<table>, a location of one of Trino's file systems")
    public TrinoConfig setWarehouse(String newWarehouse) {
        warehouse = newWarehouse;
        return this;
    }

    @MinDuration("0s")
    public Duration getDynamicFilterWait() {
        return dynamicFilterWait;
    }

    @Config("tablestore.dynamic-filtering.wait-timeout")
    @ConfigDescription("How long splits wait for the filters that a join derives")
    public TrinoConfig setDynamicFilterWait(Duration newWait) {
        dynamicFilterWait = newWait;
        return this;
    }

    public boolean isBucketExecution() {
        return bucketExecution;
    }

    @Config("tablestore.bucket-execution.enabled")
    @ConfigDescription("Whether joins and groups on the bucket key go bucket by bucket, without an exchange")
    public TrinoConfig setBucketExecution(boolean newValue) {
        bucketExecution = newValue;
        return this;
    }

    public boolean isProjectionPushdown() {
        return projectionPushdown;
    }

    @Config("tablestore.projection-pushdown.enabled")
    @ConfigDescription("Whether of a column of rows only the fields are read that a query needs")
    public TrinoConfig setProjectionPushdown(boolean newValue) {
        projectionPushdown = newValue;
        return this;
    }

    @MinDataSize("0B")
    public DataSize getMetadataCacheSize() {
        return metadataCacheSize;
    }

    @Config("tablestore.metadata-cache.size")
    @ConfigDescription("Heap that the coordinator may fill with manifests, which never change; 0B keeps none")
    public TrinoConfig setMetadataCacheSize(DataSize newSize) {
        metadataCacheSize = newSize;
        return this;
    }

    @MinDataSize("0B")
    public DataSize getMergeCacheSize() {
        return mergeCacheSize;
    }

    @Config("tablestore.merge-cache.size")
    @ConfigDescription("Heap that a worker may fill with what merges found, a bit per stored row; 0B keeps nothing")
    public TrinoConfig setMergeCacheSize(DataSize newSize) {
        mergeCacheSize = newSize;
        return this;
    }

    @Min(1)
    public int getReadThreads() {
        return readThreads;
    }

    @Config("tablestore.read-threads")
    @ConfigDescription("Threads of a worker that fetch and merge, so that no driver of the engine waits for it")
    public TrinoConfig setReadThreads(int newCount) {
        readThreads = newCount;
        return this;
    }

    @MinDataSize("16MB")
    public DataSize getMaxSplitMemory() {
        return maxSplitMemory;
    }

    @Config("tablestore.max-split-memory")
    @ConfigDescription("Most memory that reading one split may take")
    public TrinoConfig setMaxSplitMemory(DataSize newLimit) {
        maxSplitMemory = newLimit;
        return this;
    }
}
