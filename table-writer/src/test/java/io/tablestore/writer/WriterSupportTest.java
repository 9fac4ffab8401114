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
package io.tablestore.writer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.schema.TableSchema;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriterSupportTest {

    /** Schemas of other writers may hold what CREATE TABLE refuses here; without this check, the first flush would fail. */
    @ParameterizedTest
    @CsvSource({"partial-update, nothing_known", "aggregation, nothing_known", "aggregation, sum"})
    void functionsThatCannotMergeAreRefusedBeforeAJobStarts(String engine, String function) {
        TableSchema schema = Schemas.keyed();
        Map<String, String> options = new HashMap<>(schema.options());
        options.put("merge-engine", engine);
        options.put("fields.v.aggregate-function", function);
        assertThatThrownBy(() -> TableWrite.checkWritable(schema.withOptions(options)))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining(schema.file().toString())
                .hasMessageContaining(function);
    }
}
