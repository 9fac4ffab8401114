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

import io.trino.Session;
import io.trino.testing.BaseConnectorSmokeTest;
import io.trino.testing.QueryRunner;
import io.trino.testing.TestingConnectorBehavior;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trino's own short test of connectors. */
public class TrinoConnectorSmokeTest extends BaseConnectorSmokeTest {

    @TempDir
    private static Path warehouse;

    @Override
    protected QueryRunner createQueryRunner() throws Exception {
        return TpchRunner.tiny(warehouse, REQUIRED_TPCH_TABLES);
    }

    @Override
    protected boolean hasBehavior(TestingConnectorBehavior behavior) {
        return new TrinoConnectorTest().hasBehavior(behavior);
    }

    @Override
    protected void assertQueryFails(Session session, String sql, String message) {
        super.assertQueryFails(session, sql, TpchRunner.refusal(message));
    }

    @Override
    protected void assertQueryFails(String sql, String message) {
        assertQueryFails(getSession(), sql, message);
    }

    /** Schemas have no owner, whatever its name. */
    @Test
    @Override
    public void testCreateSchemaWithNonLowercaseOwnerName() {
        assertThatThrownBy(super::testCreateSchemaWithNonLowercaseOwnerName)
                .hasMessageContaining("does not support setting an owner on a schema; leave AUTHORIZATION out");
    }

    /** With the table's keys and options. */
    @Test
    @Override
    public void testShowCreateTable() {
        assertThat((String) computeScalar("SHOW CREATE TABLE region")).isEqualTo("""
            CREATE TABLE tablestore.tpch.region (
               regionkey bigint NOT NULL,
               name varchar(25),
               comment varchar(152)
            )
            WITH (
               bucket = 2,
               bucket_key = 'regionkey',
               file_format = 'parquet',
               primary_key = ARRAY['regionkey']
            )\
            """);
    }
}
