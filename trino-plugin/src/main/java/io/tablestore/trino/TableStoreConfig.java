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
package io.tablestore.trino;

import io.airlift.configuration.Config;
import io.airlift.configuration.ConfigDescription;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.airlift.units.MinDataSize;
import io.airlift.units.MinDuration;
import jakarta.validation.constraints.NotBlank;
import java.util.concurrent.TimeUnit;

/** The catalog's own properties; those of file systems are Trino's. */
public final class TableStoreConfig {

    private String warehouse = "";
    private Duration dynamicFilterWait = new Duration(1, TimeUnit.SECONDS);
    private DataSize maxSplitMemory = DataSize.of(1, DataSize.Unit.GIGABYTE);

    @NotBlank
    public String getWarehouse() {
        return warehouse;
    }

    @Config("tablestore.warehouse")
    @ConfigDescription(
            "Directory of the warehouse: <warehouse>/<schema>.db/<table>, a location of one of Trino's file systems")
    public TableStoreConfig setWarehouse(String newWarehouse) {
        warehouse = newWarehouse;
        return this;
    }

    @MinDuration("0s")
    public Duration getDynamicFilterWait() {
        return dynamicFilterWait;
    }

    @Config("tablestore.dynamic-filtering.wait-timeout")
    @ConfigDescription("How long splits wait for the filters that a join derives")
    public TableStoreConfig setDynamicFilterWait(Duration newWait) {
        dynamicFilterWait = newWait;
        return this;
    }

    @MinDataSize("16MB")
    public DataSize getMaxSplitMemory() {
        return maxSplitMemory;
    }

    @Config("tablestore.max-split-memory")
    @ConfigDescription("Most memory that reading one split may take")
    public TableStoreConfig setMaxSplitMemory(DataSize newLimit) {
        maxSplitMemory = newLimit;
        return this;
    }
}
