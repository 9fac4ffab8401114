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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import org.junit.jupiter.api.Test;

class ColumnNamesTest {

    private static void refuses(String text, String why) {
        assertThatThrownBy(() -> ColumnNames.parse(text))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining(why);
    }

    @Test
    void namesAreSeparatedByCommasAndBlanksAroundThemDoNotCount() {
        assertThat(ColumnNames.parse("a,b")).containsExactly("a", "b");
        assertThat(ColumnNames.parse(" a , b c ")).containsExactly("a", "b c");
        assertThat(ColumnNames.parse("a.b,a")).containsExactly("a.b", "a");
    }

    @Test
    void quotesHoldCommasBlanksAndDoubledQuotes() {
        assertThat(ColumnNames.parse("\"a,b\",` c`")).containsExactly("a,b", " c");
        assertThat(ColumnNames.parse("\"a\"\"b\" , `c``d`")).containsExactly("a\"b", "c`d");
        assertThat(ColumnNames.parse("\"a\".`b`.c")).containsExactly("a.b.c");
    }

    @Test
    void whatIsNoListOfNamesIsRefused() {
        refuses("", "A name is missing");
        refuses("a,", "A name is missing");
        refuses(",a", "A name is missing");
        refuses("a, a", "Column a is named twice");
        refuses("x,\"a", "The quote at character 3 of 'x,\"a' is not closed");
        refuses("\"a\"b", "Expected a comma at character 4");
    }
}
