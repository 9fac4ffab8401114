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

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers and sizes beside the ends of their ranges. */
class OptionRangeTest {

    @ParameterizedTest
    @CsvSource({
        "file.compression.zstd-level, -8, from -7 to 22",
        "file.compression.zstd-level, -99, from -7 to 22",
        "file.compression.zstd-level, -7,",
        "file.compression.zstd-level, 22,",
        "file.compression.zstd-level, 23, from -7 to 22",
        "num-sorted-run.compaction-trigger, 0, at least 1",
        "num-sorted-run.compaction-trigger, 1,",
        "commit.max-retries, -1, at least 0",
        "commit.max-retries, 0,",
        "target-file-size, 0 mb, at least 1",
        "target-file-size, -5 mb, at least 1",
        "target-file-size, 1 b,",
        "parquet.page.size, -4, at least 1",
        "bucket, -5,",
        "commit.max-retries, many,",
    })
    void saysWhatAValueShouldBe(String key, String value, String expected) {
        assertThat(Objects.requireNonNull(KnownOptions.find(key)).option().expectedNumber(value))
                .isEqualTo(expected);
    }
}
