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
package io.tablestore.fs.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.internal.fs.azure.BlobAuthorization;
import io.tablestore.internal.fs.azure.SharedAccessSignature;
import io.tablestore.internal.fs.azure.SharedKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class AzureSettingsTest {

    private static final String HOST = "a1.dfs.core.windows.net";
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});

    private static AzureSettings settings(String scheme, String... keysAndValues) {
        Configuration configuration = new Configuration(false);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            configuration.set(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new AzureSettings(configuration, scheme, "files", HOST);
    }

    private static BlobAuthorization authorization(String... keysAndValues) throws IOException {
        return settings("abfss", keysAndValues).authorization();
    }

    private static void isRefused(String message, String... keysAndValues) {
        assertThatThrownBy(() -> authorization(keysAndValues))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void theKeyOfTheAccountIsTheDefault() throws IOException {
        assertThat(authorization("fs.azure.account.key." + HOST, KEY, "fs.azure.account.key", "AAAA"))
                .isInstanceOfSatisfying(SharedKey.class, key -> {
                    assertThat(key.account()).isEqualTo("a1");
                    assertThat(key.key()).containsExactly(1, 2, 3);
                });
        assertThat(authorization("fs.azure.account.key", KEY)).isInstanceOf(SharedKey.class);
    }

    @Test
    void theTokenOfTheContainerIsStrongerThanThatOfTheAccount() throws IOException {
        assertThat(authorization(
                        "fs.azure.account.auth.type." + HOST,
                        "SAS",
                        "fs.azure.sas.fixed.token",
                        "any",
                        "fs.azure.sas.fixed.token." + HOST,
                        "account",
                        "fs.azure.sas.fixed.token.files." + HOST,
                        "?container"))
                .isEqualTo(new SharedAccessSignature("container"));
    }

    @Test
    void whatIsMissingIsNamed() {
        isRefused("commits to " + HOST + " need the key of the account. Set 'fs.azure.account.key." + HOST
                + "', or 'fs.azure.account.auth.type' to another authorization");
        isRefused(
                "commits to " + HOST + " need a token. Set 'fs.azure.sas.fixed.token." + HOST + "'",
                "fs.azure.account.auth.type",
                "SAS");
    }

    @Test
    void aMalformedKeyIsNotPrinted() {
        isRefused(
                "the key in 'fs.azure.account.key." + HOST + "' is not Base64. Correct it",
                "fs.azure.account.key." + HOST,
                "se*ret");
    }

    @Test
    void whatOnlyAbfsCanDoIsRefusedByName() {
        isRefused(
                "commits to " + HOST
                        + " cannot be authorized by 'fs.azure.account.auth.type' = 'UserboundSASWithOAuth'. Set"
                        + " SharedKey, SAS, OAuth or Custom",
                "fs.azure.account.auth.type." + HOST,
                "UserboundSASWithOAuth");
        isRefused(
                "commits to " + HOST
                        + " do not support 'fs.azure.account.keyprovider', which finds the key of the account by a"
                        + " program. Remove the setting, or commit through another store",
                "fs.azure.account.keyprovider." + HOST,
                "org.apache.hadoop.fs.azurebfs.services.ShellDecryptionKeyProvider");
        isRefused(
                "commits to " + HOST + " do not support 'fs.azure.sas.token.provider.type', which signs tokens for the"
                        + " operations of ABFS. Remove the setting, or commit through another store",
                "fs.azure.account.auth.type",
                "SAS",
                "fs.azure.sas.token.provider.type",
                "com.example.Tokens");
        isRefused(
                "commits to " + HOST
                        + " do not support 'fs.azure.encryption.encoded.client-provided-key', which encrypts files"
                        + " with keys of its own. Remove the setting, or commit through another store",
                "fs.azure.encryption.encoded.client-provided-key",
                "AAAA");
    }

    @Test
    void tokensNeedAbfs() {
        assertThatThrownBy(() -> authorization("fs.azure.account.auth.type", "OAuth"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("ABFS gives no token: java.lang.ClassNotFoundException: Class"
                        + " org.apache.hadoop.fs.azurebfs.AbfsConfiguration not found. Correct the settings"
                        + " fs.azure.account.oauth.* and fs.azure.account.oauth2.*");
    }

    @Test
    void theBlobEndpointIsUsed() throws IOException {
        assertThat(settings("abfss").endpoint().address()).isEqualTo("https://a1.blob.core.windows.net");
    }

    /** As ABFS, which also has this endpoint for emulators. */
    @Test
    void connectionsAreSecureUnlessSomebodyForbidsIt() throws IOException {
        String always = "fs.azure.always.use.https";
        String endpoint = "fs.azure.abfs.endpoint";
        assertThat(settings("abfs").endpoint().address()).startsWith("https://");
        assertThat(settings("abfss", always, "false").endpoint().address()).startsWith("https://");
        assertThat(settings("abfs", always, "false").endpoint().address()).isEqualTo("http://a1.blob.core.windows.net");
        assertThat(settings("abfs", always, "false", "fs.azure.account.auth.type", "OAuth")
                        .endpoint()
                        .address())
                .startsWith("https://");
        assertThat(settings("abfs", always, "false", endpoint, "127.0.0.1:10000")
                        .endpoint()
                        .address())
                .isEqualTo("http://127.0.0.1:10000/a1");
    }

    @Test
    void theTimeoutIsThatOfAbfs() {
        assertThat(settings("abfs").patience().requestTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings("abfs", "fs.azure.http.read.timeout", "1500")
                        .patience()
                        .requestTimeout())
                .isEqualTo(Duration.ofMillis(1500));
    }
}
