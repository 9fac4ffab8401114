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
package io.tablestore.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.configuration.Config;
import io.airlift.configuration.ConfigurationFactory;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.tablestore.trino.TableStorePlugin;
import io.tablestore.trino.table.TrinoConfig;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorFactory;
import io.trino.testing.TestingConnectorContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every property of a catalog: its key, its default, and what is said of a wrong value. */
class TrinoConfigTest {

    private static final Map<String, String> OTHER_VALUES = Map.of(
            "tablestore.metastore", "hive",
            "tablestore.metastore.uri", "thrift://metastore:9083",
            "tablestore.warehouse", "s3://bucket/warehouse",
            "tablestore.dynamic-filtering.wait-timeout", "3s",
            "tablestore.bucket-execution.enabled", "false",
            "tablestore.projection-pushdown.enabled", "false",
            "tablestore.metadata-cache.size", "7MB",
            "tablestore.merge-cache.size", "8MB",
            "tablestore.read-threads", "99",
            "tablestore.max-split-memory", "2GB");

    private static TrinoConfig config(Map<String, String> properties) {
        return new ConfigurationFactory(properties).build(TrinoConfig.class);
    }

    @Test
    void defaults() {
        TrinoConfig config = config(Map.of("tablestore.warehouse", "local:///"));
        assertThat(config.getMetastore()).isEqualTo(TrinoConfig.Metastore.FILESYSTEM);
        assertThat(config.getDynamicFilterWait()).isEqualTo(new Duration(1, TimeUnit.SECONDS));
        assertThat(config.isBucketExecution()).isTrue();
        assertThat(config.isProjectionPushdown()).isTrue();
        assertThat(config.getMetadataCacheSize()).isEqualTo(DataSize.of(128, DataSize.Unit.MEGABYTE));
        assertThat(config.getMergeCacheSize()).isEqualTo(DataSize.of(64, DataSize.Unit.MEGABYTE));
        assertThat(config.getReadThreads()).isEqualTo(2 * Runtime.getRuntime().availableProcessors());
        assertThat(config.getMaxSplitMemory()).isEqualTo(DataSize.of(1, DataSize.Unit.GIGABYTE));
    }

    @Test
    void everyKeyIsRead() {
        TrinoConfig config = config(OTHER_VALUES);
        assertThat(config.getMetastore()).isEqualTo(TrinoConfig.Metastore.HIVE);
        assertThat(config.getMetastoreUri()).isEqualTo("thrift://metastore:9083");
        assertThat(config.getWarehouse()).isEqualTo("s3://bucket/warehouse");
        assertThat(config.getDynamicFilterWait()).isEqualTo(new Duration(3, TimeUnit.SECONDS));
        assertThat(config.isBucketExecution()).isFalse();
        assertThat(config.isProjectionPushdown()).isFalse();
        assertThat(config.getMetadataCacheSize()).isEqualTo(DataSize.of(7, DataSize.Unit.MEGABYTE));
        assertThat(config.getMergeCacheSize()).isEqualTo(DataSize.of(8, DataSize.Unit.MEGABYTE));
        assertThat(config.getReadThreads()).isEqualTo(99);
        assertThat(config.getMaxSplitMemory()).isEqualTo(DataSize.of(2, DataSize.Unit.GIGABYTE));
        assertThat(Arrays.stream(TrinoConfig.class.getMethods())
                        .filter(method -> method.isAnnotationPresent(Config.class))
                        .map(method -> method.getAnnotation(Config.class).value()))
                .containsExactlyInAnyOrderElementsOf(OTHER_VALUES.keySet());
    }

    private static Connector connector(Map<String, String> properties) {
        ConnectorFactory factory =
                new TableStorePlugin().getConnectorFactories().iterator().next();
        return factory.create("lake", properties, new TestingConnectorContext());
    }

    private static Map<String, String> valid() {
        return new HashMap<>(
                Map.of("tablestore.warehouse", "local:///", "fs.local.enabled", "true", "local.location", "/"));
    }

    @Test
    void aValidCatalogStartsAndStops() {
        Connector connector = connector(valid());
        assertThat(connector.getSessionProperties())
                .extracting(property -> property.getName())
                .containsExactly(
                        "dynamic_filtering_wait_timeout", "bucket_execution_enabled", "projection_pushdown_enabled");
        assertThat(connector.getTableProperties())
                .extracting(property -> property.getName())
                .contains("primary_key", "partitioned_by", "bucket", "merge_engine", "file_format", "options");
        connector.shutdown();
    }

    @ParameterizedTest
    @CsvSource({
        "tablestore.warehouse, ''",
        "tablestore.metastore, hive",
        "tablestore.metastore, glue",
        "tablestore.dynamic-filtering.wait-timeout, soon",
        "tablestore.dynamic-filtering.wait-timeout, -1s",
        "tablestore.bucket-execution.enabled, perhaps",
        "tablestore.projection-pushdown.enabled, 2",
        "tablestore.metadata-cache.size, -1B",
        "tablestore.merge-cache.size, plenty",
        "tablestore.read-threads, 0",
        "tablestore.read-threads, many",
        "tablestore.max-split-memory, 1MB",
        "tablestore.max-split-memory, much",
        "tablestore.warehouses, local:///",
    })
    void aWrongValueIsNamedWithItsKey(String key, String value) {
        Map<String, String> properties = valid();
        properties.put(key, value);
        assertThatThrownBy(() -> connector(properties)).hasMessageContaining(key);
    }

    @Test
    void aWarehouseIsNeeded() {
        Map<String, String> properties = valid();
        properties.remove("tablestore.warehouse");
        assertThatThrownBy(() -> connector(properties)).hasMessageContaining("tablestore.warehouse");
    }

    /** A catalog that could not read its first table is not made; the error says what to write. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "hdfs://nn:8020/w | - | - | scheme hdfs: add fs.hadoop.enabled=true",
                "viewfs://cluster/w | fs.s3.enabled | true | scheme viewfs: add fs.hadoop.enabled=true",
                "oss://bucket/w | - | - | scheme oss: add fs.hadoop.enabled=true",
                "hdfs://nn:8020/w | fs.hadoop.enabled | true | Copy the directory plugin/hive/hdfs",
                "s3://bucket/w | - | - | scheme s3: add fs.s3.enabled=true",
                "S3A://bucket/w | fs.gcs.enabled | true | scheme s3a: add fs.s3.enabled=true",
                "gs://bucket/w | - | - | scheme gs: add fs.gcs.enabled=true",
                "abfss://c@a.dfs.core.windows.net/w | - | - | scheme abfss: add fs.azure.enabled=true",
                "local:///w | - | - | add fs.local.enabled=true, and local.location",
                "warehouse | - | - | must be an absolute path",
                "./warehouse | fs.local.enabled | true | must be an absolute path",
                "file:warehouse | - | - | must be an absolute path",
                "file://host/warehouse | - | - | must be an absolute path",
                "/warehouse | local.location | /elsewhere | does not lie below local.location=/elsewhere",
                "s3://bucket/w | fs.cache.enabled | true | fs.cache.enabled: this plugin comes without",
            })
    void aWarehouseOutOfReachIsRefused(String warehouse, String key, String value, String message) {
        Map<String, String> properties = new HashMap<>(Map.of("tablestore.warehouse", warehouse));
        if (key != null) {
            properties.put(key, value);
        }
        assertThatThrownBy(() -> connector(properties)).hasMessageContaining(message);
    }
}
