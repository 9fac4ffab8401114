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
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import org.apache.hadoop.conf.Configuration;

/**
 * The tokens that ABFS gets by {@code fs.azure.account.oauth.*} and {@code oauth2.*}: of service principals, managed and workload identities, and of an
 * installation's own classes. Its classes are used by their names, because only those who use Azure have them.
 *
 * @param provider gives tokens, and renews them in time
 */
record AzureTokens(Object provider) implements BearerToken.Source {

    private static final String SETTINGS = "org.apache.hadoop.fs.azurebfs.AbfsConfiguration";
    private static final String PROVIDER = "org.apache.hadoop.fs.azurebfs.oauth2.AccessTokenProvider";

    static AzureTokens of(Configuration configuration, String host) throws IOException {
        try {
            Object settings = configuration
                    .getClassByName(SETTINGS)
                    .getConstructor(Configuration.class, String.class)
                    .newInstance(configuration, host);
            return new AzureTokens(
                    settings.getClass().getMethod("getTokenProvider").invoke(settings));
        } catch (ReflectiveOperationException failed) {
            throw failure(failed);
        }
    }

    @Override
    public String token() throws IOException {
        try {
            ClassLoader loader = provider.getClass().getClassLoader();
            Object token =
                    Class.forName(PROVIDER, true, loader).getMethod("getToken").invoke(provider);
            return (String) token.getClass().getMethod("getAccessToken").invoke(token);
        } catch (ReflectiveOperationException failed) {
            throw failure(failed);
        }
    }

    private static IOException failure(ReflectiveOperationException failed) {
        Throwable cause = failed instanceof InvocationTargetException ? failed.getCause() : failed;
        return new IOException(
                "ABFS gives no token: " + cause + ". Correct the settings fs.azure.account.oauth.* and"
                        + " fs.azure.account.oauth2.*",
                cause);
    }
}
