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
package io.tablestore.internal.fs.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.fs.TableFileSystem.Entry;
import io.tablestore.internal.fs.s3.ListPage.Listed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListPageTest {

    private static ListPage parse(String xml) throws IOException {
        return ListPage.parse(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void encodedKeysAreDecoded() throws IOException {
        assertThat(parse("<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
                        + "<NextContinuationToken>t+1=</NextContinuationToken>"
                        + "<Contents><Key>t/a%20b</Key><LastModified>1970-01-01T00:00:05.030Z</LastModified><Size>7</Size></Contents><Contents><Size>0</Size><Key>t/a+b%2Bc%0A</Key></Contents>"
                        + "<CommonPrefixes><Prefix>t/dt%3D1/</Prefix></CommonPrefixes></ListBucketResult>"))
                .isEqualTo(new ListPage(
                        List.of(new Listed("t/a b", 7, 5030), new Listed("t/a b+c\n", 0, Entry.UNKNOWN_TIME)),
                        List.of("t/dt=1/"),
                        "t+1="));
    }

    @Test
    void otherKeysStay() throws IOException {
        assertThat(parse("<ListBucketResult><IsTruncated>false</IsTruncated>"
                        + "<NextContinuationToken>ignored</NextContinuationToken>"
                        + "<Contents><Key>t/a%20+&amp;</Key><Size>12</Size></Contents></ListBucketResult>"))
                .isEqualTo(new ListPage(List.of(new Listed("t/a%20+&", 12, Entry.UNKNOWN_TIME)), List.of(), ""));
    }

    @Test
    void otherAnswersAreRefused() {
        assertThatThrownBy(() -> parse("<html/>"))
                .isInstanceOf(IOException.class)
                .hasMessage("the store answers a listing with <html>");
        assertThatThrownBy(() ->
                        parse("<ListBucketResult><Contents><Key>k</Key><Size>-1</Size></Contents></ListBucketResult>"))
                .isInstanceOf(IOException.class)
                .hasMessage("the store lists an object of '-1' bytes");
        assertThatThrownBy(() -> parse("<ListBucketResult><Contents><Key>k</Key><Size>1</Size>"
                        + "<LastModified>today</LastModified></Contents></ListBucketResult>"))
                .isInstanceOf(IOException.class)
                .hasMessage("the store lists an object of the time 'today'");
    }
}
