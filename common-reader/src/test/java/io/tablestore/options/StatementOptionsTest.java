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
package io.tablestore.options;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementOptionsTest {

    private static final String SELECT = "SELECT from shop.orders";
    private static final Set<String> HONOURED = Set.of("scan.snapshot-id", "version");

    @ParameterizedTest
    @CsvSource({
        "scan.snapshotid, scan.snapshot-id",
        "SCAN.SNAPSHOT-ID, scan.snapshot-id",
        "versoin, version",
        "bukcet, bucket",
        "merge_engine, merge-engine",
        "fields.v.agregate-function, fields.v.aggregate-function",
        "incremental-betwen, incremental-between"
    })
    void aMisspelledOptionIsRefusedWithTheRightSpelling(String given, String meant) {
        assertThatThrownBy(() -> check(given, "1"))
                .isInstanceOf(TableStoreException.class)
                .hasMessage("Unknown option '" + given + "' in SELECT from shop.orders; did you mean '" + meant
                        + "'? It takes the options scan.snapshot-id, version.");
    }

    @Test
    void anOptionThatIsLikeNoneIsRefusedWithoutAGuess() {
        assertThatThrownBy(() -> check("team", "sales"))
                .hasMessage("Unknown option 'team' in SELECT from shop.orders. It takes the options scan.snapshot-id,"
                        + " version.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "incremental-between|1,2",
                "consumer-id|me",
                "branch|b",
                "scan.mode|from-snapshot",
                "scan.version|1",
                "bucket|4",
                "merge-engine|first-row",
                "tag.automatic-creation|watermark",
                "lookup.cache|full",
                "file-index.bloom-filter.columns|v"
            })
    void anOptionThatTheStatementDoesNotHonourIsRefusedByName(String key, String value) {
        assertThatThrownBy(() -> check(key, value))
                .hasMessageStartingWith(
                        "Option '" + key + "' = '" + value + "' is not supported in SELECT from shop.orders. ");
    }

    @ParameterizedTest
    @CsvSource({
        "scan.snapshot-id, 3",
        "scan.mode, default",
        "scan.mode, Latest-Full",
        "branch, main",
        "read.batch-size, 4096",
        "scan.infer-parallelism, false",
        "tag.automatic-creation, none"
    })
    void whatIsHonouredOrAsksForNothingPasses(String key, String value) {
        assertThatCode(() -> check(key, value)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "scan.snapshot-id, first, a whole number",
        "read.batch-size, many, a whole number",
        "scan.infer-parallelism, maybe, true or false",
        "consumer.mode, twice, 'one of exactly-once, at-least-once'",
        "lookup.cache-max-memory-size, 5 apples, a size such as 128 mb",
        "continuous.discovery-interval, soon, a time such as 1 h or 30 min"
    })
    void aMalformedValueIsRefusedWithWhatIsValid(String key, String value, String valid) {
        assertThatThrownBy(() -> check(key, value))
                .hasMessage("Option '" + key + "' in SELECT from shop.orders is '" + value + "', but must be " + valid
                        + ".");
    }

    private static void check(String key, String value) {
        StatementOptions.check(SELECT, Map.of(key, value), HONOURED);
    }
}
