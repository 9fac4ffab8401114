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

import io.tablestore.internal.fs.azure.BearerToken;
import io.tablestore.internal.fs.azure.BlobAuthorization;
import io.tablestore.internal.fs.azure.BlobEndpoint;
import io.tablestore.internal.fs.azure.SharedAccessSignature;
import io.tablestore.internal.fs.azure.SharedKey;
import io.tablestore.internal.fs.http.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * How the files of a container of Azure are created, from Hadoop's settings for ABFS. A setting with the host of the account behind
 * its key is stronger than one without, as for ABFS.
 *
 * @param scheme {@code abfs} or {@code abfss}
 * @param host of the account, such as {@code account.dfs.core.windows.net}
 */
record AzureSettings(Configuration configuration, String scheme, String container, String host) {

    private static final String AUTHORIZATION = "fs.azure.account.auth.type";
    private static final String ACCOUNT_KEY = "fs.azure.account.key";
    private static final String KEY_PROVIDER = "fs.azure.account.keyprovider";
    private static final String FIXED_TOKEN = "fs.azure.sas.fixed.token";
    private static final String TOKEN_PROVIDER = "fs.azure.sas.token.provider.type";
    private static final String ENDPOINT = "fs.azure.abfs.endpoint";
    private static final String ALWAYS_HTTPS = "fs.azure.always.use.https";
    private static final String READ_TIMEOUT = "fs.azure.http.read.timeout";

    /** Settings with which ABFS encrypts files in a way that {@link BlobEndpoint} knows nothing of. */
    private static final List<String> ENCRYPTIONS =
            List.of("fs.azure.encryption.encoded.client-provided-key", "fs.azure.encryption.context.provider.type");

    private static final int DEFAULT_READ_TIMEOUT_MILLIS = 30_000;
    private static final int RETRIES = 8;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration CREATE_TIMEOUT = Duration.ofSeconds(60);

    BlobEndpoint endpoint() throws IOException {
        boolean isOAuth = authorizationType().equals("OAuth"); // a token must not be readable on its way
        boolean isSecure = scheme.equals("abfss") || isOAuth || Boolean.parseBoolean(get(ALWAYS_HTTPS, "true"));
        String protocol = isSecure ? "https" : "http";
        String given = get(ENDPOINT, "");
        return given.contains(":")
                ? BlobEndpoint.at(protocol, given.replaceAll("\\s", ""), host)
                : BlobEndpoint.of(protocol, host);
    }

    Patience patience() {
        int readTimeout = configuration.getInt(
                READ_TIMEOUT + "." + host, configuration.getInt(READ_TIMEOUT, DEFAULT_READ_TIMEOUT_MILLIS));
        return new Patience(Duration.ofMillis(readTimeout), RETRIES, FIRST_PAUSE, CREATE_TIMEOUT);
    }

    /** @throws IOException if the settings say something that only ABFS can do; the message names it */
    BlobAuthorization authorization() throws IOException {
        for (String encryption : ENCRYPTIONS) {
            refuse(encryption, "encrypts files with keys of its own");
        }
        String type = authorizationType();
        return switch (type) {
            case "SharedKey" -> sharedKey();
            case "SAS" -> sharedAccessSignature();
            case "OAuth", "Custom" -> new BearerToken(AzureTokens.of(configuration, host));
            default ->
                throw new IOException("commits to " + host + " cannot be authorized by '" + AUTHORIZATION + "' = '"
                        + type + "'. Set SharedKey, SAS, OAuth or Custom");
        };
    }

    private SharedKey sharedKey() throws IOException {
        if (!get(KEY_PROVIDER, "").endsWith("SimpleKeyProvider")) {
            refuse(KEY_PROVIDER, "finds the key of the account by a program");
        }
        String key = secret(ACCOUNT_KEY);
        if (key == null) {
            throw new IOException("commits to " + host + " need the key of the account. Set '" + ACCOUNT_KEY + "."
                    + host + "', or '" + AUTHORIZATION + "' to another authorization");
        }
        String account = host.substring(0, Math.max(0, (host + ".").indexOf('.')));
        try {
            return new SharedKey(account, Base64.getDecoder().decode(key.strip()));
        } catch (IllegalArgumentException malformed) { // whose message contains a part of the key
            throw new IOException("the key in '" + ACCOUNT_KEY + "." + host + "' is not Base64. Correct it");
        }
    }

    private SharedAccessSignature sharedAccessSignature() throws IOException {
        refuse(TOKEN_PROVIDER, "signs tokens for the operations of ABFS");
        String token = secret(FIXED_TOKEN);
        if (token == null) {
            throw new IOException("commits to " + host + " need a token. Set '" + FIXED_TOKEN + "." + host + "'");
        }
        return new SharedAccessSignature(token);
    }

    private void refuse(String key, String what) throws IOException {
        if (!get(key, "").isEmpty()) {
            throw new IOException("commits to " + host + " do not support '" + key + "', which " + what
                    + ". Remove the setting, or commit through another store");
        }
    }

    private String authorizationType() {
        return get(AUTHORIZATION, "SharedKey");
    }

    private String get(String key, String otherwise) {
        return configuration.getTrimmed(key + "." + host, configuration.getTrimmed(key, otherwise));
    }

    /** Also from credential stores of Hadoop. Null if it is not set. */
    private @Nullable String secret(String key) throws IOException {
        for (String specific : List.of(key + "." + container + "." + host, key + "." + host, key)) {
            char[] found = configuration.getPassword(specific);
            if (found != null) {
                return new String(found);
            }
        }
        return null;
    }
}
