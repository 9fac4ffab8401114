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
package io.tablestore.flink.table;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;

/**
 * What Flink's configuration says for its own file systems of S3, {@code flink-s3-fs-hadoop} and {@code flink-s3-fs-presto}. A job
 * has these settings for its checkpoints already, so they are the defaults for tables.
 */
final class PluginSettings {

    /** The prefixes under which the plugins take a setting. */
    private static final List<String> PREFIXES = List.of("s3.", "s3a.", "fs.s3a.");

    private static final List<String> KEYS = List.of("s3.access-key", "s3.secret-key", "s3.session-token");

    /** Settings that say who sends the requests. */
    private static final List<String> IDENTITY =
            List.of("s3.access-key", "s3.secret-key", "s3.session-token", "s3.profile", "s3.anonymous");

    /** Our settings, and the names that the plugins have for them, without a prefix. */
    private static final Map<String, List<String>> NAMES = names();

    private PluginSettings() {}

    private static Map<String, List<String>> names() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put("s3.endpoint", List.of("endpoint"));
        names.put("s3.region", List.of("endpoint.region"));
        names.put("s3.path-style-access", List.of("path.style.access", "path-style-access"));
        names.put("s3.access-key", List.of("access-key", "access.key"));
        names.put("s3.secret-key", List.of("secret-key", "secret.key"));
        names.put("s3.session-token", List.of("session.token"));
        return names;
    }

    /**
     * Adds what the settings of a catalog or table leave open.
     *
     * @param flink Flink's configuration, with that of the session
     */
    static Map<String, String> addedTo(Map<String, String> given, ReadableConfig flink) {
        Map<String, String> settings = new HashMap<>(given);
        boolean hasIdentity = IDENTITY.stream().anyMatch(given::containsKey);
        NAMES.forEach((key, names) -> {
            // A key of one user with the secret of another one would be refused.
            if (!given.containsKey(key) && !(hasIdentity && KEYS.contains(key))) {
                first(names, flink).ifPresent(value -> settings.put(key, value));
            }
        });
        if (!given.containsKey("s3.endpoint")) {
            settings.computeIfPresent("s3.endpoint", (key, endpoint) -> withScheme(endpoint, flink));
        }
        return settings;
    }

    private static Optional<String> first(List<String> names, ReadableConfig flink) {
        return PREFIXES.stream()
                .flatMap(prefix -> names.stream().map(name -> prefix + name))
                .flatMap(key ->
                        flink.getOptional(ConfigOptions.key(key).stringType().noDefaultValue()).stream())
                .findFirst();
    }

    /** The plugins take an endpoint without a scheme. */
    private static String withScheme(String endpoint, ReadableConfig flink) {
        if (endpoint.contains("://")) {
            return endpoint;
        }
        boolean isPlain = first(List.of("connection.ssl.enabled"), flink)
                .map("false"::equalsIgnoreCase)
                .orElse(false);
        return (isPlain ? "http://" : "https://") + endpoint;
    }
}
