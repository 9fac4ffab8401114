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
package io.tablestore.internal.fs.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PercentEncodingTest {

    @Test
    void onlyUnreservedCharactersStay() {
        assertThat(PercentEncoding.encode("aZ09-._~")).isEqualTo("aZ09-._~");
        assertThat(PercentEncoding.encode(" +=%/*'&?#:@")).isEqualTo("%20%2B%3D%25%2F%2A%27%26%3F%23%3A%40");
    }

    @Test
    void otherCharactersBecomeTheirUtf8() {
        assertThat(PercentEncoding.encode("ü€😀\n")).isEqualTo("%C3%BC%E2%82%AC%F0%9F%98%80%0A");
    }

    @Test
    void slashesOfPathsStay() {
        assertThat(PercentEncoding.encodePath("t/dt=2026 01/a+b")).isEqualTo("t/dt%3D2026%2001/a%2Bb");
    }

    @Test
    void parametersAreSortedAndEncoded() {
        assertThat(PercentEncoding.encodeQuery(new TreeMap<>(Map.of("prefix", "a/b", "delimiter", "/", "delete", ""))))
                .isEqualTo("delete=&delimiter=%2F&prefix=a%2Fb");
    }
}
