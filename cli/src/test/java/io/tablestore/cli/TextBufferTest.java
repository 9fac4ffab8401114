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
package io.tablestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextBufferTest {

    @Test
    void itGrowsBeyondItsFirstSize() {
        TextBuffer buffer = new TextBuffer();
        String large = "\u00e9".repeat(100_000);
        buffer.append('a').append(large).append('z');
        assertThat(buffer.size()).isEqualTo(200_002);
        assertThat(buffer.text(0)).isEqualTo("a" + large + "z");
        assertThat(buffer.text(200_001)).isEqualTo("z");
        buffer.truncate(1);
        assertThat(buffer.text(0)).isEqualTo("a");
        buffer.clear();
        assertThat(buffer.text(0)).isEmpty();
    }

    @Test
    void numbersArePaddedToAWidth() {
        TextBuffer buffer = new TextBuffer();
        buffer.appendPadded(7, 3);
        buffer.appendPadded(1234, 3);
        buffer.appendPadded(0, 1);
        assertThat(buffer.text(0)).isEqualTo("00712340");
    }

    @Test
    void formatsArePrintedAsTheyAreTyped() {
        assertThat(RowFormat.values())
                .extracting(RowFormat::toString)
                .containsExactly("table", "jsonl", "csv", "arrow");
    }
}
