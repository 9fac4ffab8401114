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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.fs.TablePath;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobEndpointTest {

    private static BlobPath path(String location) throws IOException {
        return BlobPath.of(new TablePath(location));
    }

    @ParameterizedTest
    @CsvSource({
        "a1.dfs.core.windows.net, https://a1.blob.core.windows.net",
        "a1.dfs.core.chinacloudapi.cn, https://a1.blob.core.chinacloudapi.cn",
        "a1.dfs.core.usgovcloudapi.net, https://a1.blob.core.usgovcloudapi.net",
        "a1.z12.dfs.storage.azure.net, https://a1.z12.blob.storage.azure.net",
        "onelake.dfs.fabric.microsoft.com, https://onelake.blob.fabric.microsoft.com",
        "a1.blob.core.windows.net, https://a1.blob.core.windows.net"
    })
    void onlyOneWordOfTheHostDiffers(String host, String address) throws IOException {
        assertThat(BlobEndpoint.of("https", host).address()).isEqualTo(address);
    }

    @Test
    void anotherHostIsRefused() {
        assertThatThrownBy(() -> BlobEndpoint.of("https", "files.example.com"))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "The host 'files.example.com' is not of the form account.dfs.core.windows.net, so the address of"
                                + " its Blob endpoint is not known. Write the location with such a host");
    }

    @Test
    void theFileIsEncoded() throws IOException {
        BlobPath path = path("abfs://my-files@a1.dfs.core.windows.net/t/dt=50% ü#?/x+y");
        BlobEndpoint endpoint = BlobEndpoint.of("https", path.host());
        assertThat(endpoint.account()).isEqualTo("a1");
        assertThat(endpoint.uri(path, "sv=1&sig=a%2Bb"))
                .hasToString(
                        "https://a1.blob.core.windows.net/my-files/t/dt%3D50%25%20%C3%BC%23%3F/x%2By?sv=1&sig=a%2Bb");
        assertThat(BlobEndpoint.at("http", "127.0.0.1:1234", path.host()).uri(path, ""))
                .hasToString("http://127.0.0.1:1234/a1/my-files/t/dt%3D50%25%20%C3%BC%23%3F/x%2By");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abfs://a1.dfs.core.windows.net/t",
                "abfs://files@a1.dfs.core.windows.net",
                "abfs://@a1.dfs.core.windows.net/t",
                "abfs://files@/t",
                "wasb://files@a1.blob.core.windows.net/t",
                "s3://files/t"
            })
    void otherLocationsAreRefused(String location) {
        assertThatThrownBy(() -> path(location))
                .isInstanceOf(IOException.class)
                .hasMessage(location + " is not a file in Azure, which is written"
                        + " abfss://container@account.dfs.core.windows.net/directory/file");
    }
}
