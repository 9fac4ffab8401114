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

import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.azurebfs.extensions.CustomTokenProviderAdaptee;
import org.junit.jupiter.api.Test;

/** Against ABFS itself, whose classes are found by their names. */
class AzureTokensTest {

    private static final String HOST = "a1.dfs.core.windows.net";

    /** What an installation names in {@code fs.azure.account.oauth.provider.type}. */
    public static final class Tokens implements CustomTokenProviderAdaptee {

        private String account = "";

        @Override
        public void initialize(Configuration configuration, String accountName) {
            account = accountName;
        }

        @Override
        public String getAccessToken() {
            return "token of " + account;
        }

        @Override
        public Date getExpiryTime() {
            return Date.from(Instant.parse("2099-01-01T00:00:00Z"));
        }
    }

    @Test
    void aClassOfTheInstallationGivesTheToken() throws IOException {
        Configuration configuration = new Configuration(false);
        configuration.set("fs.azure.account.auth.type." + HOST, "Custom");
        configuration.set("fs.azure.account.oauth.provider.type." + HOST, Tokens.class.getName());
        assertThat(AzureTokens.of(configuration, HOST).token()).isEqualTo("token of " + HOST);
    }

    @Test
    void whatAbfsLacksIsNamed() {
        Configuration configuration = new Configuration(false);
        configuration.set("fs.azure.account.auth.type." + HOST, "OAuth");
        configuration.set(
                "fs.azure.account.oauth.provider.type." + HOST,
                "org.apache.hadoop.fs.azurebfs.oauth2.ClientCredsTokenProvider");
        assertThatThrownBy(() -> AzureTokens.of(configuration, HOST))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ABFS gives no token: ")
                .hasMessageContaining("fs.azure.account.oauth2.client.endpoint")
                .hasMessageEndingWith("Correct the settings fs.azure.account.oauth.* and fs.azure.account.oauth2.*");
    }
}
