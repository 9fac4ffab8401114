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

import io.airlift.units.Duration;
import io.trino.plugin.base.session.PropertyMetadataUtil;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.session.PropertyMetadata;
import java.util.List;

/** The properties that a session may set. */
public final class TrinoSessionProperties {

    private static final String DYNAMIC_FILTER_WAIT = "dynamic_filtering_wait_timeout";
    private static final String BUCKET_EXECUTION = "bucket_execution_enabled";

    private static final String PROJECTION_PUSHDOWN = "projection_pushdown_enabled";

    private TrinoSessionProperties() {}

    public static List<PropertyMetadata<?>> all(TrinoConfig config) {
        return List.of(
                PropertyMetadataUtil.durationProperty(
                        DYNAMIC_FILTER_WAIT,
                        "How long splits wait for the filters that a join derives",
                        config.getDynamicFilterWait(),
                        false),
                PropertyMetadata.booleanProperty(
                        BUCKET_EXECUTION,
                        "Whether joins and groups on the bucket key go bucket by bucket, without an exchange",
                        config.isBucketExecution(),
                        false),
                PropertyMetadata.booleanProperty(
                        PROJECTION_PUSHDOWN,
                        "Whether of a column of rows only the fields are read that a query needs",
                        config.isProjectionPushdown(),
                        false));
    }

    public static long dynamicFilterWaitMillis(ConnectorSession session) {
        return session.getProperty(DYNAMIC_FILTER_WAIT, Duration.class).toMillis();
    }

    public static boolean projectionPushdown(ConnectorSession session) {
        return session.getProperty(PROJECTION_PUSHDOWN, Boolean.class);
    }

    public static boolean bucketExecution(ConnectorSession session) {
        return session.getProperty(BUCKET_EXECUTION, Boolean.class);
    }
}
