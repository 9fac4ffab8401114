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
package io.tablestore.trino.catalog;

import static io.trino.spi.type.BigintType.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class OptionPropertyTest {

    @Test
    void aCountBeyondAnIntegerIsABigint() {
        OptionProperty rows = Objects.requireNonNull(OptionProperty.ALL.get("dynamic_bucket_target_row_num"));
        assertThat(rows.metadata().getSqlType()).isEqualTo(BIGINT);
        assertThat(rows.value("3000000000")).isEqualTo(3_000_000_000L);
        assertThat(rows.value("many")).isNull();
    }
}
