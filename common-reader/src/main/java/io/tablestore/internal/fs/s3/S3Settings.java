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

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.fs.http.Patience;
import io.tablestore.internal.fs.s3.credentials.Environment;
import io.tablestore.internal.fs.s3.credentials.GivenKeys;
import io.tablestore.internal.fs.s3.credentials.ProfileFiles;
import io.tablestore.options.Option;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How S3 is reached.
 *
 * @param region of buckets whose region the store does not say
 */
record S3Settings(Addressing addressing, String region, GivenKeys keys, Patience patience) {

    private static final String PREFIX = "s3.";
    private static final String ANY_REGION = "us-east-1";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final int MAX_RETRIES = 100;

    static final Option<String> ENDPOINT =
            Option.text("s3.endpoint", "", "Address of a store that is not AWS, such as https://store:9000.");
    static final Option<String> REGION =
            Option.text("s3.region", "", "Region of the buckets; from the environment or us-east-1 if not set.");
    static final Option<String> ACCESS_KEY = Option.text("s3.access-key", "", "Access key.");
    static final Option<String> SECRET_KEY = Option.text("s3.secret-key", "", "Secret key of the access key.");
    static final Option<String> SESSION_TOKEN = Option.text("s3.session-token", "", "Token of a temporary access key.");
    static final Option<String> PROFILE = Option.text("s3.profile", "", "Profile in the files of the AWS tools.");
    static final Option<Boolean> PATH_STYLE = Option.onByDefault(
            "s3.path-style-access",
            "Whether the bucket is in the path instead of the host's name; by default, if an endpoint is set.");
    static final Option<Boolean> ANONYMOUS =
            Option.offByDefault("s3.anonymous", "Whether requests are not signed, for public data.");
    static final Option<Duration> REQUEST_TIMEOUT = Option.duration(
            "s3.request-timeout",
            Duration.ofSeconds(30),
            "Time without a byte of an answer after which a request is tried again.");
    static final Option<Integer> RETRIES = Option.number("s3.retries", 8, "Attempts after the first one has failed.");
    static final Option<Duration> CREATE_TIMEOUT = Option.duration(
            "s3.create-timeout",
            Duration.ofSeconds(60),
            "Time within which it must be known whether a file was created.");

    private static final String S3A_PREFIX = "fs.s3a.";

    private static final List<Option<?>> ALL = List.of(
            ENDPOINT,
            REGION,
            ACCESS_KEY,
            SECRET_KEY,
            SESSION_TOKEN,
            PROFILE,
            PATH_STYLE,
            ANONYMOUS,
            REQUEST_TIMEOUT,
            RETRIES,
            CREATE_TIMEOUT);

    /**
     * Reads the settings whose keys begin with {@code s3.}. What they leave open is read from the environment.
     *
     * @throws TableStoreException if one is unknown, or its value is not valid
     */
    static S3Settings of(Map<String, String> settings, Environment environment) {
        refuseUnknown(settings);
        GivenKeys keys = new GivenKeys(
                get(settings, ACCESS_KEY),
                get(settings, SECRET_KEY),
                get(settings, SESSION_TOKEN),
                get(settings, PROFILE),
                get(settings, ANONYMOUS));
        refuseContradictions(keys);
        String endpoint = endpoint(settings, environment);
        boolean isPathStyle = settings.containsKey(PATH_STYLE.key()) ? get(settings, PATH_STYLE) : !endpoint.isEmpty();
        return new S3Settings(
                new Addressing(endpoint, isPathStyle), region(settings, environment), keys, patience(settings));
    }

    private static void refuseUnknown(Map<String, String> settings) {
        List<String> known = ALL.stream().map(Option::key).toList();
        for (String key : new TreeMap<>(settings).keySet()) {
            if (key.startsWith(PREFIX) && !known.contains(key)) {
                throw new TableStoreException(
                        "Unknown setting '" + key + "'. The settings for S3 are " + String.join(", ", known) + ".");
            }
            if (key.startsWith(S3A_PREFIX)) {
                throw new TableStoreException(
                        "The setting '" + key + "' is for Hadoop's S3A, which reads s3a:// locations."
                                + " For s3:// use " + String.join(", ", known) + ", or s3a:// as the scheme.");
            }
        }
    }

    private static <T> T get(Map<String, String> settings, Option<T> option) {
        String text = settings.get(option.key());
        if (text == null) {
            return option.defaultValue();
        }
        try {
            return option.type().parser().apply(text.strip());
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw new TableStoreException(
                    "The setting '" + option.key() + "' is '" + text + "', but must be "
                            + option.type().valid() + ".",
                    malformed);
        }
    }

    private static void refuseContradictions(GivenKeys keys) {
        if (keys.accessKey().isEmpty() != keys.secretKey().isEmpty()) {
            throw new TableStoreException("Only one of 's3.access-key' and 's3.secret-key' is set. Set both or none.");
        }
        if (!keys.sessionToken().isEmpty() && keys.accessKey().isEmpty()) {
            throw new TableStoreException("The setting 's3.session-token' needs 's3.access-key' and 's3.secret-key'.");
        }
        if (!keys.profile().isEmpty() && !keys.accessKey().isEmpty()) {
            throw new TableStoreException("Set 's3.profile' or 's3.access-key', not both.");
        }
        if (keys.isAnonymous() && !(keys.profile() + keys.accessKey()).isEmpty()) {
            throw new TableStoreException(
                    "With 's3.anonymous' = 'true', neither 's3.access-key' nor 's3.profile' may be set.");
        }
    }

    private static String endpoint(Map<String, String> settings, Environment environment) {
        String given = get(settings, ENDPOINT);
        String endpoint =
                given.isEmpty() ? environment.firstVariable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") : given;
        if (!endpoint.isEmpty() && !isAddress(endpoint)) {
            throw new TableStoreException("The setting 's3.endpoint' is '" + endpoint
                    + "', but must be an address such as https://store:9000.");
        }
        return endpoint.replaceFirst("/+$", "");
    }

    private static boolean isAddress(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getQuery() == null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static String region(Map<String, String> settings, Environment environment) {
        String given = get(settings, REGION);
        String region = given.isEmpty() ? environment.firstVariable("AWS_REGION", "AWS_DEFAULT_REGION") : given;
        if (!region.isEmpty()) {
            return region;
        }
        try {
            Map<String, String> profile =
                    ProfileFiles.of(get(settings, PROFILE), environment).profile();
            return profile == null ? ANY_REGION : profile.getOrDefault("region", ANY_REGION);
        } catch (IOException failed) {
            throw new TableStoreException(failed.getMessage() + ". Set 's3.region' or make it readable.", failed);
        }
    }

    private static Patience patience(Map<String, String> settings) {
        int retries = get(settings, RETRIES);
        if (retries < 0 || retries > MAX_RETRIES) {
            throw new TableStoreException(
                    "The setting 's3.retries' is '" + retries + "', but must be from 0 to " + MAX_RETRIES + ".");
        }
        return new Patience(
                positive(settings, REQUEST_TIMEOUT), retries, FIRST_PAUSE, positive(settings, CREATE_TIMEOUT));
    }

    static Duration positive(Map<String, String> settings, Option<Duration> option) {
        Duration time = get(settings, option);
        if (time.toMillis() < 1) {
            throw new TableStoreException(
                    "The setting '" + option.key() + "' is '" + settings.get(option.key()) + "', but must be above 0.");
        }
        return time;
    }
}
