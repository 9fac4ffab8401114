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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class XmlElementTest {

    private static XmlElement parse(String text) throws IOException {
        return XmlElement.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void textsAndChildrenAreFoundByName() throws IOException {
        XmlElement root = parse("<?xml version=\"1.0\"?>\n<r xmlns=\"urn:x\"><a>1 &amp; 2</a><b><c>x</c></b><b/></r>");
        assertThat(root.name()).isEqualTo("r");
        assertThat(root.textOf("a")).isEqualTo("1 & 2");
        assertThat(root.children("b")).hasSize(2);
        assertThat(root.children("b").get(0).textOf("c")).isEqualTo("x");
        assertThat(root.textOf("missing")).isEmpty();
        assertThat(root.child("missing")).isNull();
    }

    @Test
    void externalEntitiesAreNotRead() {
        assertThatThrownBy(() -> parse("<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><r>&e;</r>"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNotXmlIsRefused() {
        for (String text : new String[] {"", "plain", "<a><b></a>", "<a>", "<a>".repeat(100) + "</a>".repeat(100)}) {
            assertThatThrownBy(() -> parse(text)).as(text).isInstanceOf(IOException.class);
        }
    }
}
