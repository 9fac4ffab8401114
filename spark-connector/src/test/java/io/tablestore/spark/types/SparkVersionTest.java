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
package io.tablestore.spark.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SparkVersionTest {

    @Test
    void versionsAreOrderedByTheirNumbers() {
        List<String> ascending =
                List.of("3.5.9", "3.10.0", "4.0.4", "4.1.3", "4.2.0", "4.10.0-SNAPSHOT", "5.0.0", "10.0");
        for (int i = 1; i < ascending.size(); i++) {
            assertThat(SparkVersion.of(ascending.get(i)))
                    .as("%s after %s", ascending.get(i), ascending.get(i - 1))
                    .isGreaterThan(SparkVersion.of(ascending.get(i - 1)));
        }
    }

    @Test
    void whatFollowsTheNumbersDoesNotMatter() {
        assertThat(List.of("4.2.0", "4.2", "4.2-preview1", "4.2.0.3-vendor-7"))
                .allSatisfy(text -> assertThat(SparkVersion.of(text)).isEqualTo(new SparkVersion(4, 2)));
    }

    @Test
    void aVersionWithoutNumbersIsOlderThanAll() {
        assertThat(List.of("", "nightly", "4", "4.x", "99999999999.2"))
                .allSatisfy(text -> assertThat(SparkVersion.of(text)).isEqualTo(new SparkVersion(0, 0)));
    }
}
