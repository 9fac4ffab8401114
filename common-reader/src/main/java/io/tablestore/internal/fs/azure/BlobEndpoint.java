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

import io.tablestore.internal.fs.http.PercentEncoding;
import java.io.IOException;
import java.net.URI;

/**
 * Where the requests for an account go.
 *
 * @param account its name alone, which signatures contain
 * @param address scheme, host and port; of a store of this machine also the account, as in {@code http://127.0.0.1:10000/account}
 */
public record BlobEndpoint(String account, String address) {

    /**
     * The Blob endpoint of an account. ABFS locations name the other endpoint of the same account: only the word {@code dfs} differs,
     * in each of Azure's clouds.
     *
     * @param scheme {@code http} or {@code https}
     * @param host as in locations of ABFS
     * @throws IOException if the host is not of this form
     */
    public static BlobEndpoint of(String scheme, String host) throws IOException {
        String blobHost = host.replaceFirst("\\.dfs\\.", ".blob.");
        if (!blobHost.contains(".blob.")) {
            throw new IOException(
                    "The host '" + host + "' is not of the form account.dfs.core.windows.net, so the address of"
                            + " its Blob endpoint is not known. Write the location with such a host");
        }
        return new BlobEndpoint(accountOf(host), scheme + "://" + blobHost);
    }

    /**
     * A store at another address, such as an emulator. The account is then a part of the path.
     *
     * @param authority host and port
     */
    public static BlobEndpoint at(String scheme, String authority, String host) {
        return new BlobEndpoint(accountOf(host), scheme + "://" + authority + "/" + accountOf(host));
    }

    private static String accountOf(String host) {
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }

    /** @param query encoded; empty for none */
    URI uri(BlobPath path, String query) {
        return URI.create(address + "/" + PercentEncoding.encode(path.container()) + "/"
                + PercentEncoding.encodePath(path.key()) + (query.isEmpty() ? "" : "?" + query));
    }
}
