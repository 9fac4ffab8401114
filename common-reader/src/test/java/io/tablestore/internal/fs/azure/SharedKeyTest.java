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
package io.tablestore.internal.fs.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Against signatures of OpenSSL. An emulator of Azure checks the rules in compat-tests/azure. */
class SharedKeyTest {

    private static final String DATE = "Mon, 02 Nov 2026 03:04:05 GMT";
    private static final SharedKey KEY =
            new SharedKey("account", "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    private static BlobRequest dated(BlobRequest request) {
        return request.withHeader("x-ms-date", DATE).withHeader("x-ms-version", "2021-12-02");
    }

    private static BlobPath path(String name) throws IOException {
        return BlobPath.of(new TablePath("abfss://files@account.dfs.core.windows.net/t/" + name));
    }

    @Test
    void creation() throws IOException {
        BlobRequest request = dated(BlobClient.creation(path("dt=a b/snapshot-1"), new byte[4]));
        URI uri = BlobEndpoint.of("https", "account.dfs.core.windows.net").uri(request.path(), "");
        assertThat(KEY.textToSign(request, uri))
                .isEqualTo("PUT\n\n\n4\n\n\n\n\n\n*\n\n\nx-ms-blob-type:BlockBlob\nx-ms-date:" + DATE
                        + "\nx-ms-version:2021-12-02\n/account/files/t/dt%3Da%20b/snapshot-1");
        assertThat(KEY.header(request, uri))
                .isEqualTo("SharedKey account:MeeiPuNxjAjz+sBtXfx9hVmmeTvfp1+ex0OpwhKwLEI=");
    }

    /** An emulator has the account in the path, and twice in the text. An empty body has no length there. */
    @Test
    void readingFromAnEmulator() throws IOException {
        BlobRequest request = dated(BlobRequest.of("GET", path("snapshot-1")));
        URI uri = BlobEndpoint.at("http", "127.0.0.1:10000", "account.dfs.core.windows.net")
                .uri(request.path(), "");
        assertThat(KEY.textToSign(request, uri))
                .isEqualTo("GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:" + DATE
                        + "\nx-ms-version:2021-12-02\n/account/account/files/t/snapshot-1");
        assertThat(KEY.header(request, uri))
                .isEqualTo("SharedKey account:Ku7/++vF1UoaOLS6/yLY1DVdWDmXCpi0Dd0DeTNiL7c=");
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(KEY).hasToString("the key of the account account");
        assertThat(new SharedAccessSignature("?sig=secret"))
                .hasToString("a shared access signature")
                .extracting(SharedAccessSignature::query)
                .isEqualTo("sig=secret");
    }
}
