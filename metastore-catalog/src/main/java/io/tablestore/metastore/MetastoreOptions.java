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
package io.tablestore.metastore;

import io.tablestore.error.TableStoreException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The location of the metastore, and how to connect to it.
 *
 * @param uris {@code thrift://host:port}, tried in order
 * @param warehouse location of new databases, or empty for the metastore's default
 * @param principal principal of the metastore, {@code hive/_HOST@REALM}, if it requires Kerberos; otherwise empty
 * @param timeout maximum wait for one answer
 * @param lockTimeout maximum wait of a commit for the lock of its table
 */
public record MetastoreOptions(
        List<URI> uris, String warehouse, String principal, Duration timeout, Duration lockTimeout) {

    public static final String URI_KEY = "uri";
    public static final String WAREHOUSE_KEY = "warehouse";
    public static final String PRINCIPAL_KEY = "metastore.kerberos.principal";
    public static final String TIMEOUT_KEY = "metastore.timeout-seconds";
    public static final String LOCK_TIMEOUT_KEY = "lock.timeout-seconds";

    /** Options that apply only with a metastore. */
    static final List<String> OF_METASTORES_ONLY = List.of(URI_KEY, PRINCIPAL_KEY, TIMEOUT_KEY, LOCK_TIMEOUT_KEY);

    private static final int DEFAULT_PORT = 9083;
    private static final String DEFAULT_TIMEOUT = "60";
    private static final String DEFAULT_LOCK_TIMEOUT = "480";

    public MetastoreOptions {
        uris = List.copyOf(uris);
    }

    /**
     * Reads the options of a catalog.
     *
     * @throws TableStoreException if an option is missing or malformed; the message names it
     */
    public static MetastoreOptions of(Map<String, String> options) {
        String text = options.getOrDefault(URI_KEY, "");
        if (text.isBlank()) {
            throw new TableStoreException("The metastore catalog has no '" + URI_KEY
                    + "'. Set it to where the metastore is:" + " thrift://host:9083.");
        }
        List<URI> uris = new ArrayList<>();
        for (String part : text.split(",")) {
            uris.add(uri(part.trim()));
        }
        return new MetastoreOptions(
                uris,
                options.getOrDefault(WAREHOUSE_KEY, ""),
                options.getOrDefault(PRINCIPAL_KEY, ""),
                seconds(options, TIMEOUT_KEY, DEFAULT_TIMEOUT),
                seconds(options, LOCK_TIMEOUT_KEY, DEFAULT_LOCK_TIMEOUT));
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text);
            if ("thrift".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (java.net.URISyntaxException malformed) {
            // handled like a URI without a host
        }
        throw new TableStoreException("Option '" + URI_KEY + "' is '" + text + "', but must be thrift://host:port.");
    }

    private static Duration seconds(Map<String, String> options, String key, String otherwise) {
        String text = options.getOrDefault(key, otherwise);
        try {
            long seconds = Long.parseLong(text.trim());
            if (seconds > 0) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException malformed) {
            // handled like a number below one
        }
        throw new TableStoreException("Option '" + key + "' is '" + text + "', but must be a number of seconds.");
    }

    static int port(URI uri) {
        return uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    }
}
